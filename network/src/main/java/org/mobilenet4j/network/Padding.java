package org.mobilenet4j.network;

/**
 * How far a window may reach beyond the picture, as explicit data.
 *
 * <p>TensorFlow's {@link Same} and PyTorch's {@link Symmetric} agree in the size of the result but
 * sample other pixels at stride 2; weights trained with one lose accuracy with the other.
 */
public sealed interface Padding {
  /**
   * TensorFlow's SAME: the output has {@code ceil(input / stride)} pixels a side; of the padding
   * that takes, the smaller half lies before the picture and the rest after.
   */
  record Same() implements Padding {}

  /**
   * The same number of pixels on both sides, whatever the input; PyTorch's rule.
   *
   * @param height rows above and below; not negative
   * @param width columns left and right; not negative
   */
  record Symmetric(int height, int width) implements Padding {
    public Symmetric {
      requireNotNegative(height, width, height, width);
    }
  }

  /**
   * Every side by itself.
   *
   * @param top rows above; not negative
   * @param left columns to the left; not negative
   * @param bottom rows below; not negative
   * @param right columns to the right; not negative
   */
  record Explicit(int top, int left, int bottom, int right) implements Padding {
    public Explicit {
      requireNotNegative(top, left, bottom, right);
    }
  }

  /**
   * Padding in pixels, once the size of the input is known.
   *
   * @param top rows above
   * @param left columns to the left
   * @param bottom rows below
   * @param right columns to the right
   */
  record Amounts(int top, int left, int bottom, int right) {}

  /**
   * No padding: every window lies inside the picture.
   *
   * @return zero pixels on each side
   */
  static Padding none() {
    return new Symmetric(0, 0);
  }

  /**
   * The symmetric padding that keeps the size at stride 1: half the kernel on each side.
   *
   * @param kernel the window; odd
   * @return {@code kernel / 2}, rounded down, on each side
   */
  static Padding half(Extent kernel) {
    return new Symmetric(kernel.height() / 2, kernel.width() / 2);
  }

  /**
   * The padding in pixels for one input size.
   *
   * @param input size of the picture
   * @param kernel taps of the window
   * @param stride step between two windows
   * @param dilation distance between two taps
   * @return the pixels to add on each side
   */
  default Amounts resolve(Extent input, Extent kernel, Extent stride, Extent dilation) {
    return switch (this) {
      case Explicit(int top, int left, int bottom, int right) ->
          new Amounts(top, left, bottom, right);
      case Symmetric(int height, int width) -> new Amounts(height, width, height, width);
      case Same() -> {
        int rows = same(input.height(), kernel.height(), stride.height(), dilation.height());
        int columns = same(input.width(), kernel.width(), stride.width(), dilation.width());
        yield new Amounts(rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
      }
    };
  }

  private static int same(int input, int kernel, int stride, int dilation) {
    long outputs = (input + (long) stride - 1) / stride;
    long reach = (outputs - 1) * stride + (kernel - 1L) * dilation + 1;
    // Half the range is beyond any picture, and leaves room for the sums that follow.
    return Math.clamp(reach - input, 0, Integer.MAX_VALUE / 2);
  }

  private static void requireNotNegative(int top, int left, int bottom, int right) {
    if (Math.min(Math.min(top, left), Math.min(bottom, right)) < 0) {
      throw new IllegalArgumentException(
          "Padding of %d, %d, %d, %d (top, left, bottom, right); none may be negative."
              .formatted(top, left, bottom, right));
    }
  }
}
