package org.mobilenet4j.kernels.blocked;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Gather;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Start;

/**
 * A convolution that mixes channels, bound to its weights: panels of output channels, each with the
 * kernels that compute a row of pixels of it. Long sums are cut into depths, one after the other,
 * so that a panel's weights for one depth stay in the second cache. Shared by threads; in training
 * its weights are exchanged after every step.
 */
public final class BlockedProduct {
  private final ProductShape shape;
  private final Start begin;
  private final SumDepths depths;
  private final List<Part> parts = new ArrayList<>();
  private final PackedFloats packed;
  private final int packedFloats;
  private final Prefetching prefetching;

  /**
   * What a panel is.
   *
   * @param panel its output channels
   * @param firstBlock the block of the output at which it begins
   * @param weights where its weights begin
   * @param pixels pixels of a whole tile
   * @param depths the kernels of each depth
   */
  private record Part(
      Panel panel, int firstBlock, int weights, int pixels, List<RowKernels> depths) {}

  /**
   * @param begin with what the sums begin: the bias, or what the output holds
   * @param kernels where its kernels come from
   * @param room where its weights go
   * @param tiling how rows and channels are cut
   * @param taps as {@link BlockedKernels#product} says
   * @param lengths pixels of all calls that will be made, the most important first
   * @param weights {@code [inner, columns]}
   * @param bias one per column
   */
  BlockedProduct(
      ProductShape shape,
      Start begin,
      GeneratedKernels kernels,
      PackedRoom room,
      Tiling tiling,
      int[] taps,
      int[] lengths,
      float[] weights,
      float[] bias) {
    this.shape = shape;
    this.begin = begin;
    int lanes = shape.lanes();
    this.depths =
        SumDepths.of(shape, tiling.panels(shape.columns(), lanes).getFirst(), taps, tiling);
    List<Panel> panels = tiling.panels(shape.columns(), lanes, lengths, mayMove());
    int inner = depths.inner();
    this.packedFloats = panels.stream().mapToInt(p -> p.columns() * (inner + 1)).sum();
    this.packed = room.take(packedFloats);
    // Behind a depth of a panel lies not what is computed next, and the weights of rows are few.
    boolean mayPrefetch =
        packed.holdsFirsts() && depths.count() == 1 && depths.gather() != Gather.ROWS;
    this.prefetching = mayPrefetch ? shape.prefetching() : Prefetching.NONE;
    int block = 0;
    int at = packed.start();
    for (Panel panel : panels) {
      parts.add(part(kernels, tiling, panel, block, at, lengths));
      block += panel.vectors();
      at += panel.columns() * (inner + 1);
    }
    refill(weights, bias);
  }

  private Part part(
      GeneratedKernels kernels, Tiling tiling, Panel panel, int block, int at, int[] lengths) {
    int pixels =
        depths.gather() == Gather.ROWS
            ? tiling.sharingPixels(lengths[0], depths.turn())
            : tiling.pixels(lengths[0], panel, mayMove());
    List<RowKernels> kernelsOfDepths = new ArrayList<>();
    for (int depth = 0; depth < depths.count(); depth++) {
      boolean mayMoveInDepth = begin(depth) != Start.SUMS;
      kernelsOfDepths.add(
          RowKernels.of(kernels, tiling, variant(pixels, panel, depth), lengths, mayMoveInDepth));
    }
    return new Part(panel, block, at, pixels, kernelsOfDepths);
  }

  /** A tile that continues a sum must not be moved back: it would add to some pixels twice. */
  private boolean mayMove() {
    return depths.count() == 1 && begin != Start.SUMS;
  }

  private Start begin(int depth) {
    return depth == 0 ? begin : Start.SUMS;
  }

  private PointwiseVariant variant(int pixels, Panel panel, int depth) {
    boolean last = depth == depths.count() - 1;
    return new PointwiseVariant(
            pixels,
            panel,
            shape.pixelStep(),
            depths.gather(),
            depths.turn(),
            begin(depth),
            last ? shape.tail() : Tail.NONE,
            last ? shape.residual() : Residual.NONE,
            prefetching)
        .withUsualTurn();
  }

  /**
   * Takes other weights. Not to be called while another thread runs the product.
   *
   * @param newWeights {@code [inner, columns]}
   * @param bias one per column
   */
  public void refill(float[] newWeights, float[] bias) {
    float[] to = packed.array();
    int columns = shape.columns();
    for (Part part : parts) {
      int width = part.panel().columns();
      int first = part.firstBlock() * shape.lanes();
      int count = Math.min(width, columns - first);
      System.arraycopy(bias, first, to, part.weights(), count);
      for (int k = 0; k < shape.inner(); k++) {
        int at = part.weights() + (k + 1) * width;
        System.arraycopy(newWeights, k * columns + first, to, at, count);
      }
      part.panel().doubleHalf(to, part.weights(), shape.inner() + 1);
    }
    packed.written();
  }

  /**
   * Takes the transpose of other weights, and no bias: a product that carries gradients back.
   *
   * @param transposed {@code [columns, inner]}
   */
  public void refillTransposed(float[] transposed) {
    float[] to = packed.array();
    int inner = shape.inner();
    for (Part part : parts) {
      int width = part.panel().columns();
      int first = part.firstBlock() * shape.lanes();
      int count = Math.min(width, shape.columns() - first);
      Arrays.fill(to, part.weights(), part.weights() + width, 0f);
      for (int k = 0; k < inner; k++) {
        int at = part.weights() + (k + 1) * width;
        for (int n = 0; n < count; n++) {
          to[at + n] = transposed[(first + n) * inner + k];
        }
      }
      part.panel().doubleHalf(to, part.weights(), inner + 1);
    }
    packed.written();
  }

  /**
   * @return floats of its copy of weights and bias
   */
  public int weightFloats() {
    return packedFloats;
  }

  /**
   * @return panels of output channels
   */
  public int panels() {
    return parts.size();
  }

  /**
   * @return parts into which the sums are cut; all of a picture's pixels may pass through one
   *     before the next
   */
  public int depths() {
    return depths.count();
  }

  /**
   * About how many inputs one depth of a sum takes, to be asked before a product is bound.
   *
   * @param inner inputs of a sum
   * @return those of one depth, with panels of a single block of 16 channels
   */
  public static int depthInner(int inner) {
    return SumDepths.estimatedInner(inner);
  }

  /**
   * @param panel which panel
   * @return the first block of the output that it computes
   */
  public int firstBlock(int panel) {
    return parts.get(panel).firstBlock();
  }

  /**
   * @param panel which panel
   * @return blocks of the output that it computes
   */
  public int blocks(int panel) {
    return parts.get(panel).panel().vectors();
  }

  /**
   * @param panel which panel
   * @return pixels of its whole tiles
   */
  public int tilePixels(int panel) {
    return parts.get(panel).pixels();
  }

  /**
   * @return blocks of the widest panel
   */
  public int widestBlocks() {
    return parts.stream().mapToInt(part -> part.panel().vectors()).max().orElseThrow();
  }

  /**
   * @return the name of the kernel that does most of the work
   */
  public String name() {
    return parts.getFirst().depths().getLast().tile().variant().name();
  }

  /**
   * Computes a row of neighbouring pixels of one panel.
   *
   * @param panel which panel
   * @param in the input map
   * @param inOffset where the input of the first pixel lies in the first block
   * @param inBlock floats from a block of the input to the next
   * @param out the output map
   * @param outOffset where the first pixel lies in the first block of the panel
   * @param outBlock floats from a block of the output to the next
   * @param length pixels of the row: one of the lengths for which the product was bound, or whole
   *     tiles
   * @param fetched what a product that was bound to prefetch is to fetch: nothing where another
   *     thread reads weights, whose lines it would take from it
   */
  public void run(
      int panel,
      float[] in,
      int inOffset,
      int inBlock,
      float[] out,
      int outOffset,
      int outBlock,
      int length,
      Prefetching fetched) {
    run(panel, in, inOffset, inBlock, out, outOffset, outBlock, out, 0, 0, length, fetched);
  }

  /**
   * Computes a row of neighbouring pixels of one panel and adds a residual, before the tail.
   *
   * @param panel which panel
   * @param in the input map
   * @param inOffset where the input of the first pixel lies in the first block
   * @param inBlock floats from a block of the input to the next
   * @param out the output map
   * @param outOffset where the first pixel lies in the first block of the panel
   * @param outBlock floats from a block of the output to the next
   * @param residual what is added; not read by a product without a residual
   * @param residualOffset where its first pixel lies in the first block of the panel
   * @param residualBlock floats from a block of it to the next
   * @param length pixels of the row: one of the lengths for which the product was bound, or whole
   *     tiles
   * @param fetched what a product that was bound to prefetch is to fetch: nothing where another
   *     thread reads weights, whose lines it would take from it
   */
  public void run(
      int panel,
      float[] in,
      int inOffset,
      int inBlock,
      float[] out,
      int outOffset,
      int outBlock,
      float[] residual,
      int residualOffset,
      int residualBlock,
      int length,
      Prefetching fetched) {
    for (int depth = 0; depth < depths(); depth++) {
      run(
          panel,
          depth,
          in,
          inOffset,
          inBlock,
          out,
          outOffset,
          outBlock,
          residual,
          residualOffset,
          residualBlock,
          length,
          fetched);
    }
  }

  /**
   * Computes one depth of a row of neighbouring pixels of one panel; the depths of a pixel must be
   * computed in their order.
   *
   * @param panel which panel
   * @param depth which part of the sums, from 0
   * @param in the input map
   * @param inOffset where the input of the first pixel lies in the first block
   * @param inBlock floats from a block of the input to the next
   * @param out the output map
   * @param outOffset where the first pixel lies in the first block of the panel
   * @param outBlock floats from a block of the output to the next
   * @param residual what is added with the last depth; not read by a product without a residual
   * @param residualOffset where its first pixel lies in the first block of the panel
   * @param residualBlock floats from a block of it to the next
   * @param length pixels of the row: one of the lengths for which the product was bound, or whole
   *     tiles
   * @param fetched what a product that was bound to prefetch is to fetch: nothing where another
   *     thread reads weights, whose lines it would take from it
   */
  public void run(
      int panel,
      int depth,
      float[] in,
      int inOffset,
      int inBlock,
      float[] out,
      int outOffset,
      int outBlock,
      float[] residual,
      int residualOffset,
      int residualBlock,
      int length,
      Prefetching fetched) {
    Part part = parts.get(panel);
    RowKernels kernelsOfDepth = part.depths().get(depth);
    int firstInner = depths.first(depth);
    int count = depths.inner(depth);
    int[] depthTaps = depths.taps(depth);
    int from =
        inOffset + (depths.gather() == Gather.CHANNELS ? firstInner / shape.lanes() * inBlock : 0);
    int panelOffset = part.weights() + firstInner * part.panel().columns();
    int endOfPanel = part.weights() + (depths.inner() + 1) * part.panel().columns();
    int fetchEnd =
        fetched == Prefetching.NEXT
            ? Math.min(packed.firsts(), 2 * endOfPanel - part.weights())
            : endOfPanel;
    int pixels = part.pixels();
    RowKernels.@Nullable Row row = kernelsOfDepth.row(length);
    int tiles = row == null ? length / pixels : row.tiles();
    if (tiles > 0) {
      kernelsOfDepth
          .tile()
          .kernel()
          .run(
              in,
              from,
              inBlock,
              depthTaps,
              packed.array(),
              panelOffset,
              out,
              outOffset,
              outBlock,
              residual,
              residualOffset,
              residualBlock,
              count,
              tiles,
              fetchEnd,
              packed.firsts());
    }
    int done = tiles * pixels;
    if (done < length) {
      Slot<PointwiseKernel> last = row == null ? kernelsOfDepth.tile() : row.smaller();
      if (row == null) {
        done = length - pixels; // moved back
      }
      last.kernel()
          .run(
              in,
              from + done * shape.pixelStep(),
              inBlock,
              depthTaps,
              packed.array(),
              panelOffset,
              out,
              outOffset + done * shape.lanes(),
              outBlock,
              residual,
              residualOffset + done * shape.lanes(),
              residualBlock,
              count,
              row == null ? 1 : row.count(),
              tiles > 0 ? endOfPanel : fetchEnd,
              packed.firsts());
    }
  }
}
