package org.mobilenet4j.network;

/**
 * Something a user gave us cannot be used: a file, an option, a photo, a network.
 *
 * <p>The message is one sentence that says what was found, where, what was expected and what to do;
 * the command line prints it as it is. Mistakes of a programmer are {@link
 * IllegalArgumentException}s.
 */
public abstract class MobileNetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence for the user
   */
  protected MobileNetException(String message) {
    super(message);
  }

  /**
   * @param message one sentence for the user
   * @param cause what a library or the operating system reported
   */
  protected MobileNetException(String message, Throwable cause) {
    super(message, cause);
  }
}
