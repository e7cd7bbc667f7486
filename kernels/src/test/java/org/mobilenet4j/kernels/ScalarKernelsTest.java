package org.mobilenet4j.kernels;

final class ScalarKernelsTest extends KernelsContract {
  private static final Kernels KERNELS = new ScalarKernels();

  @Override
  Kernels kernels() {
    return KERNELS;
  }
}
