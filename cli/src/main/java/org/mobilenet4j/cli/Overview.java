package org.mobilenet4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mobilenet4j} alone answers: what there is, and which version. It is kept as a text
 * and printed without picocli, whose start takes most of half a second; a test holds it equal to
 * what picocli says.
 */
final class Overview {
  private Overview() {}

  /** The answer to these words, if it takes no command to answer them. */
  static @Nullable String answer(List<String> words) {
    return switch (words.isEmpty() ? "--help" : words.size() == 1 ? words.getFirst() : "") {
      case "-h", "--help" -> commands();
      case "-V", "--version" -> version() + System.lineSeparator();
      default -> null;
    };
  }

  /** The version of the jar that runs. */
  static String version() {
    String version = Overview.class.getPackage().getImplementationVersion();
    return "MobileNet4J %s (Java %s)"
        .formatted(version == null ? "unpackaged" : version, Runtime.version().feature());
  }

  private static String commands() {
    try (InputStream text = Overview.class.getResourceAsStream("overview.txt")) {
      if (text == null) {
        throw new IllegalStateException("The jar lacks overview.txt.");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
