package org.mobilenet4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest {
  @Test
  void a_thread_that_waits_spins_shortly_then_yields_and_at_last_naps_for_good() {
    List<Waiting> order = new ArrayList<>();
    int spins = 0;
    for (int turn = 0; turn < 100_000; turn++) {
      Waiting now = Waiting.inTurn(turn);
      spins += now == Waiting.SPIN ? 1 : 0;
      if (order.isEmpty() || order.getLast() != now) {
        order.add(now);
      }
    }

    assertThat(order).containsExactly(Waiting.SPIN, Waiting.YIELD, Waiting.NAP);
    assertThat(spins).isEqualTo(Waiting.SPINS).isLessThanOrEqualTo(2_000);
    assertThat(Waiting.inTurn(Integer.MAX_VALUE)).isEqualTo(Waiting.NAP);
  }

  @Test
  void turns_are_counted_until_the_naps_begin_so_that_they_never_run_over() {
    assertThat(Waiting.pass(0)).isEqualTo(1);
    assertThat(Waiting.pass(Waiting.SPINS)).isEqualTo(Waiting.SPINS + 1);
    int napping = Waiting.SPINS + Waiting.YIELDS;
    assertThat(Waiting.pass(napping)).isEqualTo(napping);
  }

  @Test
  void an_interrupted_thread_stays_interrupted_while_it_waits() {
    Thread.currentThread().interrupt();
    int napping = Waiting.SPINS + Waiting.YIELDS;

    assertThat(Waiting.pass(napping)).isEqualTo(napping);
    assertThat(Thread.interrupted()).isTrue();
  }
}
