package org.mobilenet4j.training.data.generated;

import org.mobilenet4j.training.random.Draws;

/** A square picture that is being painted, colours from 0 to 1. */
final class Canvas {
  private static final double NOISE = 0.025;

  /** What covers how much of a pixel, from 0 to 1. */
  interface Coverage {
    double at(double x, double y);
  }

  /** What colour a pixel is painted with. */
  interface Paint {
    Colour at(double x, double y);
  }

  private final int side;
  private final double[] rgb;

  Canvas(int side) {
    this.side = side;
    this.rgb = new double[side * side * 3];
  }

  /** Height and width in pixels. */
  int side() {
    return side;
  }

  /** How much of a pixel's edge lies inside, for a signed distance in pixels. */
  static double inside(double distance) {
    return Math.clamp(0.5 - distance, 0.0, 1.0);
  }

  /** Paints over what is there; places are those of the middles of the pixels. */
  void paint(Coverage coverage, Paint paint) {
    paint(0, 0, side, side, coverage, paint);
  }

  /** The same where it may cover anything: within a box, in pixels. */
  void paint(double left, double top, double right, double bottom, Coverage coverage, Paint paint) {
    int lastRow = Math.min(side - 1, (int) Math.ceil(bottom));
    int lastColumn = Math.min(side - 1, (int) Math.ceil(right));
    for (int row = Math.max(0, (int) top - 1); row <= lastRow; row++) {
      for (int column = Math.max(0, (int) left - 1); column <= lastColumn; column++) {
        paint((row * side + column) * 3, column + 0.5, row + 0.5, coverage, paint);
      }
    }
  }

  private void paint(int at, double x, double y, Coverage coverage, Paint paint) {
    double share = coverage.at(x, y);
    if (share > 0) {
      Colour colour = paint.at(x, y);
      rgb[at] += share * (colour.red() - rgb[at]);
      rgb[at + 1] += share * (colour.green() - rgb[at + 1]);
      rgb[at + 2] += share * (colour.blue() - rgb[at + 2]);
    }
  }

  /** The picture in 8 bits, with the noise of a sensor. */
  byte[] bytes(Draws draws) {
    byte[] bytes = new byte[rgb.length];
    for (int i = 0; i < bytes.length; i++) {
      double noise = (draws.unit() + draws.unit() - 1) * NOISE;
      bytes[i] = (byte) Math.clamp((int) Math.rint((rgb[i] + noise) * 255), 0, 255);
    }
    return bytes;
  }
}
