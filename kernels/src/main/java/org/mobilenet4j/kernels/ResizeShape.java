package org.mobilenet4j.kernels;

/**
 * The shape of a bilinear resize with half-pixel centres: output pixel {@code y} reads the input at
 * {@code (y + 0.5) * in.height / out.height - 0.5}, held inside the map.
 *
 * @param in the input map
 * @param out the output map, with as many channels
 */
public record ResizeShape(FeatureMap in, FeatureMap out) {
  /** Checks that both maps have the same channels. */
  public ResizeShape {
    if (in.channels() != out.channels()) {
      throw new IllegalArgumentException(
          "Resize from %d to %d channels; both must be equal."
              .formatted(in.channels(), out.channels()));
    }
  }
}
