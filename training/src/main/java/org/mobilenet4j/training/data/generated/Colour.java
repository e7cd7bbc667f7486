package org.mobilenet4j.training.data.generated;

/** A colour, each part from 0 to 1. */
record Colour(double red, double green, double blue) {
  /** Of a place on the wheel, a saturation and a value (HSV), each from 0 to 1. */
  static Colour of(double hue, double saturation, double value) {
    return new Colour(
        part(hue, 5, saturation, value),
        part(hue, 3, saturation, value),
        part(hue, 1, saturation, value));
  }

  private static double part(double hue, int offset, double saturation, double value) {
    double k = (offset + hue * 6) % 6;
    return value * (1 - saturation * Math.clamp(Math.min(k, 4 - k), 0.0, 1.0));
  }

  double luminance() {
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  }

  /** {@code share} of the way to another colour. */
  Colour toward(Colour other, double share) {
    return new Colour(
        red + share * (other.red - red),
        green + share * (other.green - green),
        blue + share * (other.blue - blue));
  }

  Colour lit(double factor) {
    return new Colour(
        Math.clamp(red * factor, 0.0, 1.0),
        Math.clamp(green * factor, 0.0, 1.0),
        Math.clamp(blue * factor, 0.0, 1.0));
  }
}
