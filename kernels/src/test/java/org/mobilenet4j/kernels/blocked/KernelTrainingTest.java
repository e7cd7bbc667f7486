package org.mobilenet4j.kernels.blocked;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.VectorKernels;

class KernelTrainingTest {
  private static final long LIMIT_NANOS = 60_000_000_000L;

  @Test
  void training_proves_each_kernel_once() {
    BlockedKernels kernels = new VectorKernels().blocked();
    kernels.dense(8, 16, Tail.RELU6, Trial.numbers(128, 1), Trial.numbers(16, 2));

    assertThat(kernels.isTrained()).isFalse();
    TrainingReport first = kernels.train(LIMIT_NANOS);
    TrainingReport second = kernels.train(LIMIT_NANOS);

    assertThat(kernels.isTrained()).isTrue();
    assertThat(first.kernels())
        .singleElement()
        .satisfies(kernel -> {
          assertThat(kernel.name()).startsWith("dense_").endsWith("_relu6");
          assertThat(kernel.right()).isTrue();
        });
    assertThat(second.kernels()).isEmpty();
    assertThat(second.succeeded()).isTrue();
  }

  @Test
  void training_leaves_for_the_next_call_what_its_time_does_not_suffice_for() {
    BlockedKernels kernels = new VectorKernels().blocked();
    kernels.dense(8, 16, Tail.RELU, Trial.numbers(128, 1), Trial.numbers(16, 2));

    TrainingReport none = kernels.train(0);

    assertThat(none.succeeded()).isFalse();
    assertThat(none.foundMistake()).isFalse();
    assertThat(kernels.isTrained()).isFalse();
    assertThat(kernels.train(LIMIT_NANOS).succeeded()).isTrue();
  }
}
