package org.mobilenet4j.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;

/**
 * A file of {@code golden/gradients.py}: what torch finds for a network, and the numbers that both
 * sides begin with.
 */
final class GoldenNetwork {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final float UNIT = 0x1p-7f;
  private static final int PICTURES = 1_000_001;
  private static final int PROJECTION = 1_000_002;

  // Our sums have another order than torch's in float32, hence other roundings; of some hundred
  // differences the largest is about as large on both sides, and never four times as large.
  private static final double ROUNDINGS = 4;

  private final Map<String, String> lines;
  private final double[] setting;
  private final double tolerance;

  private GoldenNetwork(Map<String, String> lines) {
    this.lines = lines;
    this.setting = numbers("setting");
    this.tolerance = ROUNDINGS * numbers("rounding")[0];
  }

  static GoldenNetwork read(String file) throws IOException {
    try (InputStream in = GoldenNetwork.class.getResourceAsStream("/golden/" + file)) {
      return new GoldenNetwork(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split(": ", 2))
              .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1])));
    }
  }

  int resolution() {
    return (int) setting[1];
  }

  int batch() {
    return (int) setting[2];
  }

  double epsilon() {
    return setting[3];
  }

  double momentum() {
    return setting[4];
  }

  float[] pictures(int count) {
    return uniform((long) setting[0], PICTURES, count, 0, 2);
  }

  float[] gammas(int tensor, int count) {
    return uniform((long) setting[0], tensor, count, setting[5], 0.5 * setting[5]);
  }

  float[] betas(int tensor, int count) {
    return uniform((long) setting[0], tensor, count, setting[6], 0.25);
  }

  float[] biases(int tensor, int count) {
    return uniform((long) setting[0], tensor, count, 0, 0.25);
  }

  float[] weights(int tensor, int count, int fanIn) {
    return uniform((long) setting[0], tensor, count, 0, Math.sqrt(6.0 / fanIn));
  }

  /**
   * @return what is added to a tensor before a step; nothing but for biases before an activation
   */
  float[] shifts(int step, int tensor) {
    String letters = lines.getOrDefault("shift %d %d".formatted(step, tensor), "");
    float[] shifts = new float[letters.length()];
    for (int i = 0; i < shifts.length; i++) {
      shifts[i] = (LETTERS.indexOf(letters.charAt(i)) - LETTERS.indexOf('a')) * UNIT;
    }
    return shifts;
  }

  /** Fails unless the file has as many lines of a kind. */
  void assertCount(String kind, int count) {
    assertThat(lines.keySet().stream().filter(name -> name.startsWith(kind + " "))).hasSize(count);
  }

  /** Holds numbers against all numbers of a line, relative to the largest of them. */
  void assertAll(String name, double... found) {
    double[] expected = numbers(name);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(found).as(name).containsExactly(expected, Offset.offset(tolerance * largest));
  }

  /**
   * Holds a tensor against norm, largest size, projection and three numbers of a line.
   *
   * @param scale the line whose norm and largest size the differences are relative to
   * @param lost what each number may have lost besides
   */
  void assertTensor(String name, double[] found, String scale, double lost) {
    double[] expected = numbers(name);
    double[] relative = numbers(scale);
    float[] hashes = uniform(0, PROJECTION, found.length, 0, 1);
    double projection =
        IntStream.range(0, found.length).mapToDouble(i -> found[i] * hashes[i]).sum();
    double squares = Arrays.stream(found).map(each -> each * each).sum();
    double largest = Arrays.stream(found).map(Math::abs).max().orElseThrow();

    Offset<Double> all =
        Offset.offset(
            tolerance * Math.max(expected[0], relative[0]) + lost * Math.sqrt(found.length));
    Offset<Double> one = Offset.offset(tolerance * Math.max(expected[1], relative[1]) + lost);
    assertThat(Math.sqrt(squares)).as("%s: norm", name).isCloseTo(expected[0], all);
    assertThat(largest).as("%s: largest", name).isCloseTo(expected[1], one);
    assertThat(projection).as("%s: projection", name).isCloseTo(expected[2], all);
    int[] samples = {0, found.length / 2, found.length - 1};
    for (int s = 0; s < samples.length; s++) {
      assertThat(found[samples[s]])
          .as("%s: [%d]", name, samples[s])
          .isCloseTo(expected[3 + s], one);
    }
  }

  private double[] numbers(String name) {
    String line = Objects.requireNonNull(lines.get(name), name);
    return Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  /** As {@code uniform} of the recipe, around a mean. */
  private static float[] uniform(long seed, int tensor, int count, double mean, double scale) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      long z = seed * 0x9E3779B97F4A7C15L + tensor * 0xD1B54A32D192ED03L;
      z += (i + 1) * 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      numbers[i] = (float) (mean + scale * ((z >>> 40) * 0x1p-23 - 1));
    }
    return numbers;
  }
}
