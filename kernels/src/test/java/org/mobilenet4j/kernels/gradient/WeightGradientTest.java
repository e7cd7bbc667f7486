package org.mobilenet4j.kernels.gradient;

import org.junit.jupiter.api.Nested;
import org.mobilenet4j.kernels.VectorKernels;

final class WeightGradientTest {
  private static GradientKernels vectors(int bits) {
    return new VectorGradientKernels(new VectorKernels(bits).blocked());
  }

  @Nested
  final class Scalar extends WeightGradientContract {
    private static final GradientKernels KERNELS = new ScalarGradientKernels();

    @Override
    GradientKernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  final class Vectors128 extends WeightGradientContract {
    private static final GradientKernels KERNELS = vectors(128);

    @Override
    GradientKernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  final class Vectors256 extends WeightGradientContract {
    private static final GradientKernels KERNELS = vectors(256);

    @Override
    GradientKernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  final class Vectors512 extends WeightGradientContract {
    private static final GradientKernels KERNELS = vectors(512);

    @Override
    GradientKernels kernels() {
      return KERNELS;
    }
  }
}
