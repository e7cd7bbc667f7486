package org.mobilenet4j.kernels.blocked;

/**
 * Where a plan finds a kernel: the kernel behind it may be replaced by an equal one that C2 has
 * compiled better.
 *
 * @param <K> the interface of the kernel
 */
final class Slot<K> {
  private final Variant<K> variant;
  private volatile boolean trained;
  // Not volatile: an old kernel computes the same bits as the new one.
  private K kernel;

  Slot(Variant<K> variant) {
    this.variant = variant;
    this.kernel = GeneratedKernels.define(variant);
  }

  Variant<K> variant() {
    return variant;
  }

  K kernel() {
    return kernel;
  }

  boolean trained() {
    return trained;
  }

  /** Takes the kernel that came out of training. */
  void graduate(K best) {
    kernel = best;
    trained = true;
  }
}
