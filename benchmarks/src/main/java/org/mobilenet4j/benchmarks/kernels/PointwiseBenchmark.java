package org.mobilenet4j.benchmarks.kernels;

import java.util.concurrent.TimeUnit;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.MatrixShape;
import org.mobilenet4j.kernels.PackedWeights;
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

/** Pointwise convolutions with ReLU6. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class PointwiseBenchmark {
  /** Input channels x output channels @ height and width: V2's expansions and projections, V1's. */
  @Param({
    "16x96@112",
    "96x24@56",
    "24x144@56",
    "144x32@28",
    "192x64@14",
    "384x96@14",
    "160x960@7",
    "960x320@7",
    "512x512@14",
    "1024x1024@7"
  })
  public String layer = "";

  /** Which kernels compute. */
  @Param({"scalar", "vector"})
  public String kernels = "";

  private Kernels chosen = Layer.kernels("scalar");
  private MatrixShape shape = new MatrixShape(1, 1, 1);
  private PackedWeights weights = chosen.packPointwise(1, 1, new float[1], new float[1]);
  private float[] in = {};
  private float[] out = {};

  /** Makes the layer. */
  @Setup
  public void prepare() {
    int[] numbers = Layer.numbers(layer);
    int inner = numbers[0];
    int columns = numbers[1];
    shape = new MatrixShape(numbers[2] * numbers[2], inner, columns);
    chosen = Layer.kernels(kernels);
    weights =
        chosen.packPointwise(inner, columns, Layer.random(inner * columns), Layer.random(columns));
    in = Layer.random(shape.rows() * inner);
    out = new float[shape.rows() * columns];
  }

  /**
   * @param work counts
   * @return the result, so that it must be computed
   */
  @Benchmark
  public float[] pointwise(Work work) {
    chosen.pointwise(shape, in, 0, weights, new Activation.Relu6(), out, 0, 0, shape.rows());
    work.multiplyAdds += (long) shape.rows() * shape.inner() * shape.columns();
    return out;
  }
}
