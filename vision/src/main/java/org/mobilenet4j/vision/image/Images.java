package org.mobilenet4j.vision.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import org.mobilenet4j.model.tensors.IoReason;
import org.mobilenet4j.network.NamedFile;

/**
 * Decodes photos: JPEG, PNG, WebP, BMP, GIF (first frame) and TIFF (first page), told apart by
 * their first bytes.
 *
 * <p>WebP needs TwelveMonkeys' {@code imageio-webp} on the class path or module path. All methods
 * may be called from many threads at the same time; {@link DecodeOptions#maxBytes} bounds each call
 * by itself.
 */
public final class Images {
  private static final int SHOWN_BYTES = 4;

  private Images() {}

  /**
   * Decodes a file.
   *
   * @param file a picture
   * @param options limits and orientation
   * @return the pixels
   * @throws ImageFormatException if the file cannot be read, or is no picture that can be decoded
   *     within the limits
   */
  public static Pixels decode(Path file, DecodeOptions options) {
    Objects.requireNonNull(file, "The file of a picture is null; expected its path.");
    try (InputStream stream = NamedFile.open(file)) {
      return decode(readAll(file.toString(), stream, options), options);
    } catch (NoSuchFileException e) {
      throw new ImageFormatException(
          file
              + (NamedFile.leadsNowhere(file)
                  ? ": this link leads nowhere; mend it or remove it."
                  : ": there is no such file."),
          e);
    } catch (IOException e) {
      throw new ImageFormatException(
          "%s: the file cannot be read (%s); expected JPEG, PNG, WebP, BMP, GIF or TIFF."
              .formatted(file, IoReason.of(e)),
          e);
    }
  }

  /**
   * Decodes what a stream holds from here to its end; the stream is not closed.
   *
   * @param stream the bytes of a picture
   * @param options limits and orientation
   * @return the pixels
   * @throws IOException if the stream cannot be read
   * @throws ImageFormatException if it holds no picture that can be decoded within the limits
   */
  public static Pixels decode(InputStream stream, DecodeOptions options) throws IOException {
    Objects.requireNonNull(
        stream, "The stream of a picture is null; is there a file or resource of that name?");
    return decode(readAll("picture from a stream", stream, options), options);
  }

  /**
   * Decodes bytes in memory.
   *
   * @param bytes a picture as it is stored in a file
   * @param options limits and orientation
   * @return the pixels
   * @throws ImageFormatException if this is no picture that can be decoded within the limits
   */
  public static Pixels decode(byte[] bytes, DecodeOptions options) {
    return decode("picture in memory", bytes, options);
  }

  /**
   * Decodes bytes in memory that have a name, such as an entry of an archive.
   *
   * @param name by which errors speak of the picture
   * @param bytes a picture as it is stored in a file
   * @param options limits and orientation
   * @return the pixels
   * @throws ImageFormatException if this is no picture that can be decoded within the limits
   */
  public static Pixels decode(String name, byte[] bytes, DecodeOptions options) {
    Objects.requireNonNull(
        bytes, "The bytes of a picture are null; expected a picture as it is stored in a file.");
    return decode(new EncodedPicture(name, bytes), options);
  }

  /**
   * The pixels of a picture that is already decoded; alpha is dropped, not blended.
   *
   * @param image any kind of image
   * @return a copy of its pixels
   */
  public static Pixels of(BufferedImage image) {
    Objects.requireNonNull(
        image,
        "The image is null, as ImageIO.read answers to what it cannot decode; give the file itself.");
    return BufferedPixels.copy(image);
  }

  static Pixels decode(EncodedPicture picture, DecodeOptions options) {
    Budget budget = new Budget(options);
    Decoded decoded =
        switch (format(picture)) {
          case JPEG -> JpegDecoder.decode(picture, budget);
          case PNG -> PngDecoder.decode(picture, budget);
          case WEBP -> WebpDecoder.decode(picture, budget);
          case BMP -> BmpDecoder.decode(picture, budget);
          case GIF -> GifDecoder.decode(picture, budget);
          case TIFF -> TiffDecoder.decode(picture, budget);
        };
    return switch (options.exif()) {
      case APPLY_ORIENTATION -> decoded.orientation().turnUpright(decoded.pixels());
      case IGNORE_ORIENTATION -> decoded.pixels();
    };
  }

  private static ImageFormat format(EncodedPicture picture) {
    if (picture.length() == 0) {
      throw picture.refusal("an empty file; expected JPEG, PNG, WebP, BMP, GIF or TIFF.");
    }
    return ImageFormat.of(picture.bytes())
        .orElseThrow(() ->
            picture.refusal(
                ("not a picture this program reads (first bytes %s); expected JPEG, PNG, WebP, BMP, GIF"
                        + " or TIFF.")
                    .formatted(
                        HexFormat.ofDelimiter(" ")
                            .formatHex(
                                picture.bytes(), 0, Math.min(SHOWN_BYTES, picture.length())))));
  }

  private static EncodedPicture readAll(String name, InputStream stream, DecodeOptions options)
      throws IOException {
    // What is no picture is known by its first bytes; a video of gigabytes is not read for that.
    PushbackInputStream whole = new PushbackInputStream(stream, ImageFormat.MAGIC_BYTES);
    byte[] start = whole.readNBytes(ImageFormat.MAGIC_BYTES);
    format(new EncodedPicture(name, start));
    whole.unread(start);
    // Half of the allowed memory for the stored form: its copy without metadata needs the other
    // half.
    int limit = (int) Math.min(options.maxBytes() / 2, Integer.MAX_VALUE - 16);
    byte[] bytes = whole.readNBytes(limit);
    EncodedPicture picture = new EncodedPicture(name, bytes);
    if (bytes.length == limit && whole.read() >= 0) {
      throw picture.refusal(
          ("more than %d MB, too large to decode in the memory allowed; scale it down first or give the JVM"
                  + " more memory (-Xmx).")
              .formatted(limit / 1_000_000));
    }
    return picture;
  }
}
