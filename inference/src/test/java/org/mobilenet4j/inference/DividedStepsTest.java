package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobilenet4j.inference.TestNetworks.small;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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
        small("mobilenet-v1", "208x208", ""), // two groups of tiles, one of them shorter
        small("mobilenet-v2", "96x112", "width=0.35"),
        small("mobilenet-v3-large", "64x80", "width=0.35"),
        small("mobilenet-v3-small", "112x64", "width=0.5,hard-swish=swish"),
        small("squeezenet-1.1", "49x64", ""),
        small("resnet-50", "64x48", "")); // sums in several depths
  }

  @ParameterizedTest
  @MethodSource("networks")
  void any_division_of_the_steps_gives_the_same_bits(Network network) {
    Plan plan = Plan.of(SeededWeights.of(network, 3), new VectorKernels(), PlanLayout.BLOCKED);
    float[] image = SeededInput.of(4, network.input());
    Random random = new Random(7);
    float[] whole = run(plan, image, random, 1);
    assertThat(whole).as("logits").doesNotContain(Float.NaN);

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
      List<Share> shares = shares(step, random, members);
      Collections.shuffle(shares, random); // none may need what another computes
      for (Share share : shares) {
        float[] own = new float[CacheLine.FIRST + memory.scratch()];
        Arrays.fill(own, Float.NaN);
        Member member = new Member(new Floats(own, CacheLine.FIRST));
        member.readsWeightsAlone(random.nextBoolean());
        step.work().run(workspace, member, share.from(), share.to());
      }
    }
    return Arrays.copyOfRange(workspace, memory.output(), memory.output() + plan.outputFloats());
  }

  private record Share(int from, int to) {}

  private static List<Share> shares(Step step, Random random, int members) {
    int[] ends =
        IntStream.concat(
                IntStream.generate(() -> random.nextInt(step.units() + 1)).limit(members - 1),
                IntStream.of(step.units()))
            .map(end -> end == step.units() ? end : end / step.grain() * step.grain())
            .sorted()
            .toArray();
    List<Share> shares = new ArrayList<>();
    int from = 0;
    for (int end : ends) {
      if (from < end) {
        shares.add(new Share(from, end));
      }
      from = end;
    }
    return shares;
  }
}
