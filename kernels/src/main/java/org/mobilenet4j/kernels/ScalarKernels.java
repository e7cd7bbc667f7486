package org.mobilenet4j.kernels;

/**
 * The reference: every operation in plain loops, written for reading. Other kernels must give equal
 * results; without the vector module this is what runs.
 */
public final class ScalarKernels extends CheckedKernels {
  /** The scalar kernels. */
  public ScalarKernels() {
    super(new ScalarMatrix(), new ScalarMaps(), new ScalarElements());
  }

  @Override
  public String name() {
    return "scalar";
  }

  /** The name: what a log or a debugger shows of a plan's kernels. */
  @Override
  public String toString() {
    return name();
  }

  @Override
  public int rowGrain() {
    return 1;
  }

  @Override
  public int columnGrain() {
    return 4;
  }
}
