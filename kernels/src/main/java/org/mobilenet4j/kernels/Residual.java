package org.mobilenet4j.kernels;

/** Whether a matrix product adds a residual to its sums before the activation. */
public enum Residual {
  /** Nothing is added. */
  NONE,
  /** A residual of the size of the output is added. */
  ADDED
}
