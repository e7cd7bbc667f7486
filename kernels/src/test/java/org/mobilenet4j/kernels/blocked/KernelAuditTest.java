package org.mobilenet4j.kernels.blocked;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The training and its audit with kernels, a clock and a machine that are made up. */
class KernelAuditTest {
  private static final long LIMIT_NANOS = 30_000_000_000L;
  private static final int NEVER = Integer.MAX_VALUE;
  private static final int SOON = 700;

  /** Vector multiply-adds of a tile; each takes a nanosecond. */
  private static final int VECTORS = 100;

  private static final int LANES = 8;

  private long nanos;
  private long yardstickSlowness = 1;
  private final List<String> graduates = new ArrayList<>();
  private final List<String> serving = new ArrayList<>();

  /** A kernel as C2 might compile it: how slow, after how many calls, and whether rightly. */
  private static final class Made {
    private final String name;
    private final double slowness;
    private final int compiledAfter;
    private final boolean right;
    private int calls;

    Made(String name, double slowness, int compiledAfter, boolean right) {
      this.name = name;
      this.slowness = slowness;
      this.compiledAfter = compiledAfter;
      this.right = right;
    }
  }

  private static Made slower(String name, double slowness) {
    return new Made(name, slowness, SOON, true);
  }

  private static Made wrong(String name) {
    return new Made(name, 1, SOON, false);
  }

  private static Made boxed(String name) {
    return new Made(name, 1, NEVER, true);
  }

  private final Trial<Made> trial =
      new Trial<>() {
        @Override
        public void run(Made kernel, int tiles) {
          kernel.calls++;
          double tileNanos =
              kernel.calls > kernel.compiledAfter ? kernel.slowness * VECTORS : 1000.0 * VECTORS;
          nanos += (long) (tiles * tileNanos);
        }

        @Override
        public boolean isRight(Made kernel) {
          return kernel.right;
        }

        @Override
        public long multiplyAdds() {
          return (long) VECTORS * LANES;
        }

        @Override
        public Effort effort() {
          return new Effort((long) MOST_TILES * VECTORS * LANES, MOST_TILES * VECTORS);
        }
      };

  private static final class Peak implements Yardstick {
    private final KernelAuditTest test;

    Peak(KernelAuditTest test) {
      this.test = test;
    }

    @Override
    public void run(int rounds) {
      test.nanos += test.yardstickSlowness * 10L * rounds;
    }

    @Override
    public int vectorsPerRound() {
      return 10;
    }
  }

  /** A pupil that is first this and then, try by try, the others. */
  private Pupil<?> pupil(Made first, Made... others) {
    return new Pupil<>(
        first.name,
        trial,
        first,
        Arrays.stream(others).map(made -> new Pupil.Way<>(made.name, () -> made)).toList(),
        new Pupil.Place<Made>() {
          @Override
          public void serve(Made best) {
            serving.add(best.name + " " + best.slowness);
          }

          @Override
          public void graduate(Made best) {
            graduates.add(best.name + " " + best.slowness);
          }
        },
        () -> nanos);
  }

  private TrainingReport train(long limitNanos, Pupil<?>... pupils) {
    return training().teach(List.of(pupils), limitNanos);
  }

  private KernelTraining training() {
    return new KernelTraining(() -> nanos, () -> nanos += 1_000_000, () -> new Peak(this));
  }

  private TrainingReport.Kernel trainOne(Made first, Made... others) {
    return train(LIMIT_NANOS, pupil(first, others)).kernels().getFirst();
  }

  @Test
  void good_kernels_are_defined_once() {
    TrainingReport report =
        train(LIMIT_NANOS, pupil(slower("a", 1), slower("a", 1)), pupil(slower("b", 1.1)));

    assertThat(report.succeeded()).isTrue();
    assertThat(report.kernels()).extracting(TrainingReport.Kernel::definitions).containsOnly(1);
    assertThat(report.kernels().getFirst().efficiency()).isEqualTo(1);
    assertThat(report.kernels().getFirst().multiplyAddsPerNano()).isEqualTo(LANES);
    assertThat(graduates).containsExactly("a 1.0", "b 1.1");
  }

  @Test
  void a_slow_kernel_is_defined_anew_though_it_is_the_only_one() {
    TrainingReport.Kernel kernel = trainOne(slower("a", 2), slower("a", 1), slower("a", 1));

    assertThat(kernel.definitions()).isEqualTo(2);
    assertThat(kernel.efficiency()).isEqualTo(1);
    assertThat(kernel.replaced()).isFalse();
    assertThat(graduates).containsExactly("a 1.0");
  }

  @Test
  void a_kernel_is_also_held_against_what_the_others_reach() {
    Made spilled = slower("spilled", 1.4);
    TrainingReport alone = train(LIMIT_NANOS, pupil(spilled, slower("spilled", 1)));
    TrainingReport among =
        train(
            LIMIT_NANOS,
            pupil(slower("a", 1)),
            pupil(slower("spilled", 1.4), slower("spilled", 1)),
            pupil(slower("b", 1)));

    assertThat(alone.kernels().getFirst().definitions()).isEqualTo(1);
    assertThat(among.kernels().get(1).definitions()).isEqualTo(2);
    assertThat(among.kernels().get(1).efficiency()).isEqualTo(1);
  }

  @Test
  void where_all_kernels_are_bad_none_is_good() {
    TrainingReport report =
        train(
            LIMIT_NANOS,
            pupil(slower("a", 2.2), slower("a", 1)),
            pupil(slower("b", 2.2), slower("b", 1)),
            pupil(slower("c", 2.2), slower("c", 1)));

    assertThat(report.kernels()).extracting(TrainingReport.Kernel::definitions).containsOnly(2);
    assertThat(graduates).containsExactly("a 1.0", "b 1.0", "c 1.0");
  }

  @Test
  void a_new_definition_that_is_no_better_is_dropped() {
    TrainingReport.Kernel kernel =
        trainOne(slower("a", 2), slower("a", 3), wrong("a"), boxed("a"), slower("tiles", 2.5));

    assertThat(kernel.definitions()).isEqualTo(5);
    assertThat(kernel.efficiency()).isEqualTo(0.5);
    assertThat(kernel.right()).isTrue();
    assertThat(kernel.compiled()).isTrue();
    assertThat(kernel.servedBy()).isEqualTo("a");
    assertThat(graduates).containsExactly("a 2.0");
  }

  @Test
  void a_kernel_that_stays_slow_is_replaced_by_other_tiles() {
    TrainingReport.Kernel kernel =
        trainOne(slower("a", 2), slower("a", 2), slower("a", 2), slower("tiles", 1.2));

    assertThat(kernel.name()).isEqualTo("a");
    assertThat(kernel.replaced()).isTrue();
    assertThat(kernel.servedBy()).isEqualTo("tiles");
    assertThat(graduates).containsExactly("tiles 1.2");
  }

  @Test
  void a_wrong_kernel_is_defined_anew() {
    TrainingReport report = train(LIMIT_NANOS, pupil(wrong("a"), slower("a", 1.1)));

    assertThat(report.foundMistake()).isFalse();
    assertThat(report.succeeded()).isTrue();
    assertThat(graduates).containsExactly("a 1.1");
  }

  @Test
  void a_kernel_that_stays_wrong_is_reported_and_never_used() {
    TrainingReport report =
        train(LIMIT_NANOS, pupil(wrong("a"), wrong("a"), wrong("a"), wrong("tiles")));

    assertThat(report.foundMistake()).isTrue();
    assertThat(report.kernels().getFirst().definitions()).isEqualTo(4);
    assertThat(graduates).isEmpty();
  }

  @Test
  void a_kernel_that_the_compiler_leaves_boxed_is_defined_anew() {
    TrainingReport report =
        train(LIMIT_NANOS, pupil(boxed("a"), slower("a", 1)), pupil(slower("b", 1)));

    assertThat(report.succeeded()).isTrue();
    assertThat(report.kernels().getFirst().definitions()).isEqualTo(2);
    assertThat(graduates).containsExactly("a 1.0", "b 1.0");
  }

  @Test
  void what_is_never_compiled_ends_with_the_time_and_hinders_no_other() {
    long limit = 5_000_000_000L;
    TrainingReport report =
        train(
            limit,
            pupil(boxed("a"), boxed("a"), boxed("a"), boxed("tiles")),
            pupil(slower("b", 1)));

    assertThat(report.succeeded()).isFalse();
    assertThat(report.foundMistake()).isFalse();
    assertThat(report.kernels().getFirst().compiled()).isFalse();
    assertThat(report.kernels().getFirst().multiplyAddsPerNano()).isZero();
    assertThat(report.nanos()).isBetween(limit, limit + 100_000_000);
    assertThat(graduates).containsExactly("b 1.0");
  }

  @Test
  void when_the_compiler_does_no_more_and_there_is_no_other_way_training_ends_before_its_time() {
    TrainingReport report =
        train(LIMIT_NANOS, pupil(boxed("a"), boxed("a"), boxed("tiles")), pupil(slower("b", 1)));

    assertThat(report.kernels().getFirst().definitions()).isEqualTo(3);
    assertThat(report.succeeded()).isFalse();
    assertThat(report.nanos()).isLessThan(LIMIT_NANOS);
    assertThat(graduates).containsExactly("b 1.0");
  }

  @Test
  void when_time_is_over_a_slow_kernel_can_be_used_and_is_tried_again_the_next_time() {
    long enoughToCompile = 400_000_000;
    Pupil<?> pupil = pupil(slower("a", 2), new Made("a", 1, NEVER, true), slower("a", 1));

    TrainingReport first = train(enoughToCompile, pupil);

    assertThat(first.succeeded()).isTrue();
    assertThat(first.nanos()).isLessThan(2 * enoughToCompile);
    assertThat(graduates).isEmpty();

    TrainingReport second = train(LIMIT_NANOS, pupil);

    assertThat(second.succeeded()).isTrue();
    assertThat(second.kernels().getFirst().definitions()).isEqualTo(3);
    assertThat(graduates).containsExactly("a 1.0");
  }

  @Test
  void a_wrong_kernel_is_no_mistake_while_there_is_another_way() {
    long enoughToCompile = 400_000_000;
    Pupil<?> pupil = pupil(wrong("a"), new Made("a", 1, NEVER, true), slower("a", 1));

    TrainingReport first = train(enoughToCompile, pupil);

    assertThat(first.foundMistake()).isFalse();
    assertThat(first.succeeded()).isFalse();
    assertThat(train(LIMIT_NANOS, pupil).succeeded()).isTrue();
    assertThat(graduates).containsExactly("a 1.0");
  }

  @Test
  void a_kernel_that_stays_boxed_is_defined_anew_in_slices_too() {
    KernelTraining training = training();
    List<Pupil<?>> pupils = List.of(pupil(slower("a", 1)), pupil(boxed("b"), slower("b", 1)));

    for (int slice = 0; slice < 60 && graduates.size() < 2; slice++) {
      training.teach(pupils.subList(graduates.size(), 2), 500_000_000);
    }

    assertThat(graduates).containsExactly("a 1.0", "b 1.0");
  }

  @Test
  void the_verdict_counts_kernels_that_were_trained_before() {
    KernelTraining training = training();
    training.teach(
        List.of(pupil(slower("a", 1)), pupil(slower("b", 1)), pupil(slower("c", 1))), LIMIT_NANOS);

    TrainingReport late =
        training.teach(List.of(pupil(slower("late", 1.4), slower("late", 1))), LIMIT_NANOS);

    assertThat(late.kernels().getFirst().definitions()).isEqualTo(2);
    assertThat(graduates).endsWith("late 1.0");
  }

  @Test
  void time_ends_within_a_round_and_the_next_goes_on_with_the_others() {
    long limit = 100_000_000;
    KernelTraining training = training();
    List<Made> many = new ArrayList<>();
    List<Pupil<?>> pupils = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Made boxed = boxed("boxed " + i);
      many.add(boxed);
      pupils.add(pupil(boxed));
    }

    long aRoundOfOneAndAPause = 5_000_000;
    assertThat(training.teach(pupils, limit).nanos()).isLessThan(limit + aRoundOfOneAndAPause);
    int calls = many.getLast().calls;
    for (int slice = 1; slice < 5; slice++) {
      training.teach(pupils, limit);
    }

    int emptyCallsOfASlice = 250;
    assertThat(calls).isEqualTo(emptyCallsOfASlice);
    assertThat(many.getLast().calls).isGreaterThan(5 * emptyCallsOfASlice);
  }

  @Test
  void an_interrupt_ends_one_pause_and_is_seen_after_the_training() {
    List<Long> pauses = new ArrayList<>();
    KernelTraining training =
        new KernelTraining(
            () -> nanos,
            () -> {
              if (Thread.interrupted()) {
                throw new InterruptedException();
              }
              nanos += 1_000_000;
              pauses.add(nanos);
            },
            () -> new Peak(this));

    Thread.currentThread().interrupt();
    TrainingReport report = training.teach(List.of(pupil(slower("a", 1))), LIMIT_NANOS);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.succeeded()).isTrue();
    assertThat(pauses).isNotEmpty();
  }

  @Test
  void a_slow_kernel_takes_the_place_of_a_wrong_one_when_time_is_over() {
    long enoughToCompileTwo = 800_000_000;
    Pupil<?> pupil = pupil(wrong("a"), slower("a", 2), boxed("tiles"));

    TrainingReport report = train(enoughToCompileTwo, pupil);

    assertThat(report.succeeded()).isTrue();
    assertThat(report.kernels().getFirst().definitions()).isEqualTo(3);
    assertThat(serving).containsExactly("a 2.0");
    assertThat(graduates).isEmpty();
  }

  @Test
  void a_slow_kernel_serves_from_slice_to_slice_until_a_better_one_is_made() {
    long enoughToCompileTwo = 800_000_000;
    Pupil<?> pupil = pupil(wrong("a"), slower("a", 2), new Made("tiles", 1.1, 20_000, true));

    assertThat(train(enoughToCompileTwo, pupil).succeeded()).isTrue();
    assertThat(train(1_000_000, pupil).succeeded()).isTrue();
    assertThat(serving).containsExactly("a 2.0", "a 2.0");
    assertThat(graduates).isEmpty();

    assertThat(train(LIMIT_NANOS, pupil).succeeded()).isTrue();
    assertThat(graduates).containsExactly("tiles 1.1");
  }

  @Test
  void a_wrong_kernel_is_no_mistake_while_the_last_way_is_tried() {
    long enoughToCompile = 400_000_000;
    Pupil<?> pupil = pupil(wrong("a"), new Made("tiles", 1, 20_000, true));

    TrainingReport first = train(enoughToCompile, pupil);

    assertThat(first.foundMistake()).isFalse();
    assertThat(first.succeeded()).isFalse();
    assertThat(serving).isEmpty();
    assertThat(train(LIMIT_NANOS, pupil).succeeded()).isTrue();
    assertThat(graduates).containsExactly("tiles 1.0");
  }

  @Test
  void nothing_is_judged_before_the_yardstick_is_compiled() {
    long enoughToCompile = 400_000_000;
    yardstickSlowness = 1_000;
    Pupil<?> pupil = pupil(slower("a", 2), slower("a", 1));

    assertThat(train(enoughToCompile, pupil).succeeded()).isFalse();
    assertThat(graduates).isEmpty();

    yardstickSlowness = 1;
    assertThat(train(LIMIT_NANOS, pupil).succeeded()).isTrue();
    assertThat(graduates).containsExactly("a 1.0");
  }
}
