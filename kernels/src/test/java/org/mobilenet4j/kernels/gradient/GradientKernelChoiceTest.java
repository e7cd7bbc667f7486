package org.mobilenet4j.kernels.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.KernelChoice;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.kernels.blocked.BlockedKernels;

final class GradientKernelChoiceTest {
  private static final long LIMIT_NANOS = 60_000_000_000L;

  @Test
  void one_trains_on_vectors_where_one_computes_on_them() {
    GradientKernelChoice choice = GradientKernelChoice.best();

    boolean vectors = KernelChoice.best().kernels() instanceof VectorKernels;
    assertThat(choice.kernels() instanceof VectorGradientKernels).isEqualTo(vectors);
    assertThat(choice.generated().isPresent()).isEqualTo(vectors);
    assertThat(choice.reason()).isEqualTo(KernelChoice.best().reason());
  }

  @Test
  void warm_kernels_are_compiled_and_those_that_were_chosen() {
    GradientKernelChoice choice = GradientKernelChoice.best();
    choice.kernels().product(8, 8, new int[] {12}, GradientKernels.Writing.SET);

    GradientKernelChoice warm = choice.warmedUp(LIMIT_NANOS);

    assertThat(warm).isEqualTo(choice);
    assertThat(choice.generated().stream()).allMatch(BlockedKernels::isTrained);
  }

  @Test
  void scalar_kernels_need_no_warming() {
    GradientKernelChoice scalar = GradientKernelChoice.scalar("For a test.");

    assertThat(scalar.warmedUp(LIMIT_NANOS)).isSameAs(scalar);
    assertThat(scalar.kernels()).isInstanceOf(ScalarGradientKernels.class);
  }
}
