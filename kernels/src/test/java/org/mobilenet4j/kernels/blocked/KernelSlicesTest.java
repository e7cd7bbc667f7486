package org.mobilenet4j.kernels.blocked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobilenet4j.kernels.blocked.MadeUpMachine.boxed;
import static org.mobilenet4j.kernels.blocked.MadeUpMachine.late;
import static org.mobilenet4j.kernels.blocked.MadeUpMachine.slower;
import static org.mobilenet4j.kernels.blocked.MadeUpMachine.wrong;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.blocked.MadeUpMachine.Made;

/** Training whose time ends before all is done, and goes on later. */
class KernelSlicesTest {
  private static final long LIMIT_NANOS = 30_000_000_000L;

  private final MadeUpMachine machine = new MadeUpMachine();

  @Test
  void when_time_is_over_a_slow_kernel_can_be_used_and_is_tried_again_the_next_time() {
    long enoughToCompile = 400_000_000;
    Pupil<?> pupil = machine.pupil(slower("a", 2), boxed("a"), slower("a", 1));

    TrainingReport first = machine.train(enoughToCompile, pupil);

    assertThat(first.succeeded()).isTrue();
    assertThat(first.nanos()).isLessThan(2 * enoughToCompile);
    assertThat(machine.graduates()).isEmpty();

    TrainingReport second = machine.train(LIMIT_NANOS, pupil);

    assertThat(second.succeeded()).isTrue();
    assertThat(second.kernels().getFirst().definitions()).isEqualTo(3);
    assertThat(machine.graduates()).containsExactly("a 1.0");
  }

  @Test
  void a_wrong_kernel_is_no_mistake_while_there_is_another_way() {
    long enoughToCompile = 400_000_000;
    Pupil<?> pupil = machine.pupil(wrong("a"), boxed("a"), slower("a", 1));

    TrainingReport first = machine.train(enoughToCompile, pupil);

    assertThat(first.foundMistake()).isFalse();
    assertThat(first.succeeded()).isFalse();
    assertThat(machine.train(LIMIT_NANOS, pupil).succeeded()).isTrue();
    assertThat(machine.graduates()).containsExactly("a 1.0");
  }

  @Test
  void a_kernel_that_stays_boxed_is_defined_anew_in_slices_too() {
    KernelTraining training = machine.training();
    List<Pupil<?>> pupils =
        List.of(machine.pupil(slower("a", 1)), machine.pupil(boxed("b"), slower("b", 1)));

    for (int slice = 0; slice < 60 && machine.graduates().size() < 2; slice++) {
      training.teach(pupils.subList(machine.graduates().size(), 2), 500_000_000);
    }

    assertThat(machine.graduates()).containsExactly("a 1.0", "b 1.0");
  }

  @Test
  void the_verdict_counts_kernels_that_were_trained_before() {
    KernelTraining training = machine.training();
    training.teach(
        List.of(
            machine.pupil(slower("a", 1)),
            machine.pupil(slower("b", 1)),
            machine.pupil(slower("c", 1))),
        LIMIT_NANOS);

    TrainingReport late =
        training.teach(List.of(machine.pupil(slower("late", 1.4), slower("late", 1))), LIMIT_NANOS);

    assertThat(late.kernels().getFirst().definitions()).isEqualTo(2);
    assertThat(machine.graduates()).endsWith("late 1.0");
  }

  @Test
  void time_ends_within_a_round_and_the_next_goes_on_with_the_others() {
    long limit = 100_000_000;
    KernelTraining training = machine.training();
    List<Made> many = new ArrayList<>();
    List<Pupil<?>> pupils = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Made boxed = boxed("boxed " + i);
      many.add(boxed);
      pupils.add(machine.pupil(boxed));
    }

    long aRoundOfOneAndAPause = 5_000_000;
    assertThat(training.teach(pupils, limit).nanos()).isLessThan(limit + aRoundOfOneAndAPause);
    int calls = many.getLast().calls();
    for (int slice = 1; slice < 5; slice++) {
      training.teach(pupils, limit);
    }

    int emptyCallsAtFirst = 250;
    assertThat(calls).isEqualTo(emptyCallsAtFirst);
    assertThat(many.getLast().calls()).isGreaterThan(2 * emptyCallsAtFirst);
  }

  @Test
  void an_interrupt_ends_one_pause_and_is_seen_after_the_training() {
    List<Long> pauses = new ArrayList<>();
    KernelTraining training =
        machine.training(() -> {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          pauses.add(machine.pause());
        });

    Thread.currentThread().interrupt();
    TrainingReport report = training.teach(List.of(machine.pupil(slower("a", 1))), LIMIT_NANOS);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.succeeded()).isTrue();
    assertThat(pauses).isNotEmpty();
  }

  @Test
  void a_slow_kernel_takes_the_place_of_a_wrong_one_when_time_is_over() {
    long enoughToCompileTwo = 800_000_000;
    Pupil<?> pupil = machine.pupil(wrong("a"), slower("a", 2), boxed("tiles"));

    TrainingReport report = machine.train(enoughToCompileTwo, pupil);

    assertThat(report.succeeded()).isTrue();
    assertThat(report.kernels().getFirst().definitions()).isEqualTo(3);
    assertThat(machine.serving()).containsExactly("a 2.0");
    assertThat(machine.graduates()).isEmpty();
  }

  @Test
  void a_slow_kernel_serves_from_slice_to_slice_until_a_better_one_is_made() {
    long enoughToCompileTwo = 800_000_000;
    Pupil<?> pupil = machine.pupil(wrong("a"), slower("a", 2), late("tiles", 1.1));

    assertThat(machine.train(enoughToCompileTwo, pupil).succeeded()).isTrue();
    assertThat(machine.train(1_000_000, pupil).succeeded()).isTrue();
    assertThat(machine.serving()).containsExactly("a 2.0", "a 2.0");
    assertThat(machine.graduates()).isEmpty();

    assertThat(machine.train(LIMIT_NANOS, pupil).succeeded()).isTrue();
    assertThat(machine.graduates()).containsExactly("tiles 1.1");
  }

  @Test
  void a_wrong_kernel_is_no_mistake_while_the_last_way_is_tried() {
    long enoughToCompile = 400_000_000;
    Pupil<?> pupil = machine.pupil(wrong("a"), late("tiles", 1));

    TrainingReport first = machine.train(enoughToCompile, pupil);

    assertThat(first.foundMistake()).isFalse();
    assertThat(first.succeeded()).isFalse();
    assertThat(machine.serving()).isEmpty();
    assertThat(machine.train(LIMIT_NANOS, pupil).succeeded()).isTrue();
    assertThat(machine.graduates()).containsExactly("tiles 1.0");
  }

  @Test
  void nothing_is_judged_before_the_yardstick_is_compiled() {
    long enoughToCompile = 400_000_000;
    machine.slowYardstick(1_000);
    Pupil<?> pupil = machine.pupil(slower("a", 2), slower("a", 1));

    assertThat(machine.train(enoughToCompile, pupil).succeeded()).isFalse();
    assertThat(machine.graduates()).isEmpty();

    machine.slowYardstick(1);
    assertThat(machine.train(LIMIT_NANOS, pupil).succeeded()).isTrue();
    assertThat(machine.graduates()).containsExactly("a 1.0");
  }
}
