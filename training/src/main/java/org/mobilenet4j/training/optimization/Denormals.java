package org.mobilenet4j.training.optimization;

/**
 * Keeps running averages away from denormal numbers (below 2⁻¹²⁶), which many processors compute in
 * microcode, many times more slowly: the memory of a dead channel, whose gradient is exactly zero,
 * would shrink its way down into them and stay there.
 *
 * <p>No branches and no conversions, so that loops over it vectorise; such loops wait for memory,
 * and the guard costs nothing that can be measured.
 */
final class Denormals {
  private static final float TINY = 0x1p-80f;
  private static final float SMALLEST_GRADIENT = 0x1p-50f;

  private Denormals() {}

  /**
   * The value moved by 2⁻⁸⁰ towards zero: itself to the bit from 2⁻⁵⁵ on, zero up to 2⁻⁸⁰, and in
   * between at least 2⁻¹⁰³, so that times any learning rate it stays an ordinary number.
   */
  static float shrink(float value) {
    return Math.max(value, TINY) + Math.min(value, -TINY);
  }

  /** The size of a gradient that is to be squared: below 2⁻⁵⁰ it counts as 2⁻⁵⁰. */
  static float magnitude(float gradient) {
    return Math.max(Math.abs(gradient), SMALLEST_GRADIENT);
  }
}
