package org.mobilenet4j.model.file;

import java.util.Arrays;
import org.mobilenet4j.network.Extent;

/**
 * What a model must answer to a known input: the input's seed and size, and the outputs.
 *
 * <p>An implementation passes when no output is further off than 1e-4 of the largest output.
 *
 * @param seed makes the input, see {@link SeededInput}; from 0 to 2^32 - 1
 * @param size height and width of the input
 * @param outputs the network's results, channels last; finite; not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // a thousand numbers, compared by value below
public record GoldenPair(long seed, Extent size, float[] outputs) {
  public GoldenPair {
    if (seed < 0 || seed > 0xffff_ffffL) {
      throw new IllegalArgumentException(
          "A golden pair with the seed %d; expected 0 to 4294967295.".formatted(seed));
    }
    for (float output : outputs) {
      if (!Float.isFinite(output)) {
        throw new IllegalArgumentException(
            "A golden pair with the output %s; all must be finite.".formatted(output));
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GoldenPair(long otherSeed, Extent otherSize, float[] otherOutputs)
        && seed == otherSeed
        && size.equals(otherSize)
        && Arrays.equals(outputs, otherOutputs);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Long.hashCode(seed) + size.hashCode()) + Arrays.hashCode(outputs);
  }

  @Override
  public String toString() {
    return "GoldenPair[seed=%d, size=%s, %d outputs]".formatted(seed, size, outputs.length);
  }
}
