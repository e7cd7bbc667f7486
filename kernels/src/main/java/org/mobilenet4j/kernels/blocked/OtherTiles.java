package org.mobilenet4j.kernels.blocked;

import java.util.List;

/**
 * Kernels that do the work of another one with other tiles: what is left where C2 makes nothing
 * good of the tile that was chosen. Sums are taken in the same order, so that the bits are the
 * same.
 */
final class OtherTiles {
  private OtherTiles() {}

  /**
   * The other ways to do a variant's work; none where its tile is bound to how weights lie.
   *
   * @param variant whose work
   * @param definer makes the classes
   */
  static <K> List<Pupil.Way<K>> of(Variant<K> variant, Definer definer) {
    return switch (variant) {
      case PointwiseVariant product when product.pixels() > product.panel().pixelsOfASum() ->
          List.of(
              new Pupil.Way<>(
                  SmallerProduct.name(product),
                  () -> variant.seam().cast(new SmallerProduct(product, definer))));
      case DepthwiseVariant depthwise when depthwise.pixels() > 1 ->
          List.of(
              new Pupil.Way<>(
                  HalvedDepthwise.name(depthwise),
                  () -> variant.seam().cast(new HalvedDepthwise(depthwise, definer))));
      case PointwiseVariant _,
          DepthwiseVariant _,
          DenseVariant _,
          WeightGradientVariant _,
          DepthwiseGradientVariant _,
          ChannelVariant _ ->
          List.of();
    };
  }
}
