package org.mobilenet4j.kernels;

/** By what an average pool divides the sum of a window that reaches over the edge of the map. */
public enum Divisor {
  /**
   * By the number of pixels that lie in the map (TensorFlow; torch with {@code
   * count_include_pad=False}).
   */
  VALID_PIXELS,
  /**
   * By the number of taps of the whole window, as if the padding were zeros ({@code
   * count_include_pad=True}).
   */
  WHOLE_WINDOW;

  /** The divisor of a window of which {@code valid} taps lie in the map. */
  float of(Window window, int valid) {
    return switch (this) {
      case VALID_PIXELS -> valid;
      case WHOLE_WINDOW -> window.taps();
    };
  }
}
