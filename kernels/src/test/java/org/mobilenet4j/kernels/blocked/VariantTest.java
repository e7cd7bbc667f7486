package org.mobilenet4j.kernels.blocked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.classfile.ClassFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Gather;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Start;

class VariantTest {
  static Stream<Variant<?>> variants() {
    List<Variant<?>> variants = new ArrayList<>();
    for (int lanes : new int[] {4, 8, 16}) {
      for (Tail tail : Tail.values()) {
        for (Residual residual : Residual.values()) {
          for (int pixels : new int[] {1, 6, 8}) {
            variants.add(pointwise(pixels, new Panel(2, lanes), lanes, tail, residual));
          }
          variants.add(pointwise(7, new Panel(3, lanes), lanes, tail, residual));
          variants.add(pointwise(8, new Panel(2, lanes, true), lanes, tail, residual));
          variants.add(pointwise(2, new Panel(1, lanes, true), lanes, tail, residual));
          for (int vectors = 1; vectors <= 4; vectors++) {
            Panel panel = new Panel(vectors, lanes);
            variants.add(pointwise(6, panel, lanes, tail, residual).withPrefetching());
          }
          variants.add(
              pointwise(8, new Panel(3, lanes, true), lanes, tail, residual).withPrefetching());
          variants.add(
              pointwise(7, new Panel(3, lanes), lanes, tail, residual)
                  .withPrefetching()
                  .withUsualTurn());
        }
        for (Gather gather : Gather.values()) {
          variants.add(
              new PointwiseVariant(
                  5, new Panel(2, lanes), lanes, gather, Start.SUMS, tail, Residual.ADDED));
          if (gather != Gather.ROWS) {
            variants.add(
                new PointwiseVariant(
                    4, new Panel(3, lanes, true), lanes, gather, Start.SUMS, tail, Residual.ADDED));
            variants.add(
                new PointwiseVariant(
                        7, new Panel(2, lanes), 9, gather, Start.BIAS, tail, Residual.ADDED)
                    .withPrefetching());
          }
        }
        variants.add(
            new PointwiseVariant(
                5, new Panel(2, lanes), 6, Gather.TABLE, Start.BIAS, tail, Residual.NONE));
        variants.add(rows(14, new Panel(1, lanes), 6, 9, tail));
        variants.add(rows(3, new Panel(2, lanes), 2, 5, tail));
        variants.add(rows(1, new Panel(1, lanes), 4, 12, tail));
        for (boolean held : new boolean[] {false, true}) {
          variants.add(depthwise(8, lanes, held, tail, 3, 3, 1, 1, 1, 1, 0, 0));
          variants.add(depthwise(7, lanes, held, tail, 3, 3, 2, 2, 1, 1, 0, 0));
          variants.add(depthwise(7, lanes, held, tail, 5, 5, 1, 1, 1, 1, 0, 0));
          variants.add(depthwise(4, lanes, held, tail, 5, 3, 2, 1, 1, 2, 0, 0));
          variants.add(depthwise(1, lanes, held, tail, 3, 4, 1, 3, 2, 1, 0, 0));
          variants.add(depthwise(7, lanes, held, tail, 3, 3, 1, 1, 1, 1, 1, 1));
          variants.add(depthwise(4, lanes, held, tail, 5, 5, 2, 2, 1, 1, 2, 1));
          variants.add(depthwise(3, lanes, held, tail, 3, 3, 1, 1, 1, 2, 2, 2));
          variants.add(depthwise(1, lanes, held, tail, 3, 3, 1, 1, 1, 1, 0, 2));
          variants.add(depthwise(2, lanes, held, tail, 3, 5, 1, 1, 1, 1, 4, 4));
        }
        variants.add(new DenseVariant(new Panel(1, lanes), tail));
        variants.add(new DenseVariant(new Panel(8, lanes), tail));
      }
    }
    for (int lanes : new int[] {4, 8, 16}) {
      addGradients(variants, lanes);
    }
    return variants.stream();
  }

  private static void addGradients(List<Variant<?>> variants, int lanes) {
    for (int vectors = 1; vectors <= 3; vectors++) {
      for (int inputs = 1; inputs <= Math.min(lanes, 8); inputs *= 2) {
        Panel panel = new Panel(vectors, lanes);
        variants.add(new WeightGradientVariant(inputs, panel, lanes, lanes));
        variants.add(new WeightGradientVariant(inputs, panel, 6, lanes));
      }
    }
    variants.add(new DepthwiseGradientVariant(3, 3, 1, 1, 1, 1, lanes));
    variants.add(new DepthwiseGradientVariant(3, 3, 2, 2, 1, 1, lanes));
    variants.add(new DepthwiseGradientVariant(2, 5, 1, 1, 1, 1, lanes));
    variants.add(new DepthwiseGradientVariant(5, 5, 2, 2, 1, 1, lanes));
    variants.add(new DepthwiseGradientVariant(1, 5, 2, 1, 1, 2, lanes));
    variants.add(new DepthwiseGradientVariant(3, 4, 1, 3, 2, 1, lanes));
    for (ChannelVariant.Pass pass : ChannelVariant.Pass.values()) {
      for (Tail tail : Tail.values()) {
        variants.add(new ChannelVariant(pass, lanes, tail));
      }
    }
  }

  private static DepthwiseVariant depthwise(
      int pixels, int lanes, boolean held, Tail tail, int... window) {
    return new DepthwiseVariant(
        window[0], window[1], window[2], window[3], window[4], window[5], window[6], window[7],
        pixels, lanes, held, tail);
  }

  private static PointwiseVariant pointwise(
      int pixels, Panel panel, int step, Tail tail, Residual residual) {
    return new PointwiseVariant(pixels, panel, step, Gather.CHANNELS, Start.BIAS, tail, residual);
  }

  private static PointwiseVariant rows(int pixels, Panel panel, int step, int row, Tail tail) {
    return new PointwiseVariant(
        pixels, panel, step, Gather.ROWS, row, Start.BIAS, tail, Residual.NONE, Prefetching.NONE);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void a_generated_kernel_computes_its_definition_to_the_bit(Variant<?> variant) {
    assertThat(isRight(variant)).isTrue();
  }

  private static <K> boolean isRight(Variant<K> variant) {
    return variant.trial().isRight(GeneratedKernels.define(variant));
  }

  @Test
  void variants_that_would_compute_something_else_are_refused() {
    Panel half = new Panel(2, 16, true);

    assertThatThrownBy(() -> pointwise(7, half, 16, Tail.NONE, Residual.NONE))
        .hasMessage("A tile of 7 pixels, of which 2 share a vector of sums; expected a multiple.");
    assertThatThrownBy(() -> rows(8, half, 6, 9, Tail.NONE))
        .hasMessage("Rows of 9 inputs for a panel 1x16_and_half; expected whole vectors.");
    assertThatThrownBy(() -> rows(8, new Panel(1, 16), 6, 25, Tail.NONE))
        .hasMessage(
            "Turns of 25 inputs found by ROWS; expected a divisor of 4, or 1 to 24 in rows.");
    assertThatThrownBy(() ->
            new PointwiseVariant(
                7,
                new Panel(3, 16),
                16,
                Gather.CHANNELS,
                0,
                Start.BIAS,
                Tail.NONE,
                Residual.NONE,
                Prefetching.NONE))
        .hasMessage(
            "Turns of 0 inputs found by CHANNELS; expected a divisor of 4, or 1 to 24 in rows.");
    assertThatThrownBy(() -> rows(8, new Panel(1, 16), 6, 9, Tail.NONE).withPrefetching())
        .hasMessage("Prefetching with inputs found by ROWS; expected by any other way.");
  }

  @Test
  void a_tile_of_another_size_has_the_turns_that_it_would_have_alone() {
    PointwiseVariant large =
        pointwise(7, new Panel(3, 16), 16, Tail.NONE, Residual.NONE).withUsualTurn();
    PointwiseVariant small = pointwise(2, new Panel(3, 16), 16, Tail.NONE, Residual.NONE);

    assertThat(large.turn()).isLessThan(small.turn());
    assertThat(large.withPixels(2)).isEqualTo(small.withUsualTurn()).isEqualTo(small);
    assertThat(small.withPixels(7)).isEqualTo(large);
  }

  @Test
  void a_trial_sees_a_single_wrong_number() {
    DenseVariant variant = new DenseVariant(new Panel(2, 8), Tail.NONE);
    DenseKernel right = GeneratedKernels.define(variant);
    DenseKernel wrong =
        (in, inOffset, weights, weightOffset, out, outOffset, inner, panels) -> {
          right.run(in, inOffset, weights, weightOffset, out, outOffset, inner, panels);
          out[outOffset + 5] = Math.nextUp(out[outOffset + 5]);
        };

    assertThat(variant.trial().isRight(wrong)).isFalse();
  }

  @Test
  void names_tell_variants_apart() {
    Map<String, Variant<?>> named = new HashMap<>();
    variants()
        .forEach(variant -> {
          Variant<?> other = named.put(variant.name() + lanes(variant), variant);
          assertThat(other).as(variant.name()).isIn(null, variant);
        });
  }

  private static String lanes(Variant<?> variant) {
    return switch (variant) {
      case PointwiseVariant product -> " " + product.lanes();
      case DepthwiseVariant depthwise -> " " + depthwise.lanes();
      case DenseVariant dense -> " " + dense.panel().lanes();
      case WeightGradientVariant gradient -> " " + gradient.lanes();
      case DepthwiseGradientVariant gradient -> " " + gradient.lanes();
      case ChannelVariant channel -> " " + channel.lanes();
    };
  }

  @Test
  void the_bytes_of_a_kernel_are_a_class_file() {
    byte[] bytes =
        GeneratedKernels.bytes(pointwise(6, new Panel(2, 8), 8, Tail.RELU6, Residual.ADDED));

    var parsed = ClassFile.of().parse(bytes);
    assertThat(parsed.thisClass().asInternalName()).endsWith("Generated_pointwise_6x2x8_relu6_add");
  }

  @Test
  void a_nan_stays_a_nan_through_every_tail() {
    for (Tail tail : Tail.values()) {
      PointwiseVariant variant = pointwise(1, new Panel(1, 8), 8, tail, Residual.NONE);
      float[] out = new float[8];
      float[] in = new float[64];
      in[3] = Float.NaN;
      float[] weights = Trial.numbers(5 * 8, 1);

      GeneratedKernels.define(variant)
          .run(in, 0, 8, new int[0], weights, 0, out, 0, 8, out, 0, 8, 4, 1, 0, 0);

      assertThat(out).as("%s", tail).containsOnly(Float.NaN);
    }
  }
}
