package org.mobilenet4j.network;

/**
 * An architecture that cannot be built: an unknown name, a wrong option, or a table that does not
 * add up.
 */
public final class ArchitectureException extends MobileNetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence that names the table and line or the option, what was found and
   *     what was expected
   */
  public ArchitectureException(String message) {
    super(message);
  }

  /**
   * @param message one sentence for the user
   * @param cause what the operating system or the graph reported
   */
  public ArchitectureException(String message, Throwable cause) {
    super(message, cause);
  }
}
