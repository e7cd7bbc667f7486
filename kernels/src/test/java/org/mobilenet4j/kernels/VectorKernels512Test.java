package org.mobilenet4j.kernels;

final class VectorKernels512Test extends KernelsContract {
  private static final Kernels KERNELS = new VectorKernels(512);

  @Override
  Kernels kernels() {
    return KERNELS;
  }
}
