package org.mobilenet4j.training.optimization;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Numbers by name, as {@code golden/optimization.py} writes them. */
final class Golden {
  private final Map<String, double[]> numbers;

  private Golden(Map<String, double[]> numbers) {
    this.numbers = numbers;
  }

  static Golden read(String file) throws IOException {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
      return new Golden(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split(": ", 2))
              .collect(
                  Collectors.toMap(
                      parts -> parts[0],
                      parts ->
                          Arrays.stream(parts[1].split(" "))
                              .mapToDouble(Double::parseDouble)
                              .toArray())));
    }
  }

  double[] numbers(String name) {
    return Objects.requireNonNull(numbers.get(name), name);
  }

  float[] floats(String name) {
    double[] exact = numbers(name);
    float[] floats = new float[exact.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) exact[i];
    }
    return floats;
  }
}
