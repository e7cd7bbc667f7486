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
   * @param compiled whether the JVM compiled it in time; no for one that it compiled wrongly, as
   *     long as there is something left to try; yes for what is right
   * @param slow whether it is right, but slower than kernels usually are: nothing that was tried
   *     came out better, or time was over
   * @param multiplyAddsPerNano its speed on a small piece of work
   * @param efficiency the same as a share of what loads, stores and sums of that work allow at the
   *     machine's peak; good kernels are near 1, some above it
   * @param definitions how often it was defined, with the same tile and others, until the JVM
   *     compiled it well or there was nothing left to try
   * @param servedBy the class that does its work: its own name, or those of other tiles
   */
  public record Kernel(
      String name,
      boolean right,
      boolean compiled,
      boolean slow,
      double multiplyAddsPerNano,
      double efficiency,
      int definitions,
      String servedBy) {
    /**
     * @return whether other tiles than its own do its work
     */
    public boolean replaced() {
      return !servedBy.equals(name);
    }
  }

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
