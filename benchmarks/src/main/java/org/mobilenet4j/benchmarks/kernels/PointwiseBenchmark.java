package org.mobilenet4j.benchmarks.kernels;

import java.util.concurrent.TimeUnit;
import org.mobilenet4j.kernels.MatrixShape;
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
  @Param({"scalar", "vector", "generated"})
  public String kernels = "";

  private BoundLayer bound = Layer.NONE;
  private long multiplyAdds;

  /** Makes the layer. */
  @Setup
  public void prepare() {
    int[] numbers = Layer.numbers(layer);
    int side = numbers[2];
    MatrixShape shape = new MatrixShape(side * side, numbers[0], numbers[1]);
    multiplyAdds = (long) shape.rows() * shape.inner() * shape.columns();
    bound =
        Layer.isGenerated(kernels)
            ? GeneratedLayer.pointwise(shape, side)
            : PlainLayer.pointwise(Layer.kernels(kernels), shape);
  }

  /**
   * @param work counts
   * @return the result, so that it must be computed
   */
  @Benchmark
  public float[] pointwise(Work work) {
    work.multiplyAdds += multiplyAdds;
    return bound.run();
  }

  /** The layer that was made. */
  BoundLayer bound() {
    return bound;
  }
}
