package org.mobilenet4j.training;

import org.mobilenet4j.network.MobileNetException;

/** A run was asked to stop before it had a state that could be kept. */
public final class StoppedException extends MobileNetException {
  private static final long serialVersionUID = 1L;

  StoppedException(String message) {
    super(message);
  }
}
