package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.architecture.Architecture;

class FreezingTest {
  private static final Network V2 = Architecture.named("mobilenet-v2").build();

  @Test
  void none_and_backbone_are_words() {
    assertThat(Freezing.of("None").nodes(V2, "fc")).isEmpty();
    assertThat(Freezing.of("backbone").nodes(V2, "fc"))
        .hasSize(V2.nodes().size() - 1)
        .doesNotContain("fc");
  }

  @Test
  void everything_before_a_block_is_frozen() {
    assertThat(Freezing.of("block1").nodes(V2, "fc"))
        .contains("conv0", "conv0.bn", "block0.dw", "block0.project.bn")
        .noneMatch(name -> name.startsWith("block1."));
  }

  @Test
  void a_number_is_short_for_a_block() {
    assertThat(Freezing.of("12").nodes(V2, "fc")).isEqualTo(Freezing.of("block12").nodes(V2, "fc"));
    assertThat(Freezing.of("0").nodes(V2, "fc")).isEqualTo(Freezing.of("block0").nodes(V2, "fc"));
    Network squeezeNet = Architecture.named("squeezenet-1.1").build();
    assertThat(Freezing.of("5").nodes(squeezeNet, "conv10"))
        .isEqualTo(Freezing.of("fire5").nodes(squeezeNet, "conv10"));
  }

  @Test
  void an_unknown_block_is_refused_with_the_nearest_name() {
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> Freezing.of("blok3").nodes(V2, "fc"))
        .withMessage("There is no block 'blok3' up to which to freeze; did you mean 'block3'?");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> Freezing.of("99").nodes(V2, "fc"))
        .withMessageStartingWith(
            "There is no block '99' up to which to freeze; there are 'backbone', 'none', and the blocks conv0, block0,");
  }
}
