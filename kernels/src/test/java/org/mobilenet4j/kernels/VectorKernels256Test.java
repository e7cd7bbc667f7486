package org.mobilenet4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VectorKernels256Test extends KernelsContract {
  private static final Kernels KERNELS = new VectorKernels(256);

  @Override
  Kernels kernels() {
    return KERNELS;
  }

  @Test
  void they_are_printed_by_their_name() {
    assertThat(KERNELS).hasToString("vector-256");
  }
}
