package org.mobilenet4j.benchmarks.compare;

import java.util.Map;
import org.mobilenet4j.benchmarks.engines.PlanEngine;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.file.SeededInput;
import org.mobilenet4j.network.cost.Cost;

/**
 * Measures this library alone, on a network of another width or resolution.
 *
 * <p>A program of its own: name of a network, width, resolution, threads, seconds of warm-up,
 * rounds; prints the multiply-adds of the network and a {@link Sample}.
 */
final class ShapeVariant {
  private ShapeVariant() {}

  public static void main(String[] args) throws InterruptedException {
    int threads = Integer.parseInt(args[3]);
    Effort effort = new Effort(Double.parseDouble(args[4]), Integer.parseInt(args[5]));
    Model model =
        BenchmarkNetwork.model(
            BenchmarkNetwork.of(args[0])
                .architecture()
                .width(Double.parseDouble(args[1]))
                .resolution(Integer.parseInt(args[2])));
    try (PlanEngine engine = PlanEngine.of(model, threads, 1)) {
      engine.give(SeededInput.of(1, model.network().input()));
      Sample sample = Steady.measure(Map.of("mobilenet4j", engine), 1, effort).getFirst();
      System.out.println(Child.line(Cost.of(model.network()).multiplyAdds()));
      System.out.println(sample.line());
    }
  }
}
