package org.mobilenet4j.kernels;

final class VectorKernels128Test extends KernelsContract {
  private static final Kernels KERNELS = new VectorKernels(128);

  @Override
  Kernels kernels() {
    return KERNELS;
  }
}
