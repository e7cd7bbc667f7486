package org.mobilenet4j.kernels.blocked;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A convolution that mixes channels, bound to its weights: panels of output channels, each with the
 * kernels that compute a row of pixels of it. Immutable, shared by threads.
 */
public final class BlockedProduct {
  /**
   * What a panel is.
   *
   * @param panel its output channels
   * @param firstBlock the block of the output at which it begins
   * @param weights where its weights begin
   * @param tile the kernel for whole tiles
   * @param rest kernels for what is left of a row, by pixels; those that no row needs are missing
   */
  private record Part(
      Panel panel,
      int firstBlock,
      int weights,
      Slot<PointwiseKernel> tile,
      Map<Integer, Slot<PointwiseKernel>> rest) {}

  private final ProductShape shape;
  private final int inner;
  private final int[] taps;
  private final float[] weights;
  private final int pixels;
  private final List<Part> parts;

  BlockedProduct(
      ProductShape shape,
      GeneratedKernels kernels,
      Tiling tiling,
      int[] taps,
      int[] lengths,
      float[] weights,
      float[] bias) {
    this.shape = shape;
    int lanes = shape.lanes();
    this.inner =
        (shape.inner() + PointwiseVariant.UNROLL - 1)
            / PointwiseVariant.UNROLL
            * PointwiseVariant.UNROLL;
    this.taps = Arrays.copyOf(taps, taps.length == 0 ? 0 : inner);
    List<Panel> panels = panels(shape.columns(), lanes, tiling.panelVectors(), shape.shares());
    int widest = panels.stream().mapToInt(Panel::vectors).max().orElseThrow();
    this.pixels = tiling.pixels(lengths[0], widest);
    this.weights = new float[panels.stream().mapToInt(p -> p.columns() * (inner + 1)).sum()];
    this.parts = new ArrayList<>();
    int block = 0;
    int at = 0;
    for (Panel panel : panels) {
      pack(panel, block * lanes, at, weights, bias);
      Map<Integer, Slot<PointwiseKernel>> rest = new HashMap<>();
      for (int length : lengths) {
        int left = length % pixels;
        if (left > 0) {
          rest.put(left, kernels.of(variant(left, panel, lanes)));
        }
      }
      parts.add(new Part(panel, block, at, kernels.of(variant(pixels, panel, lanes)), rest));
      block += panel.blocks(lanes);
      at += panel.columns() * (inner + 1);
    }
  }

  private PointwiseVariant variant(int tilePixels, Panel panel, int lanes) {
    return new PointwiseVariant(
        tilePixels,
        panel,
        lanes,
        shape.pixelStep(),
        taps.length == 0 ? PointwiseVariant.Gather.CHANNELS : PointwiseVariant.Gather.TABLE,
        shape.tail(),
        shape.residual());
  }

  /**
   * Cuts output channels into panels: as many full ones as can be, no single vector where two and
   * two can share (a panel of one waits for loads), and half vectors where the channels end in the
   * middle of a block.
   *
   * @param shares equal parts into which threads may divide the panels
   */
  private static List<Panel> panels(int columns, int lanes, int full, int shares) {
    List<Panel> panels = new ArrayList<>();
    int vectors = (columns + lanes - 1) / lanes;
    boolean half = lanes == 16 && full == 3 && columns % 16 == 8 && columns >= 24;
    if (half) {
      vectors -= 2; // three half vectors end in the middle of a block
    }
    int parts = vectors % shares == 0 && vectors / shares > 1 ? shares : 1;
    for (int part = 0; part < parts; part++) {
      for (int left = vectors / parts; left > 0; ) {
        int take = left == full + 1 && full == 3 ? 2 : Math.min(left, full);
        panels.add(new Panel(take, lanes));
        left -= take;
      }
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
    return parts.getFirst().tile().variant().name();
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
   * @param residual what is added; may be the output
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
    Part part = parts.get(panel);
    int tiles = length / pixels;
    if (tiles > 0) {
      part.tile()
          .kernel()
          .run(
              in,
              inOffset,
              inBlock,
              taps,
              weights,
              part.weights(),
              out,
              outOffset,
              outBlock,
              residual,
              residualOffset,
              residualBlock,
              inner,
              tiles);
    }
    int done = tiles * pixels;
    if (done < length) {
      Objects.requireNonNull(part.rest().get(length - done))
          .kernel()
          .run(
              in,
              inOffset + done * shape.pixelStep(),
              inBlock,
              taps,
              weights,
              part.weights(),
              out,
              outOffset + done * shape.lanes(),
              outBlock,
              residual,
              residualOffset + done * shape.lanes(),
              residualBlock,
              inner,
              1);
    }
  }
}
