package org.mobilenet4j.kernels;

final class VectorKernels256Test extends KernelsContract {
  private static final Kernels KERNELS = new VectorKernels(256);

  @Override
  Kernels kernels() {
    return KERNELS;
  }
}
