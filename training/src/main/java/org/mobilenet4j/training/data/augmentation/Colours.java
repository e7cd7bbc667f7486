package org.mobilenet4j.training.data.augmentation;

import java.util.Arrays;
import org.mobilenet4j.vision.image.Pixels;

/**
 * What colours pixels have, in Pillow's arithmetic to the byte ({@code ImageEnhance}, {@code
 * ImageOps}).
 */
final class Colours {
  private static final int LEVELS = 256;

  private Colours() {}

  /** Toward black (0) or away from it. */
  static Pixels brightness(Pixels picture, double factor) {
    byte[] rgb = picture.toByteArray();
    return blended(picture, new byte[rgb.length], factor);
  }

  /** Toward the mean luminance (0) or away from it. */
  static Pixels contrast(Pixels picture, double factor) {
    byte[] rgb = picture.toByteArray();
    long sum = 0;
    for (int pixel = 0; pixel < rgb.length; pixel += Pixels.CHANNELS) {
      sum += luminance(rgb, pixel);
    }
    byte[] mean = new byte[rgb.length];
    Arrays.fill(mean, (byte) (int) ((double) sum / picture.extent().area() + 0.5));
    return blended(picture, mean, factor);
  }

  /** Toward grey (0) or away from it. */
  static Pixels saturation(Pixels picture, double factor) {
    byte[] grey = picture.toByteArray();
    for (int pixel = 0; pixel < grey.length; pixel += Pixels.CHANNELS) {
      byte level = (byte) luminance(grey, pixel);
      grey[pixel] = level;
      grey[pixel + 1] = level;
      grey[pixel + 2] = level;
    }
    return blended(picture, grey, factor);
  }

  /** Toward a smoothed picture (0) or away from it; the outermost pixels stay. */
  static Pixels sharpness(Pixels picture, double factor) {
    byte[] rgb = picture.toByteArray();
    byte[] smooth = rgb.clone();
    int row = picture.width() * Pixels.CHANNELS;
    for (int y = 1; y < picture.height() - 1; y++) {
      for (int at = y * row + Pixels.CHANNELS; at < (y + 1) * row - Pixels.CHANNELS; at++) {
        smooth[at] = smoothed(rgb, at, row);
      }
    }
    return blended(picture, smooth, factor);
  }

  /** Pillow's SMOOTH: five times the middle and once each neighbour, by thirteen. */
  private static byte smoothed(byte[] rgb, int at, int row) {
    float sum = 0;
    for (int down = -row; down <= row; down += row) {
      for (int right = -Pixels.CHANNELS; right <= Pixels.CHANNELS; right += Pixels.CHANNELS) {
        int weight = down == 0 && right == 0 ? 5 : 1;
        sum += (rgb[at + down + right] & 0xFF) * weight;
      }
    }
    return (byte) (int) (sum / 13 + 0.5f);
  }

  /** The same number of bits a channel, the lower ones cleared. */
  static Pixels posterised(Pixels picture, int bits) {
    byte[] table = new byte[LEVELS];
    int mask = -(1 << (8 - bits));
    for (int level = 0; level < LEVELS; level++) {
      table[level] = (byte) (level & mask);
    }
    return looked(picture, table, table, table);
  }

  /** From the threshold up, colours become their opposite. */
  static Pixels solarised(Pixels picture, double threshold) {
    byte[] table = new byte[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      table[level] = (byte) (level < threshold ? level : LEVELS - 1 - level);
    }
    return looked(picture, table, table, table);
  }

  /** The darker half of the levels gets something more; timm's {@code solarize_add}. */
  static Pixels lightened(Pixels picture, int more) {
    byte[] table = new byte[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      table[level] = (byte) (level < LEVELS / 2 ? Math.min(level + more, LEVELS - 1) : level);
    }
    return looked(picture, table, table, table);
  }

  /** Each channel stretched to all levels. */
  static Pixels autoContrast(Pixels picture) {
    int[][] counts = histograms(picture);
    byte[][] tables = new byte[Pixels.CHANNELS][LEVELS];
    for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
      int low = 0;
      int high = LEVELS - 1;
      while (counts[channel][low] == 0) {
        low++;
      }
      while (counts[channel][high] == 0) {
        high--;
      }
      for (int level = 0; level < LEVELS; level++) {
        double scale = high > low ? 255.0 / (high - low) : 1;
        double offset = high > low ? -low * scale : 0;
        tables[channel][level] = (byte) Math.clamp((int) (level * scale + offset), 0, 255);
      }
    }
    return looked(picture, tables[0], tables[1], tables[2]);
  }

  /** Each channel with about as many pixels at every level. */
  static Pixels equalised(Pixels picture) {
    int[][] counts = histograms(picture);
    byte[][] tables = new byte[Pixels.CHANNELS][LEVELS];
    for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
      int last = LEVELS - 1;
      while (counts[channel][last] == 0) {
        last--;
      }
      int step = (int) ((picture.extent().area() - counts[channel][last]) / 255);
      int sum = step / 2;
      for (int level = 0; level < LEVELS; level++) {
        tables[channel][level] = (byte) (step == 0 ? level : Math.min(sum / step, 255));
        sum += counts[channel][level];
      }
    }
    return looked(picture, tables[0], tables[1], tables[2]);
  }

  private static int[][] histograms(Pixels picture) {
    int[][] counts = new int[Pixels.CHANNELS][LEVELS];
    byte[] rgb = picture.toByteArray();
    for (int i = 0; i < rgb.length; i++) {
      counts[i % Pixels.CHANNELS][rgb[i] & 0xFF]++;
    }
    return counts;
  }

  private static Pixels looked(Pixels picture, byte[] red, byte[] green, byte[] blue) {
    byte[] rgb = picture.toByteArray();
    for (int pixel = 0; pixel < rgb.length; pixel += Pixels.CHANNELS) {
      rgb[pixel] = red[rgb[pixel] & 0xFF];
      rgb[pixel + 1] = green[rgb[pixel + 1] & 0xFF];
      rgb[pixel + 2] = blue[rgb[pixel + 2] & 0xFF];
    }
    return Pixels.of(picture.extent(), rgb);
  }

  /** ITU-R 601 in 16-bit fixed point, as Pillow's {@code convert("L")}. */
  private static int luminance(byte[] rgb, int at) {
    return ((rgb[at] & 0xFF) * 19595
            + (rgb[at + 1] & 0xFF) * 38470
            + (rgb[at + 2] & 0xFF) * 7471
            + 0x8000)
        >> 16;
  }

  /** {@code other + factor (picture - other)}, cut off to bytes; Pillow's {@code Image.blend}. */
  private static Pixels blended(Pixels picture, byte[] other, double factor) {
    byte[] rgb = picture.toByteArray();
    float alpha = (float) factor;
    for (int i = 0; i < rgb.length; i++) {
      int from = other[i] & 0xFF;
      float value = from + alpha * ((rgb[i] & 0xFF) - from);
      rgb[i] = (byte) (value <= 0 ? 0 : value >= 255 ? 255 : (int) value);
    }
    return Pixels.of(picture.extent(), rgb);
  }
}
