package org.mobilenet4j.benchmarks.compare;

import java.nio.file.Path;
import java.util.List;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;
import org.mobilenet4j.inference.Benchmark;
import org.mobilenet4j.inference.LayerType;
import org.mobilenet4j.inference.PartTime;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.model.file.ModelFile;

/**
 * Measures where the time of this library goes by kinds of layers.
 *
 * <p>A program of its own: folder and name of a network, threads, seconds; prints a {@link Line} a
 * kind.
 */
final class LayerProfile {
  private LayerProfile() {}

  /**
   * One kind of layer.
   *
   * @param time its layers together
   * @param limitNanos what its multiply-adds take at the peak of all threads
   */
  record Line(PartTime time, double limitNanos) {
    String line() {
      return Child.line(time.type(), time.multiplyAdds(), time.nanos(), limitNanos);
    }

    static Line of(List<String> fields) {
      return new Line(
          new PartTime(
              LayerType.valueOf(fields.get(0)),
              Long.parseLong(fields.get(1)),
              Long.parseLong(fields.get(2))),
          Double.parseDouble(fields.get(3)));
    }
  }

  public static void main(String[] args) {
    NetworkFiles files = new NetworkFiles(Path.of(args[0]), args[1]);
    int threads = Integer.parseInt(args[2]);
    Benchmark.Result result =
        Benchmark.run(
            Plan.of(ModelFile.read(files.model()).model()),
            threads,
            1,
            Double.parseDouble(args[3]));
    double peak = threads * result.peakPerThread();
    for (PartTime time : result.types()) {
      System.out.println(new Line(time, 1e9 * time.multiplyAdds() / peak).line());
    }
  }
}
