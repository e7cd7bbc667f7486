package org.mobilenet4j.kernels.blocked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobilenet4j.kernels.blocked.MadeUpMachine.boxed;
import static org.mobilenet4j.kernels.blocked.MadeUpMachine.slower;
import static org.mobilenet4j.kernels.blocked.MadeUpMachine.wrong;

import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.blocked.MadeUpMachine.Made;

/** What becomes of kernels that are slow, wrong or not compiled. */
class KernelAuditTest {
  private static final long LIMIT_NANOS = 30_000_000_000L;

  private final MadeUpMachine machine = new MadeUpMachine();

  private TrainingReport.Kernel trainOne(Made first, Made... others) {
    return machine.train(LIMIT_NANOS, machine.pupil(first, others)).kernels().getFirst();
  }

  @Test
  void good_kernels_are_defined_once() {
    TrainingReport report =
        machine.train(
            LIMIT_NANOS,
            machine.pupil(slower("a", 1), slower("a", 1)),
            machine.pupil(slower("b", 1.1)));

    assertThat(report.succeeded()).isTrue();
    assertThat(report.kernels()).extracting(TrainingReport.Kernel::definitions).containsOnly(1);
    assertThat(report.kernels()).noneMatch(TrainingReport.Kernel::slow);
    assertThat(report.kernels().getFirst().efficiency()).isEqualTo(1);
    assertThat(report.kernels().getFirst().multiplyAddsPerNano()).isEqualTo(MadeUpMachine.LANES);
    assertThat(machine.graduates()).containsExactly("a 1.0", "b 1.1");
  }

  @Test
  void a_slow_kernel_is_defined_anew_though_it_is_the_only_one() {
    TrainingReport.Kernel kernel = trainOne(slower("a", 2), slower("a", 1), slower("a", 1));

    assertThat(kernel.definitions()).isEqualTo(2);
    assertThat(kernel.efficiency()).isEqualTo(1);
    assertThat(kernel.replaced()).isFalse();
    assertThat(machine.graduates()).containsExactly("a 1.0");
  }

  @Test
  void a_kernel_is_also_held_against_what_the_others_reach() {
    Made spilled = slower("spilled", 1.4);
    TrainingReport alone = machine.train(LIMIT_NANOS, machine.pupil(spilled, slower("spilled", 1)));
    TrainingReport among =
        machine.train(
            LIMIT_NANOS,
            machine.pupil(slower("a", 1)),
            machine.pupil(slower("spilled", 1.4), slower("spilled", 1)),
            machine.pupil(slower("b", 1)));

    assertThat(alone.kernels().getFirst().definitions()).isEqualTo(1);
    assertThat(among.kernels().get(1).definitions()).isEqualTo(2);
    assertThat(among.kernels().get(1).efficiency()).isEqualTo(1);
  }

  @Test
  void where_all_kernels_are_bad_none_is_good() {
    TrainingReport report =
        machine.train(
            LIMIT_NANOS,
            machine.pupil(slower("a", 2.2), slower("a", 1)),
            machine.pupil(slower("b", 2.2), slower("b", 1)),
            machine.pupil(slower("c", 2.2), slower("c", 1)));

    assertThat(report.kernels()).extracting(TrainingReport.Kernel::definitions).containsOnly(2);
    assertThat(machine.graduates()).containsExactly("a 1.0", "b 1.0", "c 1.0");
  }

  @Test
  void a_new_definition_that_is_no_better_is_dropped() {
    TrainingReport.Kernel kernel =
        trainOne(slower("a", 2), slower("a", 3), wrong("a"), boxed("a"), slower("tiles", 2.5));

    assertThat(kernel.definitions()).isEqualTo(5);
    assertThat(kernel.efficiency()).isEqualTo(0.5);
    assertThat(kernel.right()).isTrue();
    assertThat(kernel.compiled()).isTrue();
    assertThat(kernel.slow()).isTrue();
    assertThat(kernel.servedBy()).isEqualTo("a");
    assertThat(machine.graduates()).containsExactly("a 2.0");
  }

  @Test
  void a_kernel_that_stays_slow_is_replaced_by_other_tiles() {
    TrainingReport.Kernel kernel =
        trainOne(slower("a", 2), slower("a", 2), slower("a", 2), slower("tiles", 1.2));

    assertThat(kernel.name()).isEqualTo("a");
    assertThat(kernel.replaced()).isTrue();
    assertThat(kernel.servedBy()).isEqualTo("tiles");
    assertThat(kernel.slow()).isFalse();
    assertThat(machine.graduates()).containsExactly("tiles 1.2");
  }

  @Test
  void a_wrong_kernel_is_defined_anew() {
    TrainingReport report = machine.train(LIMIT_NANOS, machine.pupil(wrong("a"), slower("a", 1.1)));

    assertThat(report.foundMistake()).isFalse();
    assertThat(report.succeeded()).isTrue();
    assertThat(machine.graduates()).containsExactly("a 1.1");
  }

  @Test
  void a_kernel_that_stays_wrong_is_reported_and_never_used() {
    TrainingReport report =
        machine.train(
            LIMIT_NANOS, machine.pupil(wrong("a"), wrong("a"), wrong("a"), wrong("tiles")));

    assertThat(report.foundMistake()).isTrue();
    assertThat(report.kernels().getFirst().definitions()).isEqualTo(4);
    assertThat(machine.graduates()).isEmpty();
  }

  @Test
  void a_kernel_that_the_compiler_leaves_boxed_is_defined_anew() {
    TrainingReport report =
        machine.train(
            LIMIT_NANOS, machine.pupil(boxed("a"), slower("a", 1)), machine.pupil(slower("b", 1)));

    assertThat(report.succeeded()).isTrue();
    assertThat(report.kernels().getFirst().definitions()).isEqualTo(2);
    assertThat(machine.graduates()).containsExactly("a 1.0", "b 1.0");
  }

  @Test
  void what_is_never_compiled_ends_with_the_time_and_hinders_no_other() {
    long limit = 5_000_000_000L;
    TrainingReport report =
        machine.train(
            limit,
            machine.pupil(boxed("a"), boxed("a"), boxed("a"), boxed("tiles")),
            machine.pupil(slower("b", 1)));

    assertThat(report.succeeded()).isFalse();
    assertThat(report.foundMistake()).isFalse();
    assertThat(report.kernels().getFirst().compiled()).isFalse();
    assertThat(report.kernels().getFirst().multiplyAddsPerNano()).isZero();
    assertThat(report.nanos()).isBetween(limit, limit + 100_000_000);
    assertThat(machine.graduates()).containsExactly("b 1.0");
  }

  @Test
  void when_the_compiler_does_no_more_and_there_is_no_other_way_training_ends_before_its_time() {
    TrainingReport report =
        machine.train(
            LIMIT_NANOS,
            machine.pupil(boxed("a"), boxed("a"), boxed("tiles")),
            machine.pupil(slower("b", 1)));

    assertThat(report.kernels().getFirst().definitions()).isEqualTo(3);
    assertThat(report.succeeded()).isFalse();
    assertThat(report.nanos()).isLessThan(LIMIT_NANOS);
    assertThat(machine.graduates()).containsExactly("b 1.0");
  }
}
