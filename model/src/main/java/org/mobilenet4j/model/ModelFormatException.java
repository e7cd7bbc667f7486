package org.mobilenet4j.model;

import org.mobilenet4j.network.MobileNetException;

/** A file of weights or a model that is damaged, hostile, or does not fit the network asked for. */
public final class ModelFormatException extends MobileNetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence: what was found, where, what was expected, what to do
   */
  public ModelFormatException(String message) {
    super(message);
  }

  /**
   * @param message one sentence: what was found, where, what was expected, what to do
   * @param cause what the operating system or a library reported
   */
  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
