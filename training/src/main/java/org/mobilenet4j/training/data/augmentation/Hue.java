package org.mobilenet4j.training.data.augmentation;

import org.mobilenet4j.vision.image.Pixels;

/** Turns the colour wheel; value and saturation (HSV) stay. */
final class Hue {
  private static final int SEXTANTS = 6;

  private Hue() {}

  /**
   * @param turn in turns of the wheel
   */
  static Pixels turned(Pixels picture, double turn) {
    byte[] rgb = picture.toByteArray();
    for (int pixel = 0; pixel < rgb.length; pixel += Pixels.CHANNELS) {
      turn(rgb, pixel, turn);
    }
    return Pixels.of(picture.extent(), rgb);
  }

  private static void turn(byte[] rgb, int at, double turn) {
    int red = rgb[at] & 0xFF;
    int green = rgb[at + 1] & 0xFF;
    int blue = rgb[at + 2] & 0xFF;
    int most = Math.max(red, Math.max(green, blue));
    int least = Math.min(red, Math.min(green, blue));
    double span = most - least;
    if (span == 0) {
      return; // grey has no hue
    }
    double sextant =
        most == red
            ? (green - blue) / span
            : most == green ? 2 + (blue - red) / span : 4 + (red - green) / span;
    double turned = sextant / SEXTANTS + turn;
    double hue = (turned - Math.floor(turned)) * SEXTANTS;
    rgb[at] = channel(hue, 5, most, span);
    rgb[at + 1] = channel(hue, 3, most, span);
    rgb[at + 2] = channel(hue, 1, most, span);
  }

  /** Smith 1978: how far the wheel is from where this channel is at its least. */
  private static byte channel(double hue, int offset, int most, double span) {
    double k = (offset + hue) % SEXTANTS;
    double depth = Math.clamp(Math.min(k, 4 - k), 0.0, 1.0);
    return (byte) Math.rint(most - span * depth);
  }
}
