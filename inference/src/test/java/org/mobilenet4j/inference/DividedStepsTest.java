package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobilenet4j.inference.TestNetworks.small;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobilenet4j.kernels.CacheLine;
import org.mobilenet4j.kernels.Floats;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.file.SeededInput;
import org.mobilenet4j.network.Network;

/** However the members of a gang divide a step, it computes the same bits. */
class DividedStepsTest {
  private static final int DIVISIONS = 3;
  private static final int MOST_MEMBERS = 5;

  static Stream<Network> networks() {
    return Stream.of(
        small("mobilenet-v1", "112x96", "width=0.25"),
        small("mobilenet-v1", "57x35", "width=0.25,padding=same"),
        small("mobilenet-v2", "96x112", "width=0.35"),
        small("mobilenet-v3-large", "64x80", "width=0.35"),
        small("mobilenet-v3-small", "112x64", "width=0.5,hard-swish=swish"),
        small("squeezenet-1.1", "49x64", ""),
        small("resnet-18", "32x40", ""));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void any_division_of_the_steps_gives_the_same_bits(Network network) {
    Plan plan = Plan.of(SeededWeights.of(network, 3), new VectorKernels(), PlanLayout.BLOCKED);
    float[] image = SeededInput.of(4, network.input());
    float[] whole = run(plan, image, new Random(0), 1);

    Random random = new Random(7);
    for (int division = 0; division < DIVISIONS; division++) {
      int members = 2 + random.nextInt(MOST_MEMBERS - 1);
      assertThat(run(plan, image, random, members))
          .as("division %d, among %d members", division, members)
          .isEqualTo(whole);
    }
  }

  private static float[] run(Plan plan, float[] image, Random random, int members) {
    Program.Memory memory = plan.program().memory();
    float[] workspace = new float[CacheLine.FIRST + memory.workspace()];
    Arrays.fill(workspace, Float.NaN); // what nobody computes must not be read
    memory.input().copy(image, 0, workspace, 0, memory.input().rows());
    for (Step step : plan.program().steps()) {
      int[] begins =
          IntStream.concat(
                  IntStream.generate(() -> random.nextInt(step.units() + 1)).limit(members - 1),
                  IntStream.of(step.units()))
              .sorted()
              .toArray();
      int from = 0;
      for (int to : begins) {
        to = to == step.units() ? to : to / step.grain() * step.grain();
        if (from < to) {
          float[] own = new float[CacheLine.FIRST + memory.scratch()];
          step.work().run(workspace, new Floats(own, CacheLine.FIRST), from, to);
        }
        from = to;
      }
    }
    return Arrays.copyOfRange(workspace, memory.output(), memory.output() + plan.outputFloats());
  }
}
