package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.Tail;

/**
 * What a {@link BlockedProduct} computes and in which pieces.
 *
 * @param inner inputs of a sum
 * @param columns output channels
 * @param lanes channels of a block of the output
 * @param pixelStep floats from the input of a pixel to that of the next
 * @param tail the activation that is fused
 * @param residual whether a residual is added
 * @param prefetching whether the weights of each panel may be fetched while the one before is
 *     computed: for products over so few pixels that waiting for their weights takes long
 */
public record ProductShape(
    int inner,
    int columns,
    int lanes,
    int pixelStep,
    Tail tail,
    Residual residual,
    Prefetching prefetching) {
  /** Checks that all numbers are positive. */
  public ProductShape {
    if (inner < 1 || columns < 1 || lanes < 1 || pixelStep < 1) {
      throw new IllegalArgumentException(
          "Sums of %d for %d channels in blocks of %d, pixels %d apart; all must be at least 1."
              .formatted(inner, columns, lanes, pixelStep));
    }
  }
}
