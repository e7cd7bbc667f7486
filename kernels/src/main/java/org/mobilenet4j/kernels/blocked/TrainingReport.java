package org.mobilenet4j.kernels.blocked;

import java.util.List;

/**
 * What came of training kernels.
 *
 * @param kernels one entry for each that was trained
 * @param nanos how long it took
 */
public record TrainingReport(List<Kernel> kernels, long nanos) {
  /**
   * One kernel.
   *
   * @param name operation, tile and fused tail
   * @param right whether it computes what its definition says, to the bit
   * @param compiled whether the JVM compiled it in time
   * @param multiplyAddsPerNano its speed on a small piece of work
   * @param definitions how often it was defined until the JVM compiled it well
   */
  public record Kernel(
      String name, boolean right, boolean compiled, double multiplyAddsPerNano, int definitions) {}

  /** Keeps its own copy of the kernels. */
  public TrainingReport {
    kernels = List.copyOf(kernels);
  }

  /**
   * @return whether a compiled kernel does not compute what its definition says
   */
  public boolean foundMistake() {
    return kernels.stream().anyMatch(kernel -> kernel.compiled() && !kernel.right());
  }

  /**
   * @return whether all kernels are right and compiled
   */
  public boolean succeeded() {
    return kernels.stream().allMatch(kernel -> kernel.right() && kernel.compiled());
  }
}
