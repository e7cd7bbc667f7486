package org.mobilenet4j.kernels.blocked;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Gather;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Start;

class OtherTilesTest {
  private static final String VARIANTS = "org.mobilenet4j.kernels.blocked.VariantTest#variants";
  private static final Definer DEFINER = new Definer(Optional.empty());

  @ParameterizedTest
  @MethodSource(VARIANTS)
  void other_tiles_compute_the_definition_to_the_bit(Variant<?> variant) {
    assertThat(areRight(variant)).isTrue();
  }

  private static <K> boolean areRight(Variant<K> variant) {
    Trial<K> trial = variant.trial();
    for (Pupil.Way<K> way : OtherTiles.of(variant, DEFINER)) {
      K kernel = way.make().get();
      trial.run(kernel, 0);
      if (!trial.isRight(kernel)) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @MethodSource(VARIANTS)
  void the_timed_piece_of_work_lies_within_its_arrays_and_takes_its_time(Variant<?> variant) {
    Effort effort = timed(variant);

    assertThat(effort.multiplyAdds()).isPositive();
    assertThat(effort.vectors()).isGreaterThanOrEqualTo(effort.multiplyAdds() / 16.0);
  }

  private static <K> Effort timed(Variant<K> variant) {
    Trial<K> trial = variant.trial();
    trial.runLong(GeneratedKernels.define(variant));
    return trial.effort();
  }

  @Test
  void names_say_which_tiles_they_are() {
    PointwiseVariant product =
        new PointwiseVariant(
            6, new Panel(2, 8), 8, Gather.CHANNELS, Start.BIAS, Tail.RELU6, Residual.NONE);
    PointwiseVariant pairs =
        new PointwiseVariant(
            6, new Panel(2, 8, true), 8, Gather.CHANNELS, Start.BIAS, Tail.NONE, Residual.NONE);
    DepthwiseVariant depthwise =
        new DepthwiseVariant(3, 3, 1, 1, 1, 1, 1, 1, 7, 8, false, Tail.NONE);

    assertThat(OtherTiles.of(product, DEFINER))
        .singleElement()
        .extracting(Pupil.Way::name)
        .isEqualTo("pointwise_5x2x8_relu6 + pointwise_1x2x8_relu6");
    assertThat(OtherTiles.of(pairs, DEFINER))
        .singleElement()
        .extracting(Pupil.Way::name)
        .isEqualTo("pointwise_4x1x8_and_half + pointwise_2x1x8_and_half");
    assertThat(OtherTiles.of(depthwise, DEFINER))
        .singleElement()
        .extracting(Pupil.Way::name)
        .isEqualTo("depthwise_3x3_stride1_4x8_pad1_0 + depthwise_3x3_stride1_3x8_pad0_1");
    assertThat(OtherTiles.of(new DenseVariant(new Panel(8, 8), Tail.NONE), DEFINER)).isEmpty();
  }
}
