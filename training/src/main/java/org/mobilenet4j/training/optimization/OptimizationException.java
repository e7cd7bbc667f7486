package org.mobilenet4j.training.optimization;

import org.mobilenet4j.network.MobileNetException;

/** A saved state of an optimiser or an average that does not fit the run that wants to go on. */
public final class OptimizationException extends MobileNetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence that says what was found, what was expected and what to do
   */
  public OptimizationException(String message) {
    super(message);
  }
}
