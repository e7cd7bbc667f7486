package org.mobilenet4j.training.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.mobilenet4j.model.tensors.IoReason;
import org.mobilenet4j.network.MobileNetException;

/** A data set that cannot be used: no pictures, no classes, a damaged or hostile archive. */
public final class DataException extends MobileNetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence: what was found, where, what was expected, what to do
   */
  public DataException(String message) {
    super(message);
  }

  /**
   * @param message one sentence: what was found, where, what was expected, what to do
   * @param cause what a library or the operating system reported
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }

  static DataException unreadable(Path file, String expected, IOException e) {
    return new DataException(
        "%s cannot be read (%s); expected %s."
            .formatted(IoReason.place(file, e), reason(e), expected),
        e);
  }

  /** What the operating system said, in words. */
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "access is denied";
      default -> IoReason.of(e);
    };
  }
}
