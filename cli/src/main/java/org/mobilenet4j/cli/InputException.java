package org.mobilenet4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.mobilenet4j.model.tensors.IoReason;
import org.mobilenet4j.network.MobileNetException;

/** Something that was typed or piped in cannot be used. */
final class InputException extends MobileNetException {
  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }

  InputException(String message, Throwable cause) {
    super(message, cause);
  }

  static InputException unreadable(Path file, String expected, IOException e) {
    return new InputException(
        "%s cannot be read (%s); expected %s."
            .formatted(IoReason.place(file, e), reason(e), expected),
        e);
  }

  static InputException unreadable(Path file, String expected, UncheckedIOException e) {
    IOException cause = e.getCause();
    return unreadable(file, expected, cause == null ? new IOException(e) : cause);
  }

  /** What the operating system said, in words. */
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "access is denied";
      default -> IoReason.of(e);
    };
  }
}
