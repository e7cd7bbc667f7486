package org.mobilenet4j.inference;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.Floats;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.blocked.BlockedDepthwise;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.blocked.BlockedProduct;
import org.mobilenet4j.kernels.blocked.Prefetching;

/**
 * An inverted residual in bands of rows: a band of output rows passes through all three
 * convolutions while it lies in the second cache. The expansion keeps the rows that the depthwise
 * convolution still needs in a ring; no row is expanded twice but where two threads meet. Within a
 * band each panel of channels is filtered when it has been expanded, while it lies in the first
 * cache.
 */
final class RowBands implements Step.Work {
  private final InvertedResidualParts parts;
  private final BlockedMap in;
  private final BlockedMap expanded;
  private final BlockedMap filtered;
  private final BlockedMap out;
  private final Window window;
  private final BlockedDepthwise depthwise;
  private final String kernelNames;
  private final @Nullable BlockedProduct expansion;
  private final Window expansionWindow;
  private final boolean gated;
  private final BandLayout layout;
  private final int bandRows;
  private final int ringRows;
  private final int ringBlock;
  private final BlockedMap ringMap;
  private final int from;
  private final int to;
  private final int residual;
  private final BlockedMap residualMap;
  private final int wholeMap;
  private final BlockedProduct projection;
  private final boolean flat;
  private final int[] rowPlaces;

  /**
   * @param parts maps and kernels
   * @param expansion the expansion, if there is one, bound for single rows
   * @param layout the bands
   * @param places where the values lie
   */
  RowBands(
      InvertedResidualParts parts,
      Optional<BlockedProduct> expansion,
      BandLayout layout,
      Places places) {
    this.parts = parts;
    this.in = parts.in();
    this.expanded = parts.expanded();
    this.filtered = parts.filtered();
    this.out = parts.out();
    this.window = parts.window();
    this.depthwise = parts.depthwise();
    this.kernelNames = parts.kernelNames(expansion);
    this.expansion = expansion.orElse(null);
    BlockedLayers layers = parts.layers();
    Stage.InvertedResidual block = parts.block();
    this.expansionWindow = block.expansion().map(layers::window).orElse(Window.POINT);
    this.gated = parts.isGated();
    this.layout = layout;
    this.bandRows = layout.bandRows();
    this.ringRows = layout.ringRows();
    this.ringBlock = layout.ringBlock();
    this.ringMap = layout.ring(expanded);
    this.from = places.of(parts.input());
    this.to = places.of(block.projection().output());
    this.residual = block.projection().residual().map(places::of).orElse(to);
    this.residualMap = block.projection().residual().map(layers::map).orElse(out);
    this.wholeMap = gated ? places.of(parts.filteredName()) : 0;
    this.flat = out.contiguous() && residualMap.contiguous();
    int[] lengths = new int[bandRows];
    for (int rows = 1; rows <= bandRows; rows++) {
      lengths[bandRows - rows] = rows * out.width();
    }
    this.projection =
        layers.product(
            block.projection(),
            filtered,
            flat ? lengths : new int[] {out.width()},
            Prefetching.NONE);
    this.rowPlaces =
        BlockedLayers.rowPlaces(
            window,
            expanded.height(),
            filtered.height(),
            expansion.isEmpty() ? in::row : this::ringRow);
  }

  /** Where a row of the expanded map lies in the ring; those beyond it are the row of zeros. */
  private int ringRow(int y) {
    int row = y < 0 || y >= expanded.height() ? ringRows : y % ringRows;
    return row * expanded.pitch();
  }

  /** The whole block as one step; not where it is gated. */
  Step whole() {
    return parts
        .layers()
        .step(
            parts.block().operations(),
            kernelNames + ", " + projection.name() + bands(),
            out.height(),
            this);
  }

  /** The block up to the depthwise convolution. */
  Step withoutProjection() {
    return parts.layers().step(parts.upToDepthwise(), kernelNames + bands(), out.height(), this);
  }

  private String bands() {
    return ", bands of " + bandRows + " rows";
  }

  @Override
  public void run(float[] w, Member member, int fromRow, int toRow) {
    run(w, member, fromRow, toRow, PartClock.OFF);
  }

  @Override
  public void run(float[] w, Member member, int fromRow, int toRow, PartClock clock) {
    Floats scratch = member.scratch();
    int projecting = expansion == null ? 1 : 2;
    clearRing(scratch);
    int have = Math.max(0, firstInput(fromRow));
    for (int y = fromRow; y < toRow; y += bandRows) {
      int end = Math.min(toRow, y + bandRows);
      BlockedProduct product = expansion;
      if (product == null) {
        clock.enter(0);
        filter(w, scratch, y, end, 0, filtered.blocks());
      } else {
        int need = Math.min(expanded.height(), firstInput(y) + window.inputRows(end - y));
        for (int panel = 0; panel < product.panels(); panel++) {
          clock.enter(0);
          expand(product, panel, w, scratch, have, need);
          clock.enter(1);
          int block = product.firstBlock(panel);
          filter(w, scratch, y, end, block, block + product.blocks(panel));
        }
        have = Math.max(have, need);
      }
      if (!gated) {
        clock.enter(projecting);
        project(w, scratch, y, end);
      }
    }
    if (!gated && fromRow == 0) {
      for (int b = 0; b < out.blocks(); b++) {
        out.clearEnds(w, to, b);
      }
    }
  }

  private int firstInput(int y) {
    return y * window.strideHeight() - window.padTop();
  }

  private void clearRing(Floats scratch) {
    if (expansion == null) {
      return;
    }
    for (int b = 0; b < ringMap.blocks(); b++) {
      ringMap.clearEnds(scratch.array(), scratch.start(), b);
    }
  }

  private void expand(
      BlockedProduct product, int panel, float[] w, Floats scratch, int fromRow, int toRow) {
    int at = scratch.start() + product.firstBlock(panel) * ringBlock;
    for (int y = fromRow; y < toRow; y++) {
      int row = y * expansionWindow.strideHeight() - expansionWindow.padTop();
      product.run(
          panel,
          w,
          from + in.row(row) - expansionWindow.padLeft() * in.lanes(),
          in.plane(),
          scratch.array(),
          at + y % ringRows * expanded.pitch(),
          ringBlock,
          expanded.width(),
          Prefetching.NONE);
    }
  }

  /** Filters some blocks of a band; with a gate into the whole map, else behind the ring. */
  private void filter(float[] w, Floats scratch, int y, int end, int firstBlock, int endBlock) {
    float[] target = gated ? w : scratch.array();
    int at = gated ? wholeMap + filtered.row(y) : scratch.start() + layout.ringFloats();
    int plane = gated ? filtered.plane() : layout.bandBlock();
    for (int b = firstBlock; b < endBlock; b++) {
      depthwise.run(
          b,
          expansion == null ? w : scratch.array(),
          expansion == null ? from + b * in.plane() : scratch.start() + b * ringBlock,
          rowPlaces,
          y * window.strideHeight(),
          target,
          at + b * plane,
          filtered.pitch(),
          end - y);
    }
  }

  private void project(float[] w, Floats scratch, int y, int end) {
    int step = flat ? end - y : 1;
    for (int panel = 0; panel < projection.panels(); panel++) {
      int b = projection.firstBlock(panel);
      for (int row = y; row < end; row += step) {
        projection.run(
            panel,
            scratch.array(),
            scratch.start() + layout.ringFloats() + (row - y) * filtered.pitch(),
            layout.bandBlock(),
            w,
            to + b * out.plane() + out.row(row),
            out.plane(),
            w,
            residual + b * residualMap.plane() + residualMap.row(row),
            residualMap.plane(),
            step * out.width(),
            Prefetching.NONE);
      }
      for (int i = b; i < b + projection.blocks(panel); i++) {
        out.clearSides(w, to, i, y, end);
      }
    }
  }
}
