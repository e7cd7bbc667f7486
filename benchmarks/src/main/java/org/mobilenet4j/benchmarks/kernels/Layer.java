package org.mobilenet4j.benchmarks.kernels;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.mobilenet4j.kernels.KernelChoice;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.ScalarKernels;

/** What the benchmarks share: their parameters as numbers, the two sets of kernels, data. */
final class Layer {
  /** No layer yet. */
  static final BoundLayer NONE = new PlainLayer(new float[0], () -> {});

  private Layer() {}

  /** Whether generated kernels are meant, which have a layout of their own. */
  static boolean isGenerated(String name) {
    return name.equals("generated");
  }

  /** The numbers in a layer's name, such as {@code 96x24@56}. */
  static int[] numbers(String name) {
    return Arrays.stream(name.split("\\D+")).mapToInt(Integer::parseInt).toArray();
  }

  /** The reference, or the best of this machine for maps whose channels lie last. */
  static Kernels kernels(String name) {
    return switch (name) {
      case "scalar" -> new ScalarKernels();
      case "vector" -> KernelChoice.best().kernels();
      default ->
          throw new IllegalArgumentException(
              "There are no kernels '%s'; expected scalar, vector or generated.".formatted(name));
    };
  }

  /** Numbers from -1 to 1. */
  static float[] random(int count) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }
}
