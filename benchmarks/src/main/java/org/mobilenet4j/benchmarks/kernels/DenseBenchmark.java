package org.mobilenet4j.benchmarks.kernels;

import java.util.concurrent.TimeUnit;
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

/** Dense layers of one picture. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class DenseBenchmark {
  /** Inputs x units: the classifiers of V1, V2 and V3, V3-Large's head, and a squeeze. */
  @Param({"1024x1000", "1280x1000", "960x1280", "576x1024", "672x168"})
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
    multiplyAdds = (long) numbers[0] * numbers[1];
    bound =
        Layer.isGenerated(kernels)
            ? GeneratedLayer.dense(numbers[0], numbers[1])
            : PlainLayer.dense(Layer.kernels(kernels), numbers[0], numbers[1]);
  }

  /**
   * @param work counts
   * @return the result, so that it must be computed
   */
  @Benchmark
  public float[] dense(Work work) {
    work.multiplyAdds += multiplyAdds;
    return bound.run();
  }

  /** The layer that was made. */
  BoundLayer bound() {
    return bound;
  }
}
