package org.mobilenet4j.kernels.blocked;

import org.jspecify.annotations.Nullable;

/**
 * Where a plan finds a kernel: the kernel behind it may be replaced by an equal one that C2 has
 * compiled better.
 *
 * @param <K> the interface of the kernel
 */
final class Slot<K> {
  private final Variant<K> variant;
  private volatile boolean trained;
  // Not volatile: another thread's or an old kernel computes the same bits.
  private @Nullable K kernel;
  private @Nullable Pupil<K> pupil;

  Slot(Variant<K> variant) {
    this.variant = variant;
  }

  Variant<K> variant() {
    return variant;
  }

  /** The kernel, defined when it is first asked for: a program that never runs needs none. */
  K kernel() {
    K made = kernel;
    if (made == null) {
      made = GeneratedKernels.define(variant);
      kernel = made;
    }
    return made;
  }

  boolean trained() {
    return trained;
  }

  /** Its training, which goes on where it stopped; one thread trains at a time. */
  Pupil<K> pupil() {
    Pupil<K> begun = pupil;
    if (begun == null) {
      begun = Pupil.of(this, System::nanoTime);
      pupil = begun;
    }
    return begun;
  }

  /** Takes the kernel that came out of training. */
  void graduate(K best) {
    kernel = best;
    pupil = null;
    trained = true;
  }
}
