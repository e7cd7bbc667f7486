package org.mobilenet4j.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.testing.RealData;

/** The files that trip decoders, with what Pillow reads from each; added where the data are. */
final class OddImagesTest {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int GRID = 4;
  private static final List<String> MEANS = List.of("mean_r", "mean_g", "mean_b");

  @TestFactory
  Stream<DynamicTest> odd_pictures_are_read_as_pillow_reads_them_or_refused() {
    return RealData.data().stream().flatMap(OddImagesTest::pictures);
  }

  private static Stream<DynamicTest> pictures(Path data) {
    try {
      List<String> lines = Files.readAllLines(data.resolve("odd-images.csv"));
      List<String> header = List.of(lines.getFirst().split(",", -1));
      return lines.stream()
          .skip(1)
          .map(line -> row(header, line))
          .map(row ->
              DynamicTest.dynamicTest(
                  cell(row, "file") + ": " + cell(row, "expect"),
                  () ->
                      assertTimeoutPreemptively(
                          LONGEST, () -> check(data.resolve("odd-images"), row))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> row(List<String> header, String line) {
    String[] cells = line.split(",", -1);
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < cells.length; i++) {
      row.put(header.get(i), cells[i]);
    }
    return row;
  }

  private static String cell(Map<String, String> row, String column) {
    return Objects.requireNonNull(row.get(column), column);
  }

  private static void check(Path folder, Map<String, String> row) throws NoSuchAlgorithmException {
    Path file = folder.resolve(cell(row, "file"));
    switch (cell(row, "expect")) {
      case "ok" -> checkPixels(Images.decode(file, DecodeOptions.standard()), row);
      case "error" ->
          assertThatThrownBy(() -> Images.decode(file, DecodeOptions.standard()))
              .isInstanceOf(ImageFormatException.class)
              .hasMessageStartingWith(file + ": ")
              .hasMessageEndingWith(".");
      case "either" -> readOrRefused(file);
      default -> throw new AssertionError("Unknown expectation in " + row);
    }
  }

  private static void readOrRefused(Path file) {
    try {
      Pixels pixels = Images.decode(file, DecodeOptions.standard());
      assertThat(pixels.extent().area()).isPositive();
    } catch (ImageFormatException refused) {
      assertThat(refused.getMessage()).startsWith(file + ": ").endsWith(".");
    }
  }

  private static void checkPixels(Pixels pixels, Map<String, String> row)
      throws NoSuchAlgorithmException {
    assertThat(pixels.extent())
        .isEqualTo(
            new Extent(
                Integer.parseInt(cell(row, "height")), Integer.parseInt(cell(row, "width"))));
    if (cell(row, "lossless").equals("yes")) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(pixels.toByteArray());
      assertThat(HexFormat.of().formatHex(hash)).isEqualTo(cell(row, "sha256_rgb"));
      return;
    }
    byte[] grid = HexFormat.of().parseHex(cell(row, "grid4"));
    for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
      double mean = Double.parseDouble(cell(row, MEANS.get(channel)));
      assertThat(mean(pixels, 0, 1, 0, 1, 1, channel)).isCloseTo(mean, within(1.0));
      for (int box = 0; box < GRID * GRID; box++) {
        int y = box / GRID;
        int x = box % GRID;
        assertThat(mean(pixels, y, y + 1, x, x + 1, GRID, channel))
            .isCloseTo(grid[box * Pixels.CHANNELS + channel] & 0xFF, within(2.0));
      }
    }
  }

  /** The mean of one channel over a box, its sides given in shares {@code of} the picture. */
  private static double mean(
      Pixels pixels, int top, int bottom, int left, int right, int of, int channel) {
    int firstRow = pixels.height() * top / of;
    int lastRow = Math.max(pixels.height() * bottom / of, firstRow + 1);
    int firstColumn = pixels.width() * left / of;
    int lastColumn = Math.max(pixels.width() * right / of, firstColumn + 1);
    long sum = 0;
    for (int y = firstRow; y < lastRow; y++) {
      for (int x = firstColumn; x < lastColumn; x++) {
        sum += pixels.value(y, x, channel);
      }
    }
    return (double) sum / ((lastRow - firstRow) * (lastColumn - firstColumn));
  }
}
