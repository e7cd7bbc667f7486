package org.mobilenet4j.kernels.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobilenet4j.kernels.gradient.GradientKernelsContract.assertSum;
import static org.mobilenet4j.kernels.gradient.GradientKernelsContract.numbers;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.kernels.DepthwiseShape;
import org.mobilenet4j.kernels.FeatureMap;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.gradient.GradientKernels.Depthwise;

/**
 * What depthwise convolutions and their gradients must compute, on rows narrower and wider than a
 * vector has lanes, held against sums in double precision.
 */
abstract class DepthwiseGradientContract {
  private static final int[] CHANNELS = {1, 7, 8, 9, 24};
  private static final int BAND = 37;
  private static final int ROWS = 3;

  abstract GradientKernels kernels();

  /** The rows that the taps reach, the last row first, with a row of zeros and NaN between them. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Frame(float[] array, int[] places, int columns, int lanes) {
    static Frame of(Window window, int width, int lanes) {
      int rows = window.inputRows(ROWS);
      int columns = window.inputColumns(width);
      int pitch = columns * lanes + BAND;
      float[] array = new float[BAND + rows * pitch];
      Arrays.fill(array, Float.NaN);
      int[] places = new int[rows];
      for (int y = 0; y < rows; y++) {
        places[y] = BAND + (rows - 1 - y) * pitch;
        float[] row = y == 0 ? new float[columns * lanes] : numbers(columns * lanes, y);
        System.arraycopy(row, 0, array, places[y], row.length);
      }
      return new Frame(array, places, columns, lanes);
    }

    float get(int row, int column, int lane) {
      return array[places[row] + column * lanes + lane];
    }
  }

  @ParameterizedTest(name = "{0}x{1}, stride {2}x{3}, dilation {4}x{5}, {6} columns")
  @CsvSource({
    "3, 3, 1, 1, 1, 1, 1", "3, 3, 1, 1, 1, 1, 7", "3, 3, 1, 1, 1, 1, 16", "3, 3, 1, 1, 1, 1, 23",
    "3, 3, 2, 2, 1, 1, 1", "3, 3, 2, 2, 1, 1, 9", "3, 3, 2, 2, 1, 1, 17", "5, 5, 1, 1, 1, 1, 4",
    "5, 5, 1, 1, 1, 1, 19", "5, 5, 2, 2, 1, 1, 3", "5, 5, 2, 2, 1, 1, 18", "3, 3, 1, 1, 2, 2, 5",
    "3, 3, 1, 1, 2, 2, 17", "3, 5, 2, 1, 1, 3, 8", "7, 1, 1, 2, 1, 1, 6", "1, 7, 1, 1, 1, 1, 13"
  })
  void depthwise_convolutions_and_the_gradients_of_their_weights_are_the_sums_of_their_windows(
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      int dilationHeight,
      int dilationWidth,
      int width) {
    Window window =
        new Window(
            kernelHeight,
            kernelWidth,
            strideHeight,
            strideWidth,
            dilationHeight,
            dilationWidth,
            0,
            0);

    assertWeightGradient(window, width);
    for (int channels : CHANNELS) {
      assertConvolution(window, width, channels);
    }
  }

  private void assertConvolution(Window window, int width, int channels) {
    int lanes = kernels().lanes();
    Frame frame = Frame.of(window, width, lanes);
    FeatureMap in = new FeatureMap(window.inputRows(ROWS), window.inputColumns(width), channels);
    FeatureMap out = new FeatureMap(ROWS, width, channels);
    Depthwise convolution = kernels().depthwise(new DepthwiseShape(in, out, window));
    float[] weights = numbers(window.taps() * channels, 11);
    convolution.refill(numbers(window.taps() * channels, 12));
    convolution.refill(weights);
    int outRow = width * lanes + BAND;
    for (int block = 0; block < (channels + lanes - 1) / lanes; block++) {
      float[] found = new float[BAND + ROWS * outRow];
      Arrays.fill(found, Float.NaN);

      convolution.run(block, frame.array(), frame.places(), 0, found, BAND, outRow, ROWS);

      for (int y = 0; y < ROWS; y++) {
        for (int x = 0; x < width; x++) {
          for (int lane = 0; lane < lanes; lane++) {
            float one = found[BAND + y * outRow + x * lanes + lane];
            int channel = block * lanes + lane;
            if (channel < channels) {
              assertWindow(one, frame, window, weights, channels, channel, y, x);
            } else {
              assertThat(one).as("spare lane").isZero();
            }
          }
        }
        assertBand(found, y * outRow);
      }
      assertBand(found, ROWS * outRow);
    }
  }

  private static void assertBand(float[] array, int from) {
    for (int i = 0; i < BAND; i++) {
      assertThat(array[from + i]).isNaN();
    }
  }

  private static void assertWindow(
      float found,
      Frame frame,
      Window window,
      float[] weights,
      int channels,
      int channel,
      int y,
      int x) {
    double sum = 0;
    double sizes = 0;
    for (int tap = 0; tap < window.taps(); tap++) {
      int row = y * window.strideHeight() + tap / window.kernelWidth() * window.dilationHeight();
      int column = x * window.strideWidth() + tap % window.kernelWidth() * window.dilationWidth();
      double term =
          (double) frame.get(row, column, channel % frame.lanes())
              * weights[tap * channels + channel];
      sum += term;
      sizes += Math.abs(term);
    }
    assertSum(
        found, sum, sizes, window.taps(), "channel %d, row %d, column %d".formatted(channel, y, x));
  }

  private void assertWeightGradient(Window window, int width) {
    int lanes = kernels().lanes();
    Frame frame = Frame.of(window, width, lanes);
    int gradientRow = width * lanes + BAND;
    float[] gradients = new float[BAND + ROWS * gradientRow];
    Arrays.fill(gradients, Float.NaN);
    for (int y = 0; y < ROWS; y++) {
      float[] row = numbers(width * lanes, 20 + y);
      System.arraycopy(row, 0, gradients, BAND + y * gradientRow, row.length);
    }
    int floats = window.taps() * lanes;
    float[] before = numbers(floats, 30);
    float[] sums = new float[floats + 2 * BAND];
    Arrays.fill(sums, Float.NaN);
    System.arraycopy(before, 0, sums, BAND, floats);

    kernels()
        .depthwiseGradient(window)
        .add(
            frame.array(),
            frame.places(),
            0,
            gradients,
            BAND,
            gradientRow,
            sums,
            BAND,
            ROWS,
            width);

    for (int i = 0; i < floats; i++) {
      int tap = i / lanes;
      double sum = before[i];
      double sizes = Math.abs(sum);
      for (int y = 0; y < ROWS; y++) {
        for (int x = 0; x < width; x++) {
          int row =
              y * window.strideHeight() + tap / window.kernelWidth() * window.dilationHeight();
          int column =
              x * window.strideWidth() + tap % window.kernelWidth() * window.dilationWidth();
          double term =
              (double) frame.get(row, column, i % lanes)
                  * gradients[BAND + y * gradientRow + x * lanes + i % lanes];
          sum += term;
          sizes += Math.abs(term);
        }
      }
      assertSum(
          sums[BAND + i],
          sum,
          sizes,
          ROWS * width + 1,
          "tap %d, lane %d".formatted(tap, i % lanes));
    }
    assertBand(sums, 0);
    assertBand(sums, BAND + floats);
  }
}
