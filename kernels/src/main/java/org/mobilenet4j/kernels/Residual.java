package org.mobilenet4j.kernels;

/** Whether a matrix product adds a residual to its sums before the activation. */
enum Residual {
  NONE,
  ADDED
}
