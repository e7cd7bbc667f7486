package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobilenet4j.inference.TestNetworks.small;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.model.SeededWeights;

/** Which steps fetch weights ahead, and when. */
class PrefetchingPlanTest {
  private static Plan plan() {
    return Plan.of(
        SeededWeights.of(small("mobilenet-v1", "160x160", ""), 1),
        new VectorKernels(),
        PlanLayout.BLOCKED);
  }

  @Test
  void products_over_few_pixels_have_kernels_that_prefetch() {
    List<String> steps = plan().describe();

    assertThat(steps).filteredOn(step -> step.contains("conv5.pw")).hasSize(1);
    assertThat(steps)
        .filteredOn(step -> step.contains("_prefetch"))
        .hasSize(8)
        .allMatch(step -> step.matches(".*conv(6|7|8|9|10|11|12|13).pw.*"));
  }

  @Test
  void weights_are_read_alone_while_one_session_is_at_an_image() {
    Plan plan = plan();

    assertThat(plan.enter()).isTrue();
    assertThat(plan.enter()).as("the second at the same time").isFalse();
    plan.leave();
    plan.leave();
    assertThat(plan.enter()).as("after both").isTrue();
  }
}
