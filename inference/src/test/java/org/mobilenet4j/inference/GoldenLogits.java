package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.ScalarKernels;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.imports.TensorFiles;
import org.mobilenet4j.model.tensors.TensorFile;

/** Compares what a model computes with what another program computed of it. */
final class GoldenLogits {
  private static final double TOLERANCE = 2e-5;

  private GoldenLogits() {}

  static Stream<Kernels> kernels() {
    return Stream.of(new ScalarKernels(), new VectorKernels());
  }

  static Tensor tensor(Path file, String name) {
    try (TensorFile tensors = TensorFiles.open(file)) {
      return tensors.load(name);
    }
  }

  static void compare(Model model, Tensor input, Tensor golden, Kernels kernels) {
    List<Integer> dims = input.dimensions();
    int batch = dims.get(0);
    int outputs = golden.values().length / batch;
    float[] images = channelsLast(input);
    Model sized =
        model.with(model.network().withInputSize(dims.get(2), dims.get(3)), model.weights());
    Plan plan = Plan.of(sized, kernels);
    float[] found;
    try (Session session = plan.newSession(1)) {
      found = session.run(images);
    }
    assertEquals(golden.values().length, found.length);
    for (int image = 0; image < batch; image++) {
      float[] expected =
          Arrays.copyOfRange(golden.values(), image * outputs, (image + 1) * outputs);
      float[] actual = Arrays.copyOfRange(found, image * outputs, (image + 1) * outputs);
      compare(expected, actual);
    }
    // The same images as a batch of three on two threads: the same bits.
    float[] three = new float[3 * images.length / batch];
    float[] threeOutputs = new float[3 * outputs];
    for (int image = 0; image < 3; image++) {
      int of = image % batch;
      int size = images.length / batch;
      System.arraycopy(images, of * size, three, image * size, size);
      System.arraycopy(found, of * outputs, threeOutputs, image * outputs, outputs);
    }
    try (Session session = plan.newSession(2)) {
      assertThat(session.run(three)).isEqualTo(threeOutputs);
    }
  }

  static void compare(float[] expected, float[] actual) {
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
    for (int rank = 0; rank + 1 < Math.min(5, expected.length); rank++) {
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
