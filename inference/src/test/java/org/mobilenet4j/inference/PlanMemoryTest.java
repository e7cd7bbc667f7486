package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.cost.ActivationMemory;
import org.mobilenet4j.network.cost.Cost;

/** The memory of a plan, against what the papers' argument says that a network needs. */
class PlanMemoryTest {
  private static Plan plan(String name, int bits, PlanLayout layout) {
    Network network = Architecture.named(name).build();
    return Plan.of(SeededWeights.of(network, 1), new VectorKernels(bits), layout);
  }

  /** Sandler et al. 2018, section 5.1: the inner tensors of a block never exist as a whole. */
  @ParameterizedTest(name = "{0} bits")
  @ValueSource(ints = {128, 256, 512})
  void v2_needs_a_third_of_what_it_needs_layer_by_layer(int bits) {
    Plan plan = plan("mobilenet-v2", bits, PlanLayout.BLOCKED);
    ActivationMemory needed = Cost.of(plan.network()).memory();

    long bytes = plan.memory().bytes(1);

    assertThat(needed.layerByLayer().bytesFloat32()).isEqualTo(6_021_120);
    assertThat(bytes)
        .isEqualTo(plan.activationBytes())
        .isLessThan(needed.layerByLayer().bytesFloat32() / 3)
        .isGreaterThan(needed.firstFused().orElseThrow().bytesFloat32());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "mobilenet-v1, BLOCKED", "mobilenet-v2, BLOCKED", "mobilenet-v3-large, BLOCKED",
    "mobilenet-v3-small, BLOCKED", "squeezenet-1.1, BLOCKED", "mobilenet-v2, CHANNELS_LAST"
  })
  void buffers_are_where_the_plan_says_and_never_share_a_place_while_both_live(
      String name, PlanLayout layout) {
    Plan plan = plan(name, 256, layout);
    PlanMemory memory = plan.memory();
    List<PlanBuffer> buffers = memory.buffers();

    assertThat(buffers.getFirst().value()).isEqualTo(Network.INPUT);
    assertThat(buffers).extracting(PlanBuffer::value).doesNotHaveDuplicates();
    assertThat(buffers.getLast().lastStep()).isEqualTo(plan.describe().size() - 1);
    for (PlanBuffer buffer : buffers) {
      assertThat(buffer.firstByte() + buffer.bytes()).isLessThanOrEqualTo(memory.workspaceBytes());
      assertThat(buffer.lastStep()).isGreaterThanOrEqualTo(buffer.firstStep());
      for (PlanBuffer other : buffers) {
        if (!other.equals(buffer)
            && (other.livesAt(buffer.firstStep()) || buffer.livesAt(other.firstStep()))) {
          assertThat(
                  buffer.firstByte() + buffer.bytes() <= other.firstByte()
                      || other.firstByte() + other.bytes() <= buffer.firstByte())
              .as("%s and %s", buffer, other)
              .isTrue();
        }
      }
    }
    assertThat(memory.liveBytes(memory.peakStep())).isLessThanOrEqualTo(memory.workspaceBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 24})
  void each_thread_has_scratch_of_its_own(int threads) {
    PlanMemory memory = new PlanMemory(1000, 10, List.of());

    assertThat(memory.bytes(threads)).isEqualTo(1000 + 10L * threads);
  }

  @ParameterizedTest
  @CsvSource({"0, 30", "1, 120", "2, 90"})
  void what_lives_at_a_step_is_summed_up(int step, long bytes) {
    PlanMemory memory =
        new PlanMemory(
            500,
            0,
            List.of(
                new PlanBuffer("input", 0, 30, 0, 1),
                new PlanBuffer("a", 64, 90, 1, 2),
                new PlanBuffer("b", 256, 0, 2, 2)));

    assertThat(memory.liveBytes(step)).isEqualTo(bytes);
    assertThat(memory.peakStep()).isEqualTo(1);
  }
}
