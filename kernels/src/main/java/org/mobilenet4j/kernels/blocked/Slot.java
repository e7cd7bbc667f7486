package org.mobilenet4j.kernels.blocked;

import org.jspecify.annotations.Nullable;

/**
 * Where a plan finds a kernel: the kernel behind it may be replaced by an equal one that C2 has
 * compiled better.
 *
 * @param <K> the interface of the kernel
 */
final class Slot<K> implements Pupil.Place<K> {
  private final Variant<K> variant;
  private final Definer otherTiles;
  private volatile boolean trained;
  // Not volatile: who may use kernels in training learns so from a volatile that is written later.
  private @Nullable K kernel;
  private @Nullable Pupil<K> pupil;

  /**
   * @param variant the kernel
   * @param otherTiles makes those that may have to do its work
   */
  Slot(Variant<K> variant, Definer otherTiles) {
    this.variant = variant;
    this.otherTiles = otherTiles;
  }

  Variant<K> variant() {
    return variant;
  }

  /** The kernel, defined when it is first asked for: a program that never runs needs none. */
  K kernel() {
    K made = kernel;
    return made != null ? made : define();
  }

  // Guarded: a definition that nobody has proved must not come after one that is proved.
  private synchronized K define() {
    K made = kernel;
    if (made == null) {
      made = GeneratedKernels.define(variant);
      kernel = made;
    }
    return made;
  }

  Definer otherTiles() {
    return otherTiles;
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

  @Override
  public synchronized void serve(K best) {
    kernel = best;
  }

  @Override
  public synchronized void graduate(K best) {
    kernel = best;
    pupil = null;
    trained = true;
  }
}
