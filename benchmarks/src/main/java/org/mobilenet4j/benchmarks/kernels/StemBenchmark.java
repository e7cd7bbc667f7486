package org.mobilenet4j.benchmarks.kernels;

import java.util.concurrent.TimeUnit;
import org.mobilenet4j.kernels.ConvolutionShape;
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

/** Convolutions of the picture with ReLU6 and symmetric padding. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class StemBenchmark {
  /**
   * Input channels x output channels, kernel and stride @ height and width of the input: V1's and
   * V2's, V3's, SqueezeNet's and ResNet's.
   */
  @Param({"3x32k3s2@224", "3x16k3s2@224", "3x64k3s2@224", "3x64k7s2@224"})
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
    int kernel = numbers[2];
    int stride = numbers[3];
    int side = numbers[4];
    int outSide = (side - 1) / stride + 1;
    ConvolutionShape shape =
        new ConvolutionShape(
            new FeatureMap(side, side, numbers[0]),
            new FeatureMap(outSide, outSide, numbers[1]),
            Window.square(kernel, stride, kernel / 2),
            1);
    multiplyAdds = (long) outSide * outSide * shape.weights();
    bound =
        Layer.isGenerated(kernels)
            ? GeneratedLayer.stem(shape)
            : PlainLayer.convolution(Layer.kernels(kernels), shape);
  }

  /**
   * @param work counts; taps in the padding count, too
   * @return the result, so that it must be computed
   */
  @Benchmark
  public float[] stem(Work work) {
    work.multiplyAdds += multiplyAdds;
    return bound.run();
  }

  /** The layer that was made. */
  BoundLayer bound() {
    return bound;
  }
}
