package org.mobilenet4j.training;

import org.mobilenet4j.network.MobileNetException;

/** Training cannot begin or go on, for a reason that its user can mend; one sentence says which. */
public final class TrainingException extends MobileNetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was found, where, what was expected, what to do
   */
  public TrainingException(String message) {
    super(message);
  }

  /**
   * @param message what was found, where, what was expected, what to do
   * @param cause what lies behind it
   */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
