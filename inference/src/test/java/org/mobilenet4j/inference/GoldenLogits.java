package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mobilenet4j.kernels.Gang;
import org.mobilenet4j.kernels.KernelChoice;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.ScalarKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.imports.TensorFiles;
import org.mobilenet4j.model.tensors.TensorFile;

/** Compares what a model computes with what another program computed of it. */
final class GoldenLogits {
  private static final double TOLERANCE = 2e-5;

  private GoldenLogits() {}

  /**
   * The scalar kernels, and the vector kernels where this JVM can use them: one for all tests,
   * since kernels that were trained for one network serve the next.
   */
  static Stream<Kernels> kernels() {
    Kernels best = KernelChoice.best().kernels();
    return Stream.concat(
        Stream.of(new ScalarKernels()),
        Stream.of(best).filter(kernels -> !(kernels instanceof ScalarKernels)));
  }

  static Tensor tensor(Path file, String name) {
    try (TensorFile tensors = TensorFiles.open(file)) {
      return tensors.load(name);
    }
  }

  /** Each image by itself, and the same images inside a batch of three. */
  static void compare(Model model, Tensor input, Tensor golden, Kernels kernels) {
    List<Integer> dims = input.dimensions();
    Model sized =
        model.with(model.network().withInputSize(dims.get(2), dims.get(3)), model.weights());
    List<float[]> images = split(channelsLast(input), dims.getFirst());
    List<float[]> expected = split(golden.values(), dims.getFirst());
    Plan plan = Plan.of(sized, kernels);
    assertThat(plan.warmUp().isPresent())
        .as("vectors compute in blocks")
        .isEqualTo(!(kernels instanceof ScalarKernels));
    List<float[]> found = alone(plan, images);
    Plan channelsLast = Plan.of(sized, kernels, PlanLayout.CHANNELS_LAST);
    assertThat(alone(channelsLast, images.subList(0, 1)).getFirst())
        .as("channels last has the same bits")
        .isEqualTo(found.getFirst());
    for (int image = 0; image < images.size(); image++) {
      compare(expected.get(image), found.get(image));
    }
    if (images.size() == 1) {
      images.add(reversed(images.getFirst())); // so that two images cannot change places unseen
      found.addAll(alone(plan, images.subList(1, 2)));
    }
    float[] three = concat(images.get(0), images.get(1), images.get(0));
    try (Session session = new Session(plan, Gang.ofExactly(2))) {
      assertThat(session.run(three))
          .as("a batch of three on two threads has the same bits")
          .isEqualTo(concat(found.get(0), found.get(1), found.get(0)));
    }
  }

  private static List<float[]> alone(Plan plan, List<float[]> images) {
    try (Session session = plan.newSession(1)) {
      session.warmUp();
      return images.stream().map(session::run).collect(Collectors.toCollection(ArrayList::new));
    }
  }

  private static List<float[]> split(float[] values, int parts) {
    int size = values.length / parts;
    return IntStream.range(0, parts)
        .mapToObj(part -> Arrays.copyOfRange(values, part * size, (part + 1) * size))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static float[] reversed(float[] values) {
    float[] backwards = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      backwards[i] = values[values.length - 1 - i];
    }
    return backwards;
  }

  static float[] concat(float[]... parts) {
    float[] whole = new float[parts.length * parts[0].length];
    for (int part = 0; part < parts.length; part++) {
      System.arraycopy(parts[part], 0, whole, part * parts[0].length, parts[0].length);
    }
    return whole;
  }

  static void compare(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs((double) expected[i] - actual[i]));
    }
    assertThat(difference / largest)
        .as("largest deviation, as a share of the largest output %s", largest)
        .isLessThan(TOLERANCE);
    List<Integer> expectedOrder = order(expected);
    List<Integer> actualOrder = order(actual);
    for (int rank = 0; rank < Math.min(5, expected.length - 1); rank++) {
      float gap = expected[expectedOrder.get(rank)] - expected[expectedOrder.get(rank + 1)];
      if (gap > 2 * TOLERANCE * largest) {
        assertEquals(
            expectedOrder.subList(0, rank + 1).stream().sorted().toList(),
            actualOrder.subList(0, rank + 1).stream().sorted().toList(),
            "the first %d outputs".formatted(rank + 1));
      }
    }
  }

  private static List<Integer> order(float[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -values[i]))
        .collect(Collectors.toList());
  }

  static float[] channelsLast(Tensor tensor) {
    List<Integer> dims = tensor.dimensions();
    int channels = dims.get(1);
    int pixels = dims.get(2) * dims.get(3);
    float[] from = tensor.values();
    float[] to = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      int image = i / (channels * pixels);
      int channel = i / pixels % channels;
      to[(image * pixels + i % pixels) * channels + channel] = from[i];
    }
    return to;
  }
}
