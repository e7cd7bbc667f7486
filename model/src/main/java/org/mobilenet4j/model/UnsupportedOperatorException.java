package org.mobilenet4j.model;

import org.mobilenet4j.network.MobileNetException;

/** A file that is sound but holds an operator, attribute or setting that we do not run. */
public final class UnsupportedOperatorException extends MobileNetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence that names the node, the operator or attribute, and what is
   *     supported
   */
  public UnsupportedOperatorException(String message) {
    super(message);
  }

  /**
   * @param file what holds the operator
   * @param refusal the same without the file
   * @return a refusal that names the file
   */
  public static UnsupportedOperatorException in(String file, UnsupportedOperatorException refusal) {
    return new UnsupportedOperatorException(
        "%s: %s".formatted(file, refusal.getMessage()), refusal);
  }

  private UnsupportedOperatorException(String message, Throwable cause) {
    super(message, cause);
  }
}
