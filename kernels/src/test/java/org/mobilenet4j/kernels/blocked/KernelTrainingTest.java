package org.mobilenet4j.kernels.blocked;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.VectorKernels;

class KernelTrainingTest {
  private static final DenseVariant VARIANT = new DenseVariant(new Panel(1, 8), Tail.RELU6);
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

  private static void layer(BlockedKernels kernels, Tail tail) {
    kernels.dense(8, 16, tail, Trial.numbers(128, 1), Trial.numbers(16, 2));
  }

  @Test
  void kernels_that_only_others_asked_for_are_neither_trained_nor_waited_for() {
    BlockedKernels first = new VectorKernels().blocked();
    BlockedKernels second = first.apart(0);
    BlockedKernels third = first.apart(0);
    layer(first, Tail.RELU6);
    layer(second, Tail.RELU);
    layer(third, Tail.RELU6);

    TrainingReport report = first.train(LIMIT_NANOS);

    assertThat(report.kernels())
        .singleElement()
        .satisfies(kernel -> assertThat(kernel.name()).endsWith("_relu6"));
    assertThat(first.isTrained()).isTrue();
    assertThat(second.isTrained()).isFalse();
    assertThat(third.isTrained()).isTrue(); // it shares the first one's
    layer(third, Tail.RELU);
    assertThat(third.isTrained()).isFalse();
  }

  @Test
  void who_does_not_wait_trains_nothing_while_another_thread_trains() throws Exception {
    CountDownLatch training = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicLong nanos = new AtomicLong();
    KernelTraining kernels =
        new KernelTraining(
            nanos::get,
            () -> {
              training.countDown();
              goOn.await();
              nanos.addAndGet(LIMIT_NANOS);
            },
            () -> Yardstick.ofLanes(8));
    List<Slot<?>> slots = List.of(new Slot<>(VARIANT, new Definer(Optional.empty())));
    Thread other = new Thread(() -> kernels.train(slots, LIMIT_NANOS));
    other.start();
    training.await();

    assertThat(kernels.trainUnlessBusy(slots, LIMIT_NANOS)).isEmpty();
    goOn.countDown();
    other.join();

    assertThat(kernels.trainUnlessBusy(slots, LIMIT_NANOS)).isPresent();
  }
}
