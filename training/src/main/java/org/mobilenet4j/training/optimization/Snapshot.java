package org.mobilenet4j.training.optimization;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an {@link OptimizerState} or a {@link MovingAverage} remembers, for a checkpoint.
 *
 * @param kind what it was taken from: {@code sgd}, {@code adamw}, {@code moving-average}, …
 * @param steps how many steps had been taken
 * @param arrays every array by name, in a fixed order; copies, which no later step changes
 */
public record Snapshot(String kind, long steps, Map<String, float[]> arrays) {
  public Snapshot {
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    if (steps < 0) {
      throw new IllegalArgumentException(
          "A snapshot after %d steps; expected at least 0.".formatted(steps));
    }
  }

  /**
   * @param name of an array
   * @return the array
   * @throws IllegalArgumentException if there is none of that name
   */
  public float[] array(String name) {
    float[] array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "The snapshot of '%s' holds no '%s'.".formatted(kind, name));
    }
    return array;
  }

  /**
   * Copies the arrays over those of a run, or nothing at all.
   *
   * @throws OptimizationException if kind, names or lengths differ
   */
  void copyInto(String expectedKind, Map<String, float[]> target) {
    if (!kind.equals(expectedKind)) {
      throw new OptimizationException(
          "The saved state is that of '%s', but this run uses '%s'; resume with the recipe the run was started with."
              .formatted(kind, expectedKind));
    }
    target.forEach((name, array) -> {
      float[] saved = arrays.get(name);
      if (saved == null || saved.length != array.length) {
        throw new OptimizationException(
            "The saved state of '%s' has %s for '%s', but this run needs %d; was it saved for another network or other frozen layers?"
                .formatted(
                    kind,
                    saved == null ? "nothing" : saved.length + " numbers",
                    name,
                    array.length));
      }
    });
    for (String name : arrays.keySet()) {
      if (!target.containsKey(name)) {
        throw new OptimizationException(
            "The saved state of '%s' holds '%s', which this run does not train; was it saved for another network or other frozen layers?"
                .formatted(kind, name));
      }
    }
    target.forEach((name, array) -> System.arraycopy(array(name), 0, array, 0, array.length));
  }
}
