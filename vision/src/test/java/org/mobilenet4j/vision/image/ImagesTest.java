package org.mobilenet4j.vision.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.network.Extent;

final class ImagesTest {
  private static final DecodeOptions STANDARD = DecodeOptions.standard();

  @TempDir private Path folder;

  @Test
  void a_file_that_is_no_picture_is_named_with_its_first_bytes() throws IOException {
    Path page = Files.writeString(folder.resolve("photo.jpg"), "HTML, not a photo");

    assertThatThrownBy(() -> Images.decode(page, STANDARD))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage(
            page
                + ": not a picture this program reads (first bytes 48 54 4d 4c); expected JPEG, PNG,"
                + " WebP, BMP, GIF or TIFF.");
  }

  @Test
  void an_empty_file_a_missing_file_and_a_folder_are_refused_by_name() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.png"));
    Path missing = folder.resolve("missing.png");

    assertThatThrownBy(() -> Images.decode(empty, STANDARD))
        .hasMessage(empty + ": an empty file; expected JPEG, PNG, WebP, BMP, GIF or TIFF.");
    assertThatThrownBy(() -> Images.decode(missing, STANDARD))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage(missing + ": there is no such file.");
    assertThatThrownBy(() -> Images.decode(folder, STANDARD))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageStartingWith(folder + ": the file cannot be read");
  }

  @Test
  void a_wrong_name_does_not_matter() throws IOException {
    Path file = Files.write(folder.resolve("photo.gif"), Golden.bytes("images/rgb.png"));

    Pixels pixels = Images.decode(file, STANDARD);

    assertThat(pixels.toByteArray()).isEqualTo(Golden.bytes("images/expected/rgb.png.rgb"));
  }

  @Test
  void a_stream_is_read_to_its_end() throws IOException {
    Pixels pixels =
        Images.decode(new ByteArrayInputStream(Golden.bytes("images/rgb.png")), STANDARD);

    assertThat(pixels.toByteArray()).isEqualTo(Golden.bytes("images/expected/rgb.png.rgb"));
  }

  @Test
  void a_file_that_cannot_be_read_is_told_with_the_reason() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.jpg"), folder.resolve("gone.jpg"));

    assertThatThrownBy(() -> Images.decode(folder, STANDARD))
        .hasMessage(
            folder
                + ": the file cannot be read (it is a folder); expected JPEG, PNG, WebP, BMP, GIF or TIFF.");
    assertThatThrownBy(() -> Images.decode(folder.resolve("gone.jpg"), STANDARD))
        .hasMessageEndingWith("gone.jpg: there is no such file.");
    assertThatThrownBy(() -> Images.decode(link, STANDARD))
        .hasMessage(link + ": this link leads nowhere; mend it or remove it.");
  }

  @Test
  void an_endless_stream_is_refused_at_the_limit() {
    byte[] endless = Arrays.copyOf(Golden.bytes("images/rgb.png"), 4_000_001);

    assertThatThrownBy(() ->
            Images.decode(new ByteArrayInputStream(endless), STANDARD.withMaxBytes(8_000_000)))
        .hasMessage(
            "picture from a stream: more than 4 MB, too large to decode in the memory allowed; scale"
                + " it down first or give the JVM more memory (-Xmx).");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"420.jpg", "rgb.png", "lossless.webp", "rgb.bmp", "plain.gif", "rgb-lzw.tif"})
  void a_picture_above_the_limit_of_pixels_is_refused(String file) {
    byte[] picture = Golden.bytes("images/" + file);

    assertThatThrownBy(() -> Images.decode(picture, STANDARD.withMaxPixels(19 * 13 - 1)))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageStartingWith("picture in memory: a picture 19 pixels wide and 13 high, that is ")
        .hasMessageEndingWith("are read; scale it down first.");
    assertThat(Images.decode(picture, STANDARD.withMaxPixels(19 * 13)).width()).isEqualTo(19);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"420.jpg", "rgb.png", "lossless.webp", "rgb.bmp", "plain.gif", "rgb-lzw.tif"})
  void a_picture_that_needs_too_much_memory_is_refused(String file) {
    byte[] picture = Golden.bytes("images/" + file);

    assertThatThrownBy(() -> Images.decode(picture, STANDARD.withMaxBytes(2L * picture.length)))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("MB of memory to decode")
        .hasMessageEndingWith("scale it down first or give the JVM more memory (-Xmx).");
  }

  @Test
  void a_png_that_claims_two_thousand_million_pixels_a_side_is_refused_by_its_header() {
    byte[] bomb = Golden.bytes("images/rgb.png");
    ByteBuffer.wrap(bomb).putInt(16, Integer.MAX_VALUE).putInt(20, Integer.MAX_VALUE);

    assertThatThrownBy(() -> Images.decode(bomb, STANDARD))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("2147483647 pixels wide and 2147483647 high");
  }

  @Test
  void a_jpeg_of_hundreds_of_scans_is_refused() {
    byte[] picture = Golden.bytes("images/420.jpg");
    int scan = new String(picture, ISO_8859_1).indexOf("\u00FF\u00DA");
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(picture, 0, scan);
    for (int i = 0; i < 300; i++) {
      bomb.write(picture, scan, picture.length - 2 - scan);
    }

    assertThatThrownBy(() -> Images.decode(bomb.toByteArray(), STANDARD))
        .hasMessage(
            "picture in memory: a JPEG file of more than 200 scans; open it in a picture editor and"
                + " save it again.");
  }

  @Test
  void a_jpeg_that_is_cut_off_in_its_picture_data_is_refused() {
    byte[] picture = Golden.bytes("images/420.jpg");

    assertThatThrownBy(() -> Images.decode(Arrays.copyOf(picture, picture.length - 40), STANDARD))
        .hasMessage(
            "picture in memory: a JPEG file that is cut off; get it again from where it came from.");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR
      })
  void a_buffered_image_gives_its_colours(int type) {
    BufferedImage image = new BufferedImage(3, 2, type);
    image.setRGB(2, 1, new Color(10, 200, 30).getRGB());

    Pixels pixels = Images.of(image);

    assertThat(pixels.extent()).isEqualTo(new Extent(2, 3));
    assertThat(pixels.value(1, 2, 0)).isEqualTo(10);
    assertThat(pixels.value(1, 2, 1)).isEqualTo(200);
    assertThat(pixels.value(1, 2, 2)).isEqualTo(30);
  }

  @Test
  void a_grey_buffered_image_gives_its_samples_and_a_part_of_one_only_that_part() {
    BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(2, 1, 0, 100);

    Pixels part = Images.of(image.getSubimage(1, 1, 2, 2));

    assertThat(part.toByteArray()).containsExactly(0, 0, 0, 100, 100, 100, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void what_anothers_decoder_throws_becomes_one_sentence_about_the_picture() {
    EncodedPicture picture = new EncodedPicture("photo.png", "x".getBytes(US_ASCII));

    assertThatThrownBy(() ->
            ForeignDecoder.read(
                picture,
                ImageFormat.PNG,
                ForeignDecoder.ofJdk(ImageFormat.PNG),
                picture.bytes(),
                (_, _) -> {
                  throw new NegativeArraySizeException("-7");
                }))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage(
            "photo.png: damaged or unsupported PNG data (the decoder gives no reason);"
                + " open it in a picture editor and save it again.");
  }

  @Test
  void a_crop_must_lie_inside_the_picture() {
    Pixels pixels = Pixels.of(new Extent(2, 3), new byte[18]);

    assertThat(pixels.cropped(1, 1, new Extent(1, 2)).extent()).isEqualTo(new Extent(1, 2));
    assertThatThrownBy(() -> pixels.cropped(1, 2, new Extent(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Crop of 1×2 at row 1, column 2 of a picture of 2×3 pixels; it must lie inside.");
  }
}
