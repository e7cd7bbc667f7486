package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.kernels.Floats;
import org.mobilenet4j.kernels.Gang;
import org.mobilenet4j.kernels.ScalarKernels;
import org.mobilenet4j.kernels.blocked.TrainingReport;

/** The way to full speed with a training that is made up. */
class WarmUpTest {
  private static final long HALF_A_SECOND = 500_000_000L;

  private final AtomicInteger fastRuns = new AtomicInteger();
  private final Program fast = program(fastRuns);
  private final Program fallback = program(new AtomicInteger());
  private final Program slow = program(new AtomicInteger());
  private final AtomicInteger slowPrograms = new AtomicInteger();
  private final List<Long> limits = new ArrayList<>();
  private boolean anotherTrains;
  private boolean doneByAnother;

  private static Program program(AtomicInteger runs) {
    Step step =
        new Step(
            "counting",
            List.of("node"),
            List.of(new StepPart(LayerType.OTHER, 0)),
            3,
            1,
            (workspace, member, from, to) -> {
              assertThat(workspace).hasSize(4);
              assertThat(member.scratch().array()).hasSize(2);
              assertThat(from).isZero();
              assertThat(to).isEqualTo(3);
              assertThat(Arrays.copyOf(workspace, 4)).startsWith(0f, 0f);
              runs.incrementAndGet();
            });
    return new Program(
        List.of(step), new Program.Memory(4, InputPlace.bare(0, 1, 2), 2, 2, List.of()), List.of());
  }

  private enum Outcome {
    TRAINED,
    NOT_COMPILED,
    WRONG
  }

  /** A training that needs all the time it gets, and each time comes out so. */
  private WarmUp warmUp(Outcome... outcomes) {
    AtomicInteger calls = new AtomicInteger();
    return new WarmUp(
        new WarmUp.Training() {
          @Override
          public boolean isDone() {
            return doneByAnother;
          }

          @Override
          public Optional<TrainingReport> trainUnlessBusy(long limitNanos) {
            return anotherTrains ? Optional.empty() : Optional.of(train(limitNanos));
          }

          @Override
          public TrainingReport train(long limitNanos) {
            if (doneByAnother) {
              return new TrainingReport(List.of(), 0);
            }
            limits.add(limitNanos);
            Outcome outcome = outcomes[Math.min(outcomes.length - 1, calls.getAndIncrement())];
            boolean compiled = outcome != Outcome.NOT_COMPILED;
            boolean right = outcome == Outcome.TRAINED;
            return new TrainingReport(
                List.of(
                    new TrainingReport.Kernel(
                        "kernel", right, compiled, false, compiled ? 1 : 0, 1, 1, "kernel")),
                limitNanos);
          }
        },
        fast,
        () -> fallback,
        () -> {
          slowPrograms.incrementAndGet();
          return slow;
        });
  }

  @Test
  void finishing_trains_and_goes_to_full_speed() {
    WarmUp warmUp = warmUp(Outcome.TRAINED);
    assertThat(warmUp.program()).isSameAs(slow);
    assertThat(warmUp.report()).isEmpty();

    warmUp.finish();

    assertThat(warmUp.program()).isSameAs(fast);
    assertThat(warmUp.report().orElseThrow().succeeded()).isTrue();
    assertThat(limits).containsExactly(WarmUp.TRAINING_LIMIT_NANOS);
  }

  @Test
  void what_is_not_compiled_after_thirty_seconds_goes_on_in_the_slow_way() {
    WarmUp warmUp = warmUp(Outcome.NOT_COMPILED);

    warmUp.finish();

    assertThat(limits).containsExactly(30_000_000_000L);
    assertThat(warmUp.program()).isSameAs(slow);
    assertThat(warmUp.report().orElseThrow().succeeded()).isFalse();
    warmUp.rehearse(new float[4], new Member(new Floats(new float[2], 0)));
    assertThat(fastRuns).hasValue(0);
  }

  @Test
  void the_thirty_seconds_count_all_that_images_have_waited() {
    WarmUp warmUp = warmUp(Outcome.NOT_COMPILED);

    for (int image = 0; image < 100; image++) {
      warmUp.spent(2 * HALF_A_SECOND);
    }

    assertThat(limits).hasSize(60).containsOnly(HALF_A_SECOND);
    assertThat(warmUp.program()).isSameAs(slow);
  }

  @Test
  void finishing_has_the_time_that_images_have_left_of_the_thirty_seconds() {
    WarmUp warmUp = warmUp(Outcome.NOT_COMPILED, Outcome.TRAINED);
    warmUp.spent(0);
    warmUp.spent(2 * HALF_A_SECOND);

    warmUp.finish();

    assertThat(limits).containsExactly(HALF_A_SECOND, 30_000_000_000L - HALF_A_SECOND);
    assertThat(warmUp.program()).isSameAs(fast);
  }

  @Test
  void a_jvm_that_compiles_kernels_wrongly_runs_the_fallback() {
    WarmUp warmUp = warmUp(Outcome.WRONG);

    warmUp.finish();

    assertThat(warmUp.program()).isSameAs(fallback);
    assertThat(warmUp.report().orElseThrow().foundMistake()).isTrue();
    warmUp.rehearse(new float[4], new Member(new Floats(new float[2], 0)));
    assertThat(fastRuns).hasValue(0);
  }

  @Test
  void the_first_image_trains_nothing_whatever_it_costs() {
    WarmUp warmUp = warmUp(Outcome.TRAINED);

    warmUp.spent(4 * HALF_A_SECOND);

    assertThat(limits).isEmpty();
    assertThat(warmUp.program()).isSameAs(slow);
  }

  @Test
  void the_second_image_trains_for_the_first_one_as_well() {
    WarmUp warmUp = warmUp(Outcome.TRAINED);

    warmUp.spent(HALF_A_SECOND / 4);
    warmUp.spent(HALF_A_SECOND / 8);

    assertThat(limits).containsExactly(HALF_A_SECOND / 4 + HALF_A_SECOND / 8);
  }

  @ParameterizedTest(name = "{0} ns: trains {1} ns")
  @CsvSource({"70000000, 70000000", "4000000000, 500000000"})
  void later_images_train_as_long_as_they_took_half_a_second_at_most(long took, long trains) {
    WarmUp warmUp = warmUp(Outcome.TRAINED);
    warmUp.spent(0);

    warmUp.spent(took);

    assertThat(limits).containsExactly(trains);
    assertThat(warmUp.program()).isSameAs(fast);
  }

  @Test
  void the_time_of_short_images_is_saved_up() {
    WarmUp warmUp = warmUp(Outcome.TRAINED);
    long quarter = WarmUp.SHORTEST_SLICE_NANOS / 4;
    warmUp.spent(0);

    for (int image = 0; image < 3; image++) {
      warmUp.spent(quarter);
    }
    assertThat(limits).isEmpty();
    warmUp.spent(quarter);

    assertThat(limits).containsExactly(4 * quarter);
  }

  @Test
  void an_image_that_comes_as_the_plan_settles_makes_no_slow_program_again() throws Exception {
    WarmUp warmUp = warmUp(Outcome.TRAINED);
    List<Program> programs = new ArrayList<>();
    Thread image = new Thread(() -> programs.add(warmUp.program()));

    synchronized (warmUp) { // which the image needs for the slow program
      image.start();
      while (image.getState() != Thread.State.BLOCKED) {
        Thread.onSpinWait();
      }
      warmUp.finish();
    }
    image.join();

    assertThat(programs).containsExactly(fast);
    assertThat(slowPrograms).hasValue(0);
  }

  @Test
  void an_image_does_not_wait_for_another_plan_that_trains() {
    WarmUp warmUp = warmUp(Outcome.TRAINED);

    anotherTrains = true;
    warmUp.spent(0);
    warmUp.spent(HALF_A_SECOND);
    assertThat(limits).isEmpty();
    assertThat(warmUp.program()).isSameAs(slow);

    anotherTrains = false;
    warmUp.spent(HALF_A_SECOND);
    assertThat(limits).containsExactly(HALF_A_SECOND);
    assertThat(warmUp.program()).isSameAs(fast);
  }

  @Test
  void what_another_plan_has_trained_meanwhile_serves_from_the_next_image_on() {
    WarmUp warmUp = warmUp(Outcome.NOT_COMPILED);
    warmUp.spent(0);
    warmUp.spent(HALF_A_SECOND);
    assertThat(limits).hasSize(1);
    assertThat(warmUp.program()).isSameAs(slow);

    doneByAnother = true;
    warmUp.spent(1);

    assertThat(warmUp.program()).isSameAs(fast);
    assertThat(warmUp.report().orElseThrow().succeeded()).isTrue();
  }

  @Test
  void usable_kernels_serve_while_slow_ones_are_made_anew() {
    WarmUp warmUp = warmUp(Outcome.TRAINED);
    warmUp.spent(0);
    warmUp.spent(HALF_A_SECOND);
    assertThat(warmUp.program()).isSameAs(fast);

    for (int image = 0; image < 100; image++) {
      warmUp.spent(2 * HALF_A_SECOND);
    }

    assertThat(limits).hasSize(60).containsOnly(HALF_A_SECOND);
    assertThat(warmUp.program()).isSameAs(fast);
  }

  @Test
  void a_rehearsal_runs_the_whole_program_some_times_on_zeros_and_only_once() {
    WarmUp warmUp = warmUp(Outcome.TRAINED);
    warmUp.rehearse(new float[4], new Member(new Floats(new float[2], 0)));
    assertThat(fastRuns).hasValue(0);
    warmUp.finish();

    warmUp.rehearse(new float[] {1, 1, 1, 1}, new Member(new Floats(new float[2], 0)));
    int runs = fastRuns.get();
    warmUp.rehearse(new float[4], new Member(new Floats(new float[2], 0)));

    assertThat(runs).isGreaterThanOrEqualTo(Rehearsal.FEWEST_AFTER_TRAINING);
    assertThat(fastRuns).hasValue(runs);
  }

  @Test
  void a_plan_that_needs_no_training_runs_on_zeros_too_and_only_once() {
    AtomicInteger runs = new AtomicInteger();
    Step step =
        new Step(
            "counting",
            List.of("node"),
            List.of(new StepPart(LayerType.OTHER, 0)),
            1,
            1,
            (_, _, _, _) -> runs.incrementAndGet());
    Program program = new Program(List.of(step), fast.memory(), List.of());
    Plan plan = new Plan(TestNetworks.residual(), new ScalarKernels(), program, Optional.empty());
    try (Session session = new Session(plan, Gang.ofExactly(1))) {
      session.warmUp();
      int warm = runs.get();
      session.warmUp();

      assertThat(warm).isGreaterThan(1);
      assertThat(runs).hasValue(warm);
    }
  }
}
