package org.mobilenet4j.benchmarks.kernels;

import java.util.concurrent.TimeUnit;
import org.mobilenet4j.kernels.DepthwiseShape;
import org.mobilenet4j.kernels.FeatureMap;
import org.mobilenet4j.kernels.Window;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Depthwise convolutions with ReLU6 and symmetric padding. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class DepthwiseBenchmark {
  /** Channels, kernel and stride @ height and width of the input: V2's layers, and V3's of 5x5. */
  @Param({
    "32k3s1@112",
    "96k3s2@112",
    "144k3s1@56",
    "192k3s1@28",
    "384k3s1@14",
    "576k3s2@14",
    "960k3s1@7",
    "72k5s2@56",
    "120k5s1@28",
    "960k5s1@7"
  })
  public String layer = "";

  /** Which kernels compute. */
  @Param({"scalar", "vector", "generated"})
  public String kernels = "";

  private BoundLayer bound = Layer.NONE;
  private long multiplyAdds;

  /** Makes the layer. */
  @Setup
  public void prepare() {
    int[] numbers = Layer.numbers(layer);
    int channels = numbers[0];
    int kernel = numbers[1];
    int stride = numbers[2];
    int side = numbers[3];
    int outSide = (side - 1) / stride + 1;
    DepthwiseShape shape =
        new DepthwiseShape(
            new FeatureMap(side, side, channels),
            new FeatureMap(outSide, outSide, channels),
            Window.square(kernel, stride, kernel / 2));
    multiplyAdds = (long) shape.out().size() * shape.window().taps();
    bound =
        Layer.isGenerated(kernels)
            ? GeneratedLayer.depthwise(shape)
            : PlainLayer.depthwise(Layer.kernels(kernels), shape);
  }

  /**
   * @param work counts; taps in the padding count, too
   * @return the result, so that it must be computed
   */
  @Benchmark
  public float[] depthwise(Work work) {
    work.multiplyAdds += multiplyAdds;
    return bound.run();
  }

  /** The layer that was made. */
  BoundLayer bound() {
    return bound;
  }
}
