package org.mobilenet4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What all kernels must refuse, before they touch an array: ranges and regions out of bounds, and
 * weights that are not theirs. Part of {@link KernelsContract}.
 */
abstract class KernelsArgumentsContract extends KernelsEdgesContract {
  private static final FeatureMap MAP = new FeatureMap(4, 5, 6);
  private static final MatrixShape MATRIX = new MatrixShape(20, 6, 6);
  private static final Window WINDOW = Window.square(3, 1, 1);
  private static final ConvolutionShape CONVOLUTION = new ConvolutionShape(MAP, MAP, WINDOW, 1);
  private static final DepthwiseShape DEPTHWISE = new DepthwiseShape(MAP, MAP, WINDOW);
  private static final PoolShape POOL = new PoolShape(MAP, MAP, WINDOW);
  private static final ResizeShape RESIZE = new ResizeShape(MAP, MAP);
  private static final ResponseNormalization RESPONSE = new ResponseNormalization(5, 1, 1, 1);

  /** An operation with {@link #MAP} as its input and, but for the global pool, its output. */
  private interface Call {
    void run(float[] in, int inOffset, float[] out, int outOffset, int from, int to);
  }

  private record Case(int units, int inputs, int outputs, Call call) {}

  private Map<String, Case> cases() {
    Kernels k = kernels();
    float[] bias = new float[6];
    PackedWeights pointwise = k.packPointwise(6, 6, new float[36], bias);
    PackedWeights dense = k.packDense(6, 6, new float[36], bias);
    PackedWeights convolution = k.packConvolution(CONVOLUTION, new float[9 * 36], bias);
    PackedWeights depthwise = k.packDepthwise(DEPTHWISE, new float[54], bias);
    float[] scratch = new float[k.convolutionScratch(CONVOLUTION)];
    float[] other = new float[120];
    Activation relu = new Activation.Relu();
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put(
        "pointwise",
        map(
            20,
            (in, i, out, o, from, to) ->
                k.pointwise(MATRIX, in, i, pointwise, relu, out, o, from, to)));
    cases.put(
        "pointwiseAdd",
        map(
            20,
            (in, i, out, o, from, to) ->
                k.pointwiseAdd(MATRIX, in, i, pointwise, other, 0, relu, out, o, from, to)));
    cases.put(
        "dense",
        map(6, (in, i, out, o, from, to) -> k.dense(MATRIX, in, i, dense, relu, out, o, from, to)));
    cases.put(
        "convolution",
        map(
            4,
            (in, i, out, o, from, to) ->
                k.convolution(
                    CONVOLUTION, in, i, convolution, relu, scratch, 0, out, o, from, to)));
    cases.put(
        "convolutionAdd",
        map(
            4,
            (in, i, out, o, from, to) ->
                k.convolutionAdd(
                    CONVOLUTION,
                    in,
                    i,
                    convolution,
                    other,
                    0,
                    relu,
                    scratch,
                    0,
                    out,
                    o,
                    from,
                    to)));
    cases.put(
        "depthwise",
        map(
            4,
            (in, i, out, o, from, to) ->
                k.depthwise(DEPTHWISE, in, i, depthwise, relu, out, o, from, to)));
    cases.put(
        "maxPool", map(4, (in, i, out, o, from, to) -> k.maxPool(POOL, in, i, out, o, from, to)));
    cases.put(
        "averagePool",
        map(
            4,
            (in, i, out, o, from, to) ->
                k.averagePool(POOL, Divisor.VALID_PIXELS, in, i, out, o, from, to)));
    cases.put(
        "globalAveragePool",
        new Case(
            6,
            120,
            6,
            (in, i, out, o, from, to) -> k.globalAveragePool(MAP, in, i, out, o, from, to)));
    cases.put(
        "add",
        map(120, (in, i, out, o, from, to) -> k.add(in, i, other, 0, relu, out, o, from, to)));
    cases.put(
        "activate",
        map(120, (in, i, out, o, from, to) -> k.activate(relu, in, i, out, o, from, to)));
    cases.put(
        "concat", map(20, (in, i, out, o, from, to) -> k.concat(6, in, i, 6, 0, out, o, from, to)));
    cases.put(
        "scale",
        map(20, (in, i, out, o, from, to) -> k.scale(6, in, i, bias, 0, out, o, from, to)));
    cases.put(
        "scaleShift",
        map(
            20,
            (in, i, out, o, from, to) -> k.scaleShift(in, i, bias, bias, relu, out, o, from, to)));
    cases.put(
        "normalizeResponse",
        map(
            20,
            (in, i, out, o, from, to) ->
                k.normalizeResponse(RESPONSE, 6, in, i, out, o, from, to)));
    cases.put(
        "resize", map(4, (in, i, out, o, from, to) -> k.resize(RESIZE, in, i, out, o, from, to)));
    return cases;
  }

  private static Case map(int units, Call call) {
    return new Case(units, 120, 120, call);
  }

  @TestFactory
  Stream<DynamicTest> a_range_or_region_out_of_bounds_is_refused_before_anything_is_written() {
    return cases().entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> refusals(entry.getValue())));
  }

  private static void refusals(Case c) {
    float[] in = new float[c.inputs()];
    float[] out = new float[c.outputs()];
    Arrays.fill(out, Float.NaN);

    refused(() -> c.call().run(in, 0, out, 0, -1, c.units()));
    refused(() -> c.call().run(in, 0, out, 0, 0, c.units() + 1));
    refused(() -> c.call().run(in, 0, out, 0, 3, 2));
    refused(() -> c.call().run(in, 1, out, 0, 0, c.units()));
    refused(() -> c.call().run(in, -1, out, 0, 0, c.units()));
    refused(() -> c.call().run(in, 0, out, 1, 0, c.units()));
    refused(() -> c.call().run(in, 0, out, -1, 0, c.units()));
    refused(() -> c.call().run(in, Integer.MAX_VALUE, out, 0, 0, c.units()));
    refused(() -> c.call().run(in, 0, new float[c.outputs() - 1], 0, 0, c.units()));
    assertThat(out).containsOnly(Float.NaN);

    c.call().run(in, 0, out, 0, 0, c.units());
    assertThat(out).containsOnly(0f);
  }

  @Test
  void weights_of_another_number_are_refused() {
    Kernels k = kernels();

    refused(() -> k.packPointwise(6, 6, new float[35], new float[6]));
    refused(() -> k.packPointwise(6, 6, new float[36], new float[5]));
    refused(() -> k.packDense(6, 6, new float[37], new float[6]));
    refused(() -> k.packConvolution(CONVOLUTION, new float[36], new float[6]));
    refused(() -> k.packDepthwise(DEPTHWISE, new float[9 * 36], new float[6]));
  }

  @Test
  void weights_packed_by_other_kernels_or_for_another_layer_are_refused() {
    Kernels k = kernels();
    float[] map = new float[120];
    PackedWeights foreign = new ScalarKernels().packPointwise(6, 6, new float[36], new float[6]);
    PackedWeights narrow = k.packPointwise(5, 6, new float[30], new float[6]);

    refused(() -> k.pointwise(MATRIX, map, 0, foreign, Activation.NONE, map.clone(), 0, 0, 1));
    refused(() -> k.pointwise(MATRIX, map, 0, narrow, Activation.NONE, map.clone(), 0, 0, 1));
  }

  @Test
  void a_residual_a_scratch_a_gate_and_a_second_summand_must_be_large_enough() {
    Kernels k = kernels();
    float[] map = new float[120];
    float[] small = new float[119];
    Activation none = Activation.NONE;
    PackedWeights pointwise = k.packPointwise(6, 6, new float[36], new float[6]);
    PackedWeights convolution = k.packConvolution(CONVOLUTION, new float[9 * 36], new float[6]);
    float[] out = new float[120];
    float[] scratch = new float[k.convolutionScratch(CONVOLUTION) - 1];

    refused(() -> k.pointwiseAdd(MATRIX, map, 0, pointwise, small, 0, none, out, 0, 0, 20));
    refused(() -> k.convolution(CONVOLUTION, map, 0, convolution, none, scratch, 0, out, 0, 0, 4));
    refused(() -> k.scale(6, map, 0, new float[5], 0, out, 0, 0, 20));
    refused(() -> k.scaleShift(map, 0, new float[6], new float[5], none, out, 0, 0, 20));
    refused(() -> k.add(map, 0, small, 0, none, out, 0, 0, 120));
    refused(() -> k.concat(6, map, 0, 8, 3, new float[200], 0, 0, 20));
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .endsWith(".")
        .doesNotContain("\n");
  }
}
