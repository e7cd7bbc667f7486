package org.mobilenet4j.model;

import java.nio.file.Path;
import org.mobilenet4j.network.MobileNetException;

/**
 * The thread that was to read a file has been interrupted. Nothing is known of the file; the
 * thread's interrupt flag is still set.
 */
public final class InterruptedReadingException extends MobileNetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param file what was not read to its end
   * @param cause what the JDK reported
   */
  public InterruptedReadingException(Path file, Throwable cause) {
    super(
        "%s was not read, since the thread that reads it was interrupted; the file may be sound: read it again in another thread."
            .formatted(file),
        cause);
  }
}
