package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.file.SeededInput;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.network.cost.Cost;
import org.mobilenet4j.network.cost.LayerKind;

/** Where a profile says that the time of an image goes. */
class ProfileTest {
  private static Network network(String name) {
    return Architecture.named(name).with(ArchitectureOption.RESOLUTION, "64").build();
  }

  private static List<StepTime> profile(Network network, PlanLayout layout, int threads) {
    Plan plan = Plan.of(SeededWeights.of(network, 1), new VectorKernels(), layout);
    try (Session session = plan.newSession(threads)) {
      return session.profile(SeededInput.of(2, network.input()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet-v1, BLOCKED, 1",
    "mobilenet-v2, BLOCKED, 2",
    "mobilenet-v3-small, BLOCKED, 3",
    "mobilenet-v3-large, CHANNELS_LAST, 2",
    "squeezenet-1.1, BLOCKED, 1"
  })
  void parts_are_the_whole_of_each_step(String name, PlanLayout layout, int threads) {
    Network network = network(name);

    List<StepTime> steps = profile(network, layout, threads);

    for (StepTime step : steps) {
      assertThat(step.parts()).as(step.step()).isNotEmpty();
      assertThat(step.parts().stream().mapToLong(PartTime::nanos).sum()).isEqualTo(step.nanos());
      assertThat(step.parts()).allMatch(part -> part.nanos() >= 0);
    }
    assertThat(steps.stream().mapToLong(StepTime::multiplyAdds).sum())
        .isEqualTo(Cost.of(network).multiplyAdds());
  }

  @ParameterizedTest
  @CsvSource({"BLOCKED", "CHANNELS_LAST"})
  void kinds_of_layers_have_the_multiply_adds_that_the_network_is_counted_with(PlanLayout layout) {
    Network network = network("mobilenet-v3-small");
    Cost cost = Cost.of(network);

    Map<LayerType, Long> found = new EnumMap<>(LayerType.class);
    StepTime.byType(profile(network, layout, 1))
        .forEach(time -> found.put(time.type(), time.multiplyAdds()));

    assertThat(found)
        .containsEntry(LayerType.STEM, cost.layers().getFirst().multiplyAdds())
        .containsEntry(LayerType.DEPTHWISE, count(cost, LayerKind.DEPTHWISE))
        .containsEntry(LayerType.SQUEEZE_EXCITE, count(cost, LayerKind.SE))
        .containsEntry(LayerType.POOL, 0L);
    // The head behind the pool is counted as pointwise or dense by what computes it.
    assertThat(
            found.getOrDefault(LayerType.POINTWISE, 0L) + found.getOrDefault(LayerType.DENSE, 0L))
        .isEqualTo(count(cost, LayerKind.POINTWISE) + count(cost, LayerKind.DENSE));
  }

  private static long count(Cost cost, LayerKind kind) {
    return cost.layers().stream()
        .filter(layer -> layer.kind() == kind)
        .mapToLong(layer -> layer.multiplyAdds())
        .sum();
  }

  @Test
  void a_fused_block_is_timed_part_by_part() {
    List<StepTime> steps = profile(network("mobilenet-v2"), PlanLayout.BLOCKED, 2);

    StepTime block =
        steps.stream().filter(step -> step.step().contains("bands of")).toList().get(1);

    assertThat(block.parts())
        .extracting(PartTime::type)
        .containsExactly(LayerType.POINTWISE, LayerType.DEPTHWISE, LayerType.POINTWISE);
    assertThat(block.parts()).allMatch(part -> part.nanos() > 0);
  }

  @Test
  void times_are_summed_up_by_kind() {
    StepTime block =
        new StepTime(
            "block",
            List.of("a"),
            60,
            List.of(
                new PartTime(LayerType.POINTWISE, 100, 10),
                new PartTime(LayerType.DEPTHWISE, 9, 20),
                new PartTime(LayerType.POINTWISE, 200, 30)));
    StepTime pool = new StepTime("pool", List.of("b"), 5, List.of(part(LayerType.POOL, 0, 5)));

    assertThat(StepTime.byType(List.of(pool, block)))
        .containsExactly(
            part(LayerType.POINTWISE, 300, 40),
            part(LayerType.DEPTHWISE, 9, 20),
            part(LayerType.POOL, 0, 5));
  }

  private static PartTime part(LayerType type, long multiplyAdds, long nanos) {
    return new PartTime(type, multiplyAdds, nanos);
  }
}
