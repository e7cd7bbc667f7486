package org.mobilenet4j.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is timed in three ways is one computation. */
final class LayersTest {
  private static final List<String> ALL = List.of("scalar", "vector", "generated");

  private static float[] computed(BoundLayer layer) {
    layer.run();
    return layer.channelsLast().clone();
  }

  private static void assertEqualWays(List<BoundLayer> ways) {
    float[] expected = computed(ways.getFirst());
    assertThat(expected).hasSizeGreaterThan(1);
    assertThat(expected).isNotEqualTo(new float[expected.length]);
    for (BoundLayer way : ways) {
      assertThat(computed(way)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"16x96@112", "24x144@56", "144x32@28", "384x96@14", "960x320@7", "40x24@15"})
  void a_pointwise_convolution_is_the_same_three_ways(String layer) {
    assertEqualWays(
        ALL.stream()
            .map(kernels -> {
              PointwiseBenchmark benchmark = new PointwiseBenchmark();
              benchmark.layer = layer;
              benchmark.kernels = kernels;
              benchmark.prepare();
              return benchmark.bound();
            })
            .toList());
  }

  @ParameterizedTest
  @CsvSource({"96k3s2@112", "192k3s1@28", "576k3s2@14", "72k5s2@56", "960k5s1@7", "20k3s1@17"})
  void a_depthwise_convolution_is_the_same_three_ways(String layer) {
    assertEqualWays(
        ALL.stream()
            .map(kernels -> {
              DepthwiseBenchmark benchmark = new DepthwiseBenchmark();
              benchmark.layer = layer;
              benchmark.kernels = kernels;
              benchmark.prepare();
              return benchmark.bound();
            })
            .toList());
  }

  @ParameterizedTest
  @CsvSource({"3x32k3s2@224", "3x16k3s2@35", "3x64k7s2@64"})
  void a_stem_is_the_same_three_ways(String layer) {
    assertEqualWays(
        ALL.stream()
            .map(kernels -> {
              StemBenchmark benchmark = new StemBenchmark();
              benchmark.layer = layer;
              benchmark.kernels = kernels;
              benchmark.prepare();
              return benchmark.bound();
            })
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1280x1000", "960x1280", "672x168"})
  void a_dense_layer_is_the_same_three_ways(String layer) {
    assertEqualWays(
        ALL.stream()
            .map(kernels -> {
              DenseBenchmark benchmark = new DenseBenchmark();
              benchmark.layer = layer;
              benchmark.kernels = kernels;
              benchmark.prepare();
              return benchmark.bound();
            })
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "vectors"})
  void other_kernels_are_refused(String name) {
    assertThatThrownBy(() -> Layer.kernels(name)).hasMessageContaining("scalar, vector or");
  }
}
