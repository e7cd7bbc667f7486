package org.mobilenet4j.benchmarks.kernels;

/** One layer with its kernels, weights and input. */
interface BoundLayer {
  /**
   * Computes the layer.
   *
   * @return the array that holds the result, in whatever layout the kernels have
   */
  float[] run();

  /**
   * @return the result of the last run, {@code [height, width, channels]}
   */
  float[] channelsLast();
}
