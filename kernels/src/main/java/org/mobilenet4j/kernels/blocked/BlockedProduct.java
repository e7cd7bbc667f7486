package org.mobilenet4j.kernels.blocked;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Gather;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Start;

/**
 * A convolution that mixes channels, bound to its weights: panels of output channels, each with the
 * kernels that compute a row of pixels of it. Long sums are cut into depths, one after the other,
 * so that a panel's weights for one depth stay in the first cache. Immutable, shared by threads.
 */
public final class BlockedProduct {
  /** Weights of a panel and a depth: a quarter of a second cache of 512 KB. */
  private static final int DEPTH_FLOATS = 32_768;

  private final ProductShape shape;
  private final GeneratedKernels kernels;
  private final Tiling tiling;
  private final List<Part> parts = new ArrayList<>();
  private final int inner;
  private final float[] weights;
  private final Gather gather;
  private final int[][] taps;
  private final int depthInner;

  /**
   * What a panel is.
   *
   * @param panel its output channels
   * @param firstBlock the block of the output at which it begins
   * @param weights where its weights begin
   * @param pixels pixels of a whole tile
   * @param depths the kernels of each depth
   */
  private record Part(Panel panel, int firstBlock, int weights, int pixels, List<Depth> depths) {}

  /**
   * The kernels of one depth.
   *
   * @param tile the kernel for whole tiles
   * @param rest kernels for what is left of a row, by pixels; where there is none, the last whole
   *     tile is moved back to end with the row
   */
  private record Depth(Slot<PointwiseKernel> tile, Map<Integer, Slot<PointwiseKernel>> rest) {}

  BlockedProduct(
      ProductShape shape,
      GeneratedKernels kernels,
      Tiling tiling,
      int[] taps,
      int[] lengths,
      float[] weights,
      float[] bias) {
    this.shape = shape;
    this.kernels = kernels;
    this.tiling = tiling;
    int lanes = shape.lanes();
    List<Panel> panels = panels(shape.columns(), lanes, tiling.panelVectors());
    this.inner = roundUp(shape.inner(), PointwiseVariant.UNROLL);
    int depths = roundUp(inner * panels.getFirst().columns(), DEPTH_FLOATS) / DEPTH_FLOATS;
    this.depthInner =
        roundUp((inner + depths - 1) / depths, Math.max(lanes, PointwiseVariant.UNROLL));
    this.taps = new int[(inner + depthInner - 1) / depthInner][];
    this.gather =
        taps.length == 0
            ? Gather.CHANNELS
            : taps.length == shape.inner() ? Gather.TABLE : Gather.BLOCKS;
    int perTap = gather == Gather.BLOCKS ? lanes : 1;
    int[] allTaps = gather == Gather.TABLE ? Arrays.copyOf(taps, inner) : taps;
    for (int depth = 0; depth < this.taps.length; depth++) {
      int from = Math.min(allTaps.length, depth * depthInner / perTap);
      int to = Math.min(allTaps.length, from + depthInner / perTap);
      this.taps[depth] = Arrays.copyOfRange(allTaps, from, to);
    }
    this.weights = new float[panels.stream().mapToInt(p -> p.columns() * (inner + 1)).sum()];
    int block = 0;
    int at = 0;
    for (Panel panel : panels) {
      pack(panel, block * lanes, at, weights, bias);
      parts.add(part(panel, block, at, lengths));
      block += panel.blocks(lanes);
      at += panel.columns() * (inner + 1);
    }
  }

  private static int roundUp(int number, int multiple) {
    return (number + multiple - 1) / multiple * multiple;
  }

  private Part part(Panel panel, int block, int at, int[] lengths) {
    int pixels = tiling.pixels(lengths[0], panel.vectors());
    List<Depth> depths = new ArrayList<>();
    for (int depth = 0; depth < taps.length; depth++) {
      Map<Integer, Slot<PointwiseKernel>> rest = new HashMap<>();
      for (int length : lengths) {
        int left = length % pixels;
        // A tile that continues a sum must not be moved back: it would add to some pixels twice.
        if (left > 0 && (depth > 0 || tiling.needsRest(length, pixels, panel.vectors()))) {
          rest.put(left, kernels.of(variant(left, panel, depth)));
        }
      }
      depths.add(new Depth(kernels.of(variant(pixels, panel, depth)), rest));
    }
    return new Part(panel, block, at, pixels, depths);
  }

  private PointwiseVariant variant(int pixels, Panel panel, int depth) {
    boolean last = depth == taps.length - 1;
    return new PointwiseVariant(
        pixels,
        panel,
        shape.lanes(),
        shape.pixelStep(),
        gather,
        depth == 0 ? Start.BIAS : Start.SUMS,
        last ? shape.tail() : Tail.NONE,
        last ? shape.residual() : Residual.NONE);
  }

  /**
   * Cuts output channels into panels: as many full ones as can be, but none of a single vector
   * where its neighbour can share or take it in (a panel of one waits for loads), and half vectors
   * where the channels end in the middle of a block.
   *
   * @param full vectors of a full panel
   */
  private static List<Panel> panels(int columns, int lanes, int full) {
    List<Panel> panels = new ArrayList<>();
    int vectors = (columns + lanes - 1) / lanes;
    boolean half = lanes == 16 && full == 3 && columns % 16 == 8 && columns >= 24;
    if (half) {
      vectors -= 2; // three half vectors end in the middle of a block
    }
    for (int left = vectors; left > 0; ) {
      int take = Math.min(left, full);
      if (left == full + 1) {
        take = full == 3 ? 2 : full + 1;
      }
      panels.add(new Panel(take, lanes));
      left -= take;
    }
    if (half) {
      panels.add(new Panel(3, 8));
    }
    return panels;
  }

  private void pack(Panel panel, int firstColumn, int at, float[] from, float[] bias) {
    for (int n = 0; n < panel.columns(); n++) {
      int column = firstColumn + n;
      if (column < shape.columns()) {
        weights[at + n] = bias[column];
        for (int k = 0; k < shape.inner(); k++) {
          weights[at + (k + 1) * panel.columns() + n] = from[k * shape.columns() + column];
        }
      }
    }
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
    return taps.length;
  }

  /**
   * @param inner inputs of a sum
   * @return those of one depth, at most
   */
  public static int depthInner(int inner) {
    int depths = (inner * 16 + DEPTH_FLOATS - 1) / DEPTH_FLOATS;
    return (inner + depths - 1) / depths;
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
    return parts.get(panel).panel().blocks(shape.lanes());
  }

  /**
   * @return blocks of the widest panel
   */
  public int widestBlocks() {
    return parts.stream().mapToInt(part -> part.panel().blocks(shape.lanes())).max().orElseThrow();
  }

  /**
   * @return floats of the packed weights
   */
  public int packedFloats() {
    return weights.length;
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
   * @param length pixels of the row
   */
  public void run(
      int panel,
      float[] in,
      int inOffset,
      int inBlock,
      float[] out,
      int outOffset,
      int outBlock,
      int length) {
    run(panel, in, inOffset, inBlock, out, outOffset, outBlock, out, 0, 0, length);
  }

  /**
   * Computes a row of neighbouring pixels of one panel and adds a residual, before the tail.
   *
   * @param residual what is added
   * @param residualOffset where its first pixel lies in the first block of the panel
   * @param residualBlock floats from a block of it to the next
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
      int length) {
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
          length);
    }
  }

  /**
   * Computes one depth of a row of neighbouring pixels of one panel; the depths of a pixel must be
   * computed in their order.
   *
   * @param depth which part of the sums, from 0
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
      int length) {
    Part part = parts.get(panel);
    Depth kernelsOfDepth = part.depths().get(depth);
    int firstInner = depth * depthInner;
    int count = Math.min(depthInner, inner - firstInner);
    int[] depthTaps = taps[depth];
    int from = inOffset + (gather == Gather.CHANNELS ? firstInner / shape.lanes() * inBlock : 0);
    int panelOffset = part.weights() + firstInner * part.panel().columns();
    int pixels = part.pixels();
    int tiles = length / pixels;
    if (tiles > 0) {
      kernelsOfDepth
          .tile()
          .kernel()
          .run(
              in,
              from,
              inBlock,
              depthTaps,
              weights,
              panelOffset,
              out,
              outOffset,
              outBlock,
              residual,
              residualOffset,
              residualBlock,
              count,
              tiles);
    }
    int done = tiles * pixels;
    if (done < length) {
      @Nullable Slot<PointwiseKernel> rest = kernelsOfDepth.rest().get(length - done);
      if (rest == null) {
        rest = kernelsOfDepth.tile();
        done = length - pixels;
      }
      rest.kernel()
          .run(
              in,
              from + done * shape.pixelStep(),
              inBlock,
              depthTaps,
              weights,
              panelOffset,
              out,
              outOffset + done * shape.lanes(),
              outBlock,
              residual,
              residualOffset + done * shape.lanes(),
              residualBlock,
              count,
              1);
    }
  }
}
