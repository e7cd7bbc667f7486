package org.mobilenet4j.kernels.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;

/**
 * A map in blocks of channels, with NaN before, between and behind the blocks: who reads there
 * computes NaN, who writes there is seen.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GuardedBlocks(float[] array, int channels, int pixels, int lanes) {
  // Not a multiple of any vector's length, so that nothing is aligned by accident.
  private static final int BAND = 37;

  /** What spare lanes of an input hold: finite, and seen wherever it is not multiplied away. */
  private static final float SPARE = 7;

  static GuardedBlocks empty(int channels, int pixels, int lanes) {
    int blocks = (channels + lanes - 1) / lanes;
    float[] array = new float[BAND + blocks * (pixels * lanes + BAND)];
    Arrays.fill(array, Float.NaN);
    return new GuardedBlocks(array, channels, pixels, lanes);
  }

  /** Seeded values between -1 and 1. */
  static GuardedBlocks random(int channels, int pixels, int lanes, long seed) {
    GuardedBlocks map = empty(channels, pixels, lanes);
    Random random = new Random(seed);
    for (int c = 0; c < map.blocks() * lanes; c++) {
      for (int p = 0; p < pixels; p++) {
        map.array[map.at(c, p)] = c < channels ? 2 * random.nextFloat() - 1 : SPARE;
      }
    }
    return map;
  }

  int blocks() {
    return (channels + lanes - 1) / lanes;
  }

  int offset() {
    return BAND;
  }

  /** Floats from a block to the next. */
  int block() {
    return pixels * lanes + BAND;
  }

  int at(int channel, int pixel) {
    return BAND + channel / lanes * block() + pixel * lanes + channel % lanes;
  }

  float get(int channel, int pixel) {
    return array[at(channel, pixel)];
  }

  /** Sets the pixels from one on to zero, as those that fill up a run. */
  void zeroFrom(int pixel) {
    for (int c = 0; c < blocks() * lanes; c++) {
      for (int p = pixel; p < pixels; p++) {
        array[at(c, p)] = 0;
      }
    }
  }

  void assertBandsUntouched() {
    for (int band = 0; band <= blocks(); band++) {
      for (int i = 0; i < BAND; i++) {
        assertThat(array[band * block() + i]).isNaN();
      }
    }
  }

  /** If a kernel writes to the lanes behind the last channel, it writes zero. */
  void assertSpareLanesZeroOrUntouched() {
    for (int c = channels; c < blocks() * lanes; c++) {
      for (int p = 0; p < pixels; p++) {
        assertThat(get(c, p)).as("spare channel %d of pixel %d", c, p).isIn(0f, SPARE);
      }
    }
  }
}
