package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.blocked.BlockedDepthwise;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.blocked.BlockedMap.Frame;
import org.mobilenet4j.kernels.blocked.BlockedMeans;
import org.mobilenet4j.kernels.blocked.BlockedProduct;
import org.mobilenet4j.kernels.blocked.Prefetching;
import org.mobilenet4j.network.Shape;

/**
 * What both ways of computing an inverted residual need: how its maps lie, and its kernels up to
 * the depthwise convolution.
 *
 * @param layers binds layers to kernels
 * @param block the operations
 * @param in the map that the block reads
 * @param expanded what the depthwise convolution reads; never as a whole where there is an
 *     expansion
 * @param filtered what the depthwise convolution computes
 * @param out the map that the block computes
 * @param window the window of the depthwise convolution
 * @param depthwise the depthwise convolution
 * @param means those of the filtered map's channels, where it is gated
 */
record InvertedResidualParts(
    BlockedLayers layers,
    Stage.InvertedResidual block,
    BlockedMap in,
    BlockedMap expanded,
    BlockedMap filtered,
    BlockedMap out,
    Window window,
    BlockedDepthwise depthwise,
    Optional<BlockedMeans> means) {
  static InvertedResidualParts of(BlockedLayers layers, Stage.InvertedResidual block) {
    Window window = layers.window(block.depthwise());
    Shape inner = layers.shape(block.depthwise().node().inputs().getFirst());
    Shape outer = layers.shape(block.depthwise().node().name());
    Frame frame = BlockedValues.frame(true, window, inner, outer);
    int lanes = layers.lanes();
    BlockedMap filtered =
        new BlockedMap(outer.channels(), outer.height(), outer.width(), lanes, Frame.NONE);
    return new InvertedResidualParts(
        layers,
        block,
        layers.input(first(block)),
        new BlockedMap(inner.channels(), inner.height(), inner.width(), lanes, frame),
        filtered,
        layers.output(block.projection()),
        window,
        layers.depthwise(block.depthwise()),
        block.squeezeExcite().map(_ -> layers.means(filtered)));
  }

  private static FusedOperation first(Stage.InvertedResidual block) {
    return block.expansion().orElse(block.depthwise());
  }

  /** The name of the value that the block reads. */
  String input() {
    return first(block).node().inputs().getFirst();
  }

  /** The name of the depthwise convolution's result. */
  String filteredName() {
    return block.depthwise().output();
  }

  /** The name of the means of its channels. */
  String pooledName() {
    return filteredName() + " pooled";
  }

  /** Whether a gate stands between depthwise convolution and projection. */
  boolean isGated() {
    return means.isPresent();
  }

  /** Binds the expansion, if there is one, for calls of some rows of the expanded map. */
  Optional<BlockedProduct> expansion(int rowsOfCall) {
    int[] lengths = {rowsOfCall * expanded.width()};
    return block
        .expansion()
        .map(operation ->
            layers.product(
                operation,
                in,
                lengths,
                rowsOfCall == expanded.height()
                    ? layers.prefetching(operation)
                    : Prefetching.NONE));
  }

  /** The operations up to the depthwise convolution. */
  List<FusedOperation> upToDepthwise() {
    List<FusedOperation> operations = new ArrayList<>();
    block.expansion().ifPresent(operations::add);
    operations.add(block.depthwise());
    return operations;
  }

  /** The names of the kernels up to the depthwise convolution. */
  String kernelNames(Optional<BlockedProduct> expansion) {
    return expansion.map(product -> product.name() + " + ").orElse("") + depthwise.name();
  }

  /**
   * The means of the channels of some blocks of the filtered map.
   *
   * @param w the workspace
   * @param map where the filtered map begins
   * @param pooled where the means begin
   * @param first the first of the blocks
   * @param blocks how many
   */
  void pool(float[] w, int map, int pooled, int first, int blocks) {
    means
        .orElseThrow()
        .run(
            w,
            map + first * filtered.plane(),
            filtered.plane(),
            w,
            pooled + first * filtered.lanes(),
            blocks);
  }
}
