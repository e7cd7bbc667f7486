package org.mobilenet4j.inference;

import java.util.List;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.blocked.BlockedProduct;

/**
 * A convolution that mixes channels, by itself. Its work is cut into groups of rows and chunks of
 * panels of output channels: a chunk's weights stay in the second cache while all groups pass, and
 * a group's inputs while the panels of the chunk do. A unit of work is a panel of a chunk for a
 * group.
 */
final class ProductSteps implements StageSteps {
  /** Inputs of a group: a little more than a first cache. */
  private static final int GROUP_FLOATS = 15_000;

  /** Weights of a chunk: less than half of a second cache of 512 KB. */
  private static final int CHUNK_FLOATS = 50_000;

  /** Output pixels up to which a picture is one group: 8×8. */
  private static final int SMALL_PICTURE = 64;

  private final BlockedLayers layers;
  private final FusedOperation operation;
  private final BlockedMap in;
  private final BlockedMap out;
  private final Window window;
  private final BlockedProduct product;
  private final boolean flat;
  private final int groupRows;
  private final int groups;
  private final int chunkPanels;

  ProductSteps(BlockedLayers layers, FusedOperation operation) {
    this(layers, operation, layers.input(operation));
  }

  /**
   * @param layers binds layers to kernels
   * @param operation the convolution
   * @param in how the input lies, where it is not as the value's readers agreed
   */
  ProductSteps(BlockedLayers layers, FusedOperation operation, BlockedMap in) {
    this.layers = layers;
    this.operation = operation;
    this.in = in;
    this.out = layers.output(operation);
    this.window = layers.window(operation);
    this.flat =
        window.isPoint()
            && in.contiguous()
            && out.contiguous()
            && operation.residual().map(value -> layers.map(value).contiguous()).orElse(true);
    this.groups = groups();
    this.groupRows = (out.height() + groups - 1) / groups;
    int last = out.height() - (groups - 1) * groupRows;
    int[] lengths =
        flat ? new int[] {groupRows * out.width(), last * out.width()} : new int[] {out.width()};
    this.product = layers.product(operation, in, lengths);
    this.chunkPanels = chunkPanels();
  }

  /** Panels of a chunk: as few equal chunks as the cache allows. */
  private int chunkPanels() {
    int panels = product.panels();
    int chunks = Math.min(panels, (product.packedFloats() + CHUNK_FLOATS - 1) / CHUNK_FLOATS);
    return (panels + chunks - 1) / chunks;
  }

  /** As few groups as the cache allows; equal ones, where that does not take many more. */
  private int groups() {
    int inner = window.taps() * in.channels();
    long rowFloats =
        (long) window.strideHeight()
            * in.width()
            * Math.min(in.channels(), BlockedProduct.depthInner(inner));
    int height = out.height();
    if (flat && height * out.width() <= SMALL_PICTURE) {
      return 1; // the few pixels of a smaller group would not fill its tiles
    }
    int fewest = (int) Math.min(height, (height * rowFloats + GROUP_FLOATS - 1) / GROUP_FLOATS);
    for (int number = fewest; flat && number <= Math.min(height, 3 * fewest); number++) {
      if (height % number == 0) {
        return number;
      }
    }
    int rows = (height + fewest - 1) / fewest;
    return (height + rows - 1) / rows;
  }

  @Override
  public long outputFloats() {
    return out.floats();
  }

  @Override
  public List<Step> steps(Places places) {
    return List.of(step(places, places.of(operation.node().inputs().getFirst())));
  }

  /** Binds the step to its places, with the input at {@code from}. */
  Step step(Places places, int from) {
    int to = places.of(operation.output());
    BlockedMap residual = operation.residual().map(layers::map).orElse(out);
    int added = operation.residual().map(places::of).orElse(to);
    return layers.step(
        List.of(operation),
        product.name(),
        groups * product.panels(),
        (w, _, first, end) -> {
          for (int unit = first; unit < end; ) {
            int chunk = unit / (groups * chunkPanels);
            int firstPanel = chunk * chunkPanels;
            int panels = Math.min(chunkPanels, product.panels() - firstPanel);
            int inChunk = unit - firstPanel * groups;
            int group = inChunk / panels;
            int panel = firstPanel + inChunk % panels;
            int endPanel = Math.min(firstPanel + panels, panel + end - unit);
            group(w, group, panel, endPanel, from, to, residual, added);
            unit += endPanel - panel;
          }
        });
  }

  /** Computes some panels of a group, one depth of all of them after the other. */
  private void group(
      float[] w,
      int group,
      int firstPanel,
      int endPanel,
      int from,
      int to,
      BlockedMap residual,
      int added) {
    int firstRow = group * groupRows;
    int endRow = Math.min(out.height(), firstRow + groupRows);
    int rowsOfCall = flat ? endRow - firstRow : 1;
    for (int depth = 0; depth < product.depths(); depth++) {
      for (int panel = firstPanel; panel < endPanel; panel++) {
        int block = product.firstBlock(panel);
        for (int y = firstRow; y < endRow; y += rowsOfCall) {
          product.run(
              panel,
              depth,
              w,
              from
                  + in.row(y * window.strideHeight() - window.padTop())
                  - window.padLeft() * in.lanes(),
              in.plane(),
              w,
              to + block * out.plane() + out.row(y),
              out.plane(),
              w,
              added + block * residual.plane() + residual.row(y),
              residual.plane(),
              rowsOfCall * out.width());
        }
      }
    }
    Activation rest = BlockedLayers.rest(operation);
    int endBlock = product.firstBlock(endPanel - 1) + product.blocks(endPanel - 1);
    for (int b = product.firstBlock(firstPanel); b < endBlock; b++) {
      finish(layers.plain(), rest, w, to, out, b, firstRow, endRow);
      if (group == 0) {
        out.clearEnds(w, to, b);
      }
    }
  }

  /**
   * What is left to do to rows of a block once the kernel has stored them: the activation that it
   * leaves to a pass of its own, and the zeros at the sides.
   *
   * @param plain the kernels for the activation
   * @param rest the activation
   * @param w the workspace
   * @param to where the map begins
   * @param out how the map lies
   * @param block which block
   * @param fromRow the first row
   * @param toRow the row after the last
   */
  static void finish(
      Kernels plain,
      Activation rest,
      float[] w,
      int to,
      BlockedMap out,
      int block,
      int fromRow,
      int toRow) {
    if (!(rest instanceof Activation.None)) {
      for (int y = fromRow; y < toRow; y++) {
        int at = to + block * out.plane() + out.row(y);
        plain.activate(rest, w, at, w, at, 0, out.width() * out.lanes());
      }
    }
    out.clearSides(w, to, block, fromRow, toRow);
  }
}
