package org.mobilenet4j.vision.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The boundary to the decoders of others, and the one place where what they throw becomes ours.
 *
 * <p>On damaged data they answer with {@link IOException}, but as well with {@link
 * IndexOutOfBoundsException}, {@link IllegalArgumentException}, {@link NegativeArraySizeException},
 * {@link NullPointerException} and others. None of these says anything about our own code, so here,
 * and only here, every {@link RuntimeException} is taken for a statement about the picture. Errors
 * are not: that a picture does not exhaust the memory is seen to by {@link Budget} before a decoder
 * is asked.
 */
final class ForeignDecoder {
  /** What is done with a decoder that has its input. */
  @FunctionalInterface
  interface Use<T> {
    T apply(ImageReader reader, ByteArrayImageInputStream input) throws IOException;
  }

  private static final int MOST_LETTERS = 120;

  private ForeignDecoder() {}

  /**
   * Lets a decoder read {@code bytes}, which may be a tidied form of the picture's own.
   *
   * @throws ImageFormatException whatever goes wrong inside
   */
  static <T> T read(
      EncodedPicture picture,
      ImageFormat format,
      ImageReaderSpi decoder,
      byte[] bytes,
      Use<T> use) {
    try (ByteArrayImageInputStream input = new ByteArrayImageInputStream(bytes)) {
      ImageReader reader = decoder.createReaderInstance();
      try {
        reader.setInput(input, true, true);
        return use.apply(reader, input);
      } finally {
        reader.dispose();
      }
    } catch (ImageFormatException ours) {
      throw ours;
    } catch (IOException | RuntimeException theirs) {
      throw picture.refusal(
          theirs,
          "damaged or unsupported %s data (%s); open it in a picture editor and save it again."
              .formatted(format.title(), inOneLine(theirs)));
    }
  }

  /** The JDK's own decoder, whatever else is registered in this JVM. */
  static ImageReaderSpi ofJdk(ImageFormat format) {
    Iterator<ImageReaderSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    while (all.hasNext()) {
      ImageReaderSpi candidate = all.next();
      boolean jdk = candidate.getClass().getModule() == ImageReader.class.getModule();
      for (String name : candidate.getFormatNames()) {
        if (jdk && name.equalsIgnoreCase(format.title())) {
          return candidate;
        }
      }
    }
    throw new IllegalStateException(
        "The JDK's module java.desktop has no decoder for %s.".formatted(format.title()));
  }

  /** What an {@link IOException} says; the message of any other was not written for users. */
  private static String inOneLine(Exception theirs) {
    String message = theirs.getMessage();
    if (theirs instanceof EOFException) {
      return "they end too early";
    }
    if (!(theirs instanceof IOException) || message == null || message.isBlank()) {
      return "the decoder gives no reason";
    }
    String line = message.strip().replaceAll("\\s+", " ").replaceAll("[.!]+$", "");
    return line.length() > MOST_LETTERS ? line.substring(0, MOST_LETTERS) + "…" : line;
  }
}
