package org.mobilenet4j.vision.image;

/**
 * How the samples of a JPEG become red, green and blue, rounded as the IJG's library rounds.
 *
 * <p>Source: ITU-T T.871, section 7, in 16-bit fixed point. CMYK is inverted, as Adobe writes it
 * and Pillow assumes, and multiplied out without a profile: {@code red = (255 - cyan) · (255 -
 * black) / 255}.
 */
enum JpegColours {
  GREY(1) {
    @Override
    void toRgb(byte[] from, byte[] rgb) {
      for (int i = 0; i < from.length; i++) {
        rgb[3 * i] = from[i];
        rgb[3 * i + 1] = from[i];
        rgb[3 * i + 2] = from[i];
      }
    }
  },
  RGB(3) {
    @Override
    void toRgb(byte[] from, byte[] rgb) {
      System.arraycopy(from, 0, rgb, 0, from.length);
    }
  },
  YCBCR(3) {
    @Override
    void toRgb(byte[] from, byte[] rgb) {
      for (int i = 0; i < from.length; i += 3) {
        int luma = from[i] & 0xFF;
        int blue = (from[i + 1] & 0xFF) - 128;
        int red = (from[i + 2] & 0xFF) - 128;
        rgb[i] = clamp(luma + red(red));
        rgb[i + 1] = clamp(luma + green(blue, red));
        rgb[i + 2] = clamp(luma + blue(blue));
      }
    }
  },
  CMYK(4) {
    @Override
    void toRgb(byte[] from, byte[] rgb) {
      for (int i = 0, o = 0; i < from.length; i += 4, o += 3) {
        int white = from[i + 3] & 0xFF;
        rgb[o] = (byte) share(from[i] & 0xFF, white);
        rgb[o + 1] = (byte) share(from[i + 1] & 0xFF, white);
        rgb[o + 2] = (byte) share(from[i + 2] & 0xFF, white);
      }
    }
  },
  YCCK(4) {
    @Override
    void toRgb(byte[] from, byte[] rgb) {
      for (int i = 0, o = 0; i < from.length; i += 4, o += 3) {
        int luma = from[i] & 0xFF;
        int blue = (from[i + 1] & 0xFF) - 128;
        int red = (from[i + 2] & 0xFF) - 128;
        int white = from[i + 3] & 0xFF;
        rgb[o] = (byte) share(255 - (clamp(luma + red(red)) & 0xFF), white);
        rgb[o + 1] = (byte) share(255 - (clamp(luma + green(blue, red)) & 0xFF), white);
        rgb[o + 2] = (byte) share(255 - (clamp(luma + blue(blue)) & 0xFF), white);
      }
    }
  };

  private static final int HALF = 1 << 15;

  private final int components;

  JpegColours(int components) {
    this.components = components;
  }

  int components() {
    return components;
  }

  /**
   * Converts interleaved samples; {@code from} and {@code rgb} may be the same array of three
   * components.
   */
  abstract void toRgb(byte[] from, byte[] rgb);

  private static int red(int redDifference) {
    return (91881 * redDifference + HALF) >> 16; // 1.40200
  }

  private static int green(int blueDifference, int redDifference) {
    return (-22554 * blueDifference - 46802 * redDifference + HALF) >> 16; // 0.34414, 0.71414
  }

  private static int blue(int blueDifference) {
    return (116130 * blueDifference + HALF) >> 16; // 1.77200
  }

  private static byte clamp(int value) {
    return (byte) Math.clamp(value, 0, 255);
  }

  /** {@code a · b / 255}, rounded to the nearest. */
  static int share(int a, int b) {
    int product = a * b + 128;
    return (product + (product >> 8)) >> 8;
  }
}
