package org.mobilenet4j.vision.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.network.Extent;

/**
 * Pictures that claim what they do not hold, and files that are no pictures whatever their name.
 */
final class HostilePicturesTest {
  private static final DecodeOptions STANDARD = DecodeOptions.standard();
  // A refusal reads a header; the rest of the time belongs to a machine with other things to do.
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  @TempDir private Path folder;

  /**
   * Where a format keeps a size.
   *
   * @param file a golden picture
   * @param height offset of the height
   * @param width offset of the width
   * @param bytes bytes of each
   * @param order their order
   */
  private record SizeField(String file, int height, int width, int bytes, ByteOrder order) {
    byte[] claiming(long h, long w) {
      byte[] picture = Golden.bytes("images/" + file);
      put(picture, height, h);
      put(picture, width, w);
      return picture;
    }

    private void put(byte[] picture, int offset, long value) {
      ByteBuffer field = ByteBuffer.wrap(picture).order(order);
      if (bytes == 2) {
        field.putShort(offset, (short) value);
      } else {
        field.putInt(offset, (int) value);
      }
      if (file.endsWith(".tif")) {
        field.putShort(offset - 6, (short) 4); // the value's type, which may have been two bytes
      }
    }

    @Override
    public String toString() {
      return file;
    }
  }

  private static final List<SizeField> SIZES =
      List.of(
          afterMarker("420.jpg", "\u00FF\u00C0"),
          afterMarker("progressive.jpg", "\u00FF\u00C2"),
          afterMarker("cmyk.jpg", "\u00FF\u00C0"),
          new SizeField("rgb.png", 20, 16, 4, ByteOrder.BIG_ENDIAN),
          new SizeField("grey-1-interlaced.png", 20, 16, 4, ByteOrder.BIG_ENDIAN),
          new SizeField("rgb.bmp", 22, 18, 4, ByteOrder.LITTLE_ENDIAN),
          new SizeField("runs-8.bmp", 22, 18, 4, ByteOrder.LITTLE_ENDIAN),
          new SizeField("core-header.bmp", 20, 18, 2, ByteOrder.LITTLE_ENDIAN),
          new SizeField("plain.gif", 8, 6, 2, ByteOrder.LITTLE_ENDIAN),
          tag("rgb-lzw.tif"),
          tag("bilevel-group4.tif"),
          tag("jpeg-rgb.tif"));

  private static SizeField afterMarker(String file, String marker) {
    int frame = new String(Golden.bytes("images/" + file), ISO_8859_1).indexOf(marker);
    return new SizeField(file, frame + 5, frame + 7, 2, ByteOrder.BIG_ENDIAN);
  }

  /** The directory begins with the width and the height. */
  private static SizeField tag(String file) {
    ByteBuffer tiff =
        ByteBuffer.wrap(Golden.bytes("images/" + file)).order(ByteOrder.LITTLE_ENDIAN);
    int directory = tiff.getInt(4);
    assertThat(tiff.getShort(directory + 2)).isEqualTo((short) TiffDirectory.WIDTH);
    assertThat(tiff.getShort(directory + 14)).isEqualTo((short) TiffDirectory.HEIGHT);
    return new SizeField(file, directory + 22, directory + 10, 4, ByteOrder.LITTLE_ENDIAN);
  }

  private static final long[][] CLAIMS = {
    {0x7FFF_FFFFL, 0x7FFF_FFFFL},
    {0xFFFF_FFFFL, 0xFFFF_FFFFL},
    {0x8000_0000L, 0x8000_0000L},
    {0xFFFFL, 0xFFFFL},
    {0x7FFF_FFFFL, 1},
    {1, 0x7FFF_FFFFL},
    {0, 19},
    {13, 0},
  };

  @TestFactory
  Stream<DynamicTest> sizes_that_no_file_can_hold_are_refused_before_anything_is_decoded() {
    return SIZES.stream()
        .flatMap(field ->
            Stream.of(CLAIMS)
                .filter(claim -> isHostile(field, claim))
                .map(claim ->
                    DynamicTest.dynamicTest(
                        "%s claims a height of %d and a width of %d"
                            .formatted(field, claim[0], claim[1]),
                        () -> isRefusedAtOnce(field.claiming(claim[0], claim[1])))));
  }

  private static boolean isHostile(SizeField field, long[] claim) {
    long largest = LongStream.of(claim).max().orElseThrow();
    // Two bytes hold only a part of a larger number, which may be a picture's honest size.
    boolean fits = field.bytes() == 4 || largest <= 0xFFFF;
    // A GIF's canvas grows with its first frame.
    boolean grows = field.file().endsWith(".gif") && largest < 0xFFFF;
    return fits && !grows;
  }

  @Test
  void a_small_jpeg_of_many_scans_over_a_large_picture_is_refused() {
    int scans = 40;
    byte[] picture = Golden.bytes("images/420.jpg");
    int scan = new String(picture, ISO_8859_1).indexOf("\u00FF\u00DA");
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(picture, 0, scan);
    for (int i = 0; i < scans; i++) {
      bomb.write(picture, scan, picture.length - 2 - scan);
    }
    byte[] bytes = bomb.toByteArray();
    SizeField size = afterMarker("420.jpg", "\u00FF\u00C0");
    ByteBuffer.wrap(bytes)
        .putShort(size.height(), (short) 9000)
        .putShort(size.width(), (short) 9000);

    assertThatThrownBy(() -> Images.decode(bytes, STANDARD.withMaxBytes(1L << 30)))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage(
            "picture in memory: a JPEG file of 40 scans, each over 9000 pixels in width and 9000 in"
                + " height; open it in a picture editor and save it again.");
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 65_500})
  void a_tiff_whose_jpeg_data_claim_a_gigantic_size_is_refused(int side) {
    byte[] tiff = Golden.bytes("images/jpeg-rgb.tif");
    SizeField size = afterMarker("jpeg-rgb.tif", "\u00FF\u00C0");
    ByteBuffer.wrap(tiff)
        .putShort(size.height(), (short) side)
        .putShort(size.width(), (short) side);

    assertThatThrownBy(() -> Images.decode(tiff, STANDARD))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageStartingWith(
            "picture in memory: a picture %d pixels wide and %d high, that is "
                .formatted(side, side));
  }

  @Test
  void the_coefficients_of_a_progressive_jpeg_count_as_memory() {
    // 3 bytes a pixel for the samples, 6 for the coefficients.
    byte[] picture = Golden.bytes("images/progressive.jpg");
    long needed = 9L * 13 * 19 + 2L * picture.length;

    assertThat(Images.decode(picture, STANDARD.withMaxBytes(needed)).width()).isEqualTo(19);
    assertThatThrownBy(() -> Images.decode(picture, STANDARD.withMaxBytes(needed - 1)))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("of memory to decode");
  }

  @Test
  void a_webp_picture_of_a_few_bytes_and_the_largest_size_is_refused() {
    isRefusedAtOnce(losslessOfOneColour(16384, 16384));
    isRefusedAtOnce(lossyClaiming(0x3FFF, 0x3FFF));
    isRefusedAtOnce(onCanvas(losslessOfOneColour(4, 4), 1 << 24, 1 << 24));
  }

  private static void isRefusedAtOnce(byte[] picture) {
    assertTimeoutPreemptively(
        AT_ONCE,
        () ->
            assertThatThrownBy(() -> Images.decode(picture, STANDARD))
                .isInstanceOf(ImageFormatException.class)
                .hasMessageStartingWith("picture in memory: ")
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("\n"));
  }

  /** A VP8L stream whose prefix codes have one symbol each: a pixel takes no bits. */
  private static byte[] losslessOfOneColour(int height, int width) {
    ByteBuffer webp = ByteBuffer.allocate(34).order(ByteOrder.LITTLE_ENDIAN);
    webp.put("RIFF".getBytes(ISO_8859_1)).putInt(26).put("WEBPVP8L".getBytes(ISO_8859_1));
    webp.putInt(14).put((byte) 0x2F).putInt((width - 1) | (height - 1) << 14);
    // No transform, no cache, no second image; then five times "simple, one symbol of one bit, 0".
    webp.put((byte) 0b1000_1000).put((byte) 0b1000_1000).put((byte) 0b0000_1000);
    return webp.array();
  }

  private static byte[] lossyClaiming(int height, int width) {
    byte[] webp = Golden.bytes("images/lossy.webp");
    ByteBuffer.wrap(webp)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(26, (short) width)
        .putShort(28, (short) height);
    return webp;
  }

  /** The extended form, with a canvas of its own. */
  private static byte[] onCanvas(byte[] webp, int height, int width) {
    ByteBuffer canvas = ByteBuffer.allocate(webp.length + 18).order(ByteOrder.LITTLE_ENDIAN);
    canvas.put(webp, 0, 12).put("VP8X".getBytes(ISO_8859_1)).putInt(10).putInt(0);
    put24(canvas, width - 1);
    put24(canvas, height - 1);
    return canvas.put(webp, 12, webp.length - 12).array();
  }

  private static void put24(ByteBuffer buffer, int value) {
    buffer.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
  }

  @Test
  void a_small_webp_picture_of_one_colour_is_read_from_a_few_bytes() {
    // So that the large ones above are refused for their size alone.
    assertThat(Images.decode(losslessOfOneColour(5, 7), STANDARD).extent())
        .isEqualTo(new Extent(5, 7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpg, FFD8FF",
        "png, 89504E470D0A1A0A",
        "webp, 52494646FFFFFF7F57454250",
        "webp, 52494646000000005745425056503820",
        "bmp, 424D",
        "gif, 474946383961",
        "gif, 474946383761",
        "tif, 49492A00",
        "tif, 4D4D002A",
        "jpg, FFD8FFE0",
        "jpg, FFD8FFFF"
      })
  void a_file_that_ends_soon_after_its_first_bytes_is_refused(String kind) throws IOException {
    byte[] magic = HexFormat.of().parseHex(kind.substring(kind.indexOf(' ') + 1));
    for (int zeros : new int[] {0, 1, 2, 7, 30, 100}) {
      Path file = folder.resolve("photo-" + zeros + "." + kind.substring(0, kind.indexOf(',')));
      Files.write(file, Arrays.copyOf(magic, magic.length + zeros));

      assertThatThrownBy(() -> Images.decode(file, STANDARD))
          .as("%d zeros", zeros)
          .isInstanceOf(ImageFormatException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageEndingWith(".")
          .hasMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jpg", "a.jpeg", "a.png", "a.webp", "a.bmp", "a.gif", "a.tif", "a"})
  void a_picture_is_known_by_its_bytes_whatever_its_name(String name) throws IOException {
    for (String picture : List.of("420.jpg", "rgb.png", "lossless.webp", "rgb.bmp", "rgb.tif")) {
      Path file = Files.write(folder.resolve(name), Golden.bytes("images/" + picture));

      assertThat(Images.decode(file, STANDARD).toByteArray())
          .isEqualTo(Golden.bytes("images/expected/" + picture + ".rgb"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jpg", "a.png", "a.webp", "a.bmp", "a.gif", "a.tif"})
  void a_folder_an_empty_file_and_another_kind_of_file_in_place_of_a_picture_are_refused(
      String name) throws IOException {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Path directory = Files.createDirectory(folder.resolve(name));
    Path empty = Files.createFile(inside.resolve("empty-" + name));
    Path text = Files.writeString(inside.resolve("text-" + name), "<html>404</html>\n");
    Path zip = Files.write(inside.resolve("zip-" + name), new byte[] {'P', 'K', 3, 4, 0, 0});

    for (Path file : List.of(directory, empty, text, zip)) {
      assertThatThrownBy(() -> Images.decode(file, STANDARD))
          .isInstanceOf(ImageFormatException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageMatching("[^\n]+[.?]");
    }
  }

  @Test
  void what_is_no_picture_is_not_read_to_its_end() {
    InputStream film = new ByteArrayInputStream(new byte[1_000_000]);

    assertThatThrownBy(() -> Images.decode(film, STANDARD))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageStartingWith("picture from a stream: not a picture this program reads");
    assertThat(film).hasBinaryContent(new byte[1_000_000 - ImageFormat.MAGIC_BYTES]);
  }

  @Test
  void these_tests_run_in_little_memory() {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(512L << 20);
  }
}
