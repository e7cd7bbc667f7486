package org.mobilenet4j.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.benchmarks.engines.Engine;

final class SteadyTest {
  /** Writes down when it ran. */
  private record Noted(String description, List<String> runs) implements Engine {
    @Override
    public void give(float[] images) {}

    @Override
    public float[] run() {
      runs.add(description);
      return new float[0];
    }

    @Override
    public void close() {}
  }

  @Test
  void in_each_round_another_engine_begins() throws InterruptedException {
    List<String> runs = new ArrayList<>();
    Map<String, Engine> engines = new LinkedHashMap<>();
    for (String name : List.of("a", "b", "c")) {
      engines.put(name, new Noted(name, runs));
    }

    List<Sample> samples = Steady.measure(engines, 1, new Effort(0, 4));

    assertThat(samples).extracting(Sample::engine).containsExactly("a", "b", "c");
    int turn = 1 + Effort.RUNS;
    List<String> turns = new ArrayList<>();
    for (int first = engines.size(); first < runs.size(); first += turn) {
      turns.add(runs.get(first));
    }
    assertThat(String.join("", turns)).isEqualTo("abc" + "bca" + "cab" + "abc");
  }
}
