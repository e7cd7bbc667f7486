package org.mobilenet4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A team of threads; no test may hang. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GangTest {
  @ParameterizedTest(name = "{0} members")
  @ValueSource(ints = {1, 2, 3, 7})
  void every_member_runs_once_and_sees_what_others_wrote_before_the_barrier(int size) {
    try (Gang gang = Gang.ofExactly(size)) {
      for (int round = 1; round <= 200; round++) {
        int[] written = new int[size];
        AtomicIntegerArray sums = new AtomicIntegerArray(size);
        int now = round;
        gang.run(member -> {
          written[member] = now;
          gang.barrier();
          for (int each : written) {
            var _ = sums.addAndGet(member, each);
          }
          gang.barrier();
          written[member] = -1;
        });
        for (int member = 0; member < size; member++) {
          assertThat(sums.get(member)).as("round %d", round).isEqualTo(size * round);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} in grains of {1} for {2}")
  @CsvSource({"10, 1, 3", "10, 4, 3", "1, 1, 8", "0, 1, 2", "1000, 7, 5", "2147483647, 16, 64"})
  void shares_cover_a_range_in_whole_grains(int total, int grain, int size) {
    int smallest = Integer.MAX_VALUE;
    int largest = 0;
    for (int member = 0; member < size; member++) {
      int begin = Gang.start(total, grain, member, size);
      int end = Gang.start(total, grain, member + 1, size);
      assertThat(begin).isBetween(0, end);
      assertThat(begin == total || begin % grain == 0).isTrue();
      smallest = Math.min(smallest, end - begin);
      largest = Math.max(largest, end - begin);
    }
    assertThat(Gang.start(total, grain, 0, size)).isZero();
    assertThat(Gang.start(total, grain, size, size)).isEqualTo(total);
    assertThat(largest - smallest).isLessThan(2 * grain);
  }

  @ParameterizedTest(name = "member {0} fails")
  @ValueSource(ints = {0, 1, 2})
  void what_a_member_throws_reaches_the_caller_and_the_gang_goes_on(int failing) {
    try (Gang gang = Gang.ofExactly(3)) {
      for (int round = 0; round < 50; round++) {
        assertThatExceptionOfType(ArithmeticException.class)
            .isThrownBy(() ->
                gang.run(member -> {
                  if (member == failing) {
                    throw new ArithmeticException("of member " + member);
                  }
                  gang.barrier();
                  gang.barrier();
                }))
            .withMessage("of member " + failing);
        AtomicIntegerArray ran = new AtomicIntegerArray(3);
        gang.run(member -> {
          gang.barrier();
          var _ = ran.incrementAndGet(member);
        });
        assertThat(ran.toString()).isEqualTo("[1, 1, 1]");
      }
    }
  }

  @Test
  void errors_stay_errors() {
    try (Gang gang = Gang.ofExactly(2)) {
      assertThatExceptionOfType(OutOfMemoryError.class)
          .isThrownBy(() ->
              gang.run(member -> {
                if (member == 1) {
                  throw new OutOfMemoryError("as if");
                }
              }));
    }
  }

  @Test
  void work_may_neither_start_other_work_on_its_own_gang_nor_close_it() {
    try (Gang gang = Gang.ofExactly(2)) {
      for (int starting = 0; starting < 2; starting++) {
        int who = starting;
        assertThatIllegalStateException()
            .isThrownBy(() ->
                gang.run(member -> {
                  if (member == who) {
                    gang.run(other -> {});
                  }
                }))
            .withMessage(
                "The work of a gang may neither start another work on the same gang nor close it.");
        Runnable closing = gang::close;
        assertThatIllegalStateException()
            .isThrownBy(() ->
                gang.run(member -> {
                  if (member == who) {
                    closing.run();
                  }
                }))
            .withMessageEndingWith("nor close it.");
      }
    }
  }

  @Test
  void members_that_went_to_sleep_are_woken() {
    try (Gang gang = Gang.ofExactly(3)) {
      for (int round = 0; round < 5; round++) {
        LockSupport.parkNanos(20_000_000); // far longer than they spin
        AtomicIntegerArray ran = new AtomicIntegerArray(3);
        gang.run(member -> {
          var _ = ran.incrementAndGet(member);
        });
        assertThat(ran.toString()).isEqualTo("[1, 1, 1]");
      }
    }
  }

  @Test
  void several_callers_take_turns() throws InterruptedException {
    AtomicBoolean busy = new AtomicBoolean();
    AtomicBoolean together = new AtomicBoolean();
    try (Gang gang = Gang.ofExactly(2)) {
      List<Thread> callers = new ArrayList<>();
      for (int caller = 0; caller < 6; caller++) {
        callers.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int i = 0; i < 100; i++) {
                    gang.run(member -> {
                      if (member == 0 && !busy.compareAndSet(false, true)) {
                        together.set(true);
                      }
                      gang.barrier();
                      if (member == 0) {
                        busy.set(false);
                      }
                    });
                  }
                }));
      }
      for (Thread each : callers) {
        each.join();
      }
    }
    assertThat(together).isFalse();
  }

  @Test
  void a_closed_gang_refuses_work_and_its_threads_end() throws InterruptedException {
    Gang gang = Gang.ofExactly(5);
    List<Thread> members = new ArrayList<>();
    gang.run(member -> {
      if (member > 0) {
        synchronized (members) {
          members.add(Thread.currentThread());
        }
      }
    });

    gang.close();
    gang.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> gang.run(member -> {}))
        .withMessage("The gang is closed; make a new one.");
    assertThat(members).hasSize(4);
    for (Thread member : members) {
      member.join();
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Gang.ofExactly(0).close());
  }

  @Test
  void a_gang_has_no_more_members_than_there_are_processors_however_many_are_asked_for() {
    int processors = Runtime.getRuntime().availableProcessors();
    for (int asked : new int[] {1, processors, processors + 1, 64, 100_000}) {
      Set<Thread> members = ConcurrentHashMap.newKeySet();
      try (Gang gang = Gang.of(asked)) {
        gang.run(member -> {
          var _ = members.add(Thread.currentThread());
        });

        assertThat(gang.size()).as("%d asked for", asked).isEqualTo(Math.min(asked, processors));
        assertThat(members).hasSize(gang.size()).contains(Thread.currentThread());
        assertThat(Gang.granted(asked)).isEqualTo(gang.size());
      }
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Gang.of(0).close());
    assertThatIllegalArgumentException().isThrownBy(() -> Gang.granted(-1));
  }

  @Test
  void a_gang_of_an_exact_size_has_it_on_any_machine() {
    int more = Runtime.getRuntime().availableProcessors() + 3;
    try (Gang gang = Gang.ofExactly(more)) {
      AtomicIntegerArray ran = new AtomicIntegerArray(more);
      gang.run(member -> {
        var _ = ran.incrementAndGet(member);
        gang.barrier();
      });
      for (int member = 0; member < more; member++) {
        assertThat(ran.get(member)).isEqualTo(1);
      }
    }
  }

  /** Waits until a thread has left its core, however long the machine takes for that. */
  private static void awaitThatItLeavesItsCore(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING
        && thread.getState() != Thread.State.WAITING) {
      LockSupport.parkNanos(100_000);
    }
  }

  @Test
  void a_member_that_waits_long_at_a_barrier_leaves_its_core() {
    AtomicReference<Thread> waiting = new AtomicReference<>();
    try (Gang gang = Gang.ofExactly(2)) {
      gang.run(member -> {
        if (member == 1) {
          waiting.set(Thread.currentThread());
        } else {
          Thread other = waiting.get();
          while (other == null) {
            Thread.onSpinWait();
            other = waiting.get();
          }
          awaitThatItLeavesItsCore(other); // else this test never ends
        }
        gang.barrier();
      });
    }
    assertThat(waiting.get()).isNotNull();
  }

  @Test
  void a_caller_that_waits_long_for_a_member_leaves_its_core() {
    Thread caller = Thread.currentThread();
    AtomicBoolean left = new AtomicBoolean();
    try (Gang gang = Gang.ofExactly(2)) {
      gang.run(member -> {
        if (member == 1) {
          awaitThatItLeavesItsCore(caller);
          left.set(true);
        }
      });
    }
    assertThat(left).isTrue();
  }

  @Test
  void members_without_work_leave_their_cores() {
    List<Thread> members = Collections.synchronizedList(new ArrayList<>());
    try (Gang gang = Gang.ofExactly(4)) {
      gang.run(member -> {
        if (member > 0) {
          members.add(Thread.currentThread());
        }
      });

      members.forEach(GangTest::awaitThatItLeavesItsCore);
    }
    assertThat(members).hasSize(3);
  }
}
