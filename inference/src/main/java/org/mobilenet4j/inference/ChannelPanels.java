package org.mobilenet4j.inference;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.Floats;
import org.mobilenet4j.kernels.blocked.BlockedDepthwise;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.blocked.BlockedProduct;

/**
 * An inverted residual in panels of channels: the whole picture passes through expansion and
 * depthwise convolution a few blocks of channels at a time, so that each weight is read once.
 */
final class ChannelPanels implements Step.Work {
  private final InvertedResidualParts parts;
  private final BlockedMap in;
  private final BlockedMap expanded;
  private final BlockedMap filtered;
  private final BlockedDepthwise depthwise;
  private final @Nullable BlockedProduct expansion;
  private final String kernelNames;
  private final boolean gated;
  private final int rowsOfCall;
  private final int from;
  private final int map;
  private final int pooled;
  private final int[] rowPlaces;

  /**
   * @param parts maps and kernels
   * @param expansion the expansion, if there is one, bound for {@link #rowsOfCall}
   * @param places where the values lie
   */
  ChannelPanels(InvertedResidualParts parts, Optional<BlockedProduct> expansion, Places places) {
    this.parts = parts;
    this.in = parts.in();
    this.expanded = parts.expanded();
    this.filtered = parts.filtered();
    this.depthwise = parts.depthwise();
    this.expansion = expansion.orElse(null);
    this.kernelNames = parts.kernelNames(expansion);
    this.gated = parts.isGated();
    this.rowsOfCall = rowsOfCall(parts);
    this.from = places.of(parts.input());
    this.map = places.of(parts.filteredName());
    this.pooled = gated ? places.of(parts.pooledName()) : 0;
    BlockedMap read = expansion.isEmpty() ? in : expanded;
    this.rowPlaces =
        BlockedLayers.rowPlaces(parts.window(), read.height(), filtered.height(), read::row);
  }

  /** Rows that are expanded in one call: all, where the input has nothing between its rows. */
  static int rowsOfCall(InvertedResidualParts parts) {
    return parts.in().contiguous() ? parts.expanded().height() : 1;
  }

  /** The block up to the depthwise convolution, and the means of its channels where it is gated. */
  Step step() {
    List<FusedOperation> operations = parts.upToDepthwise();
    parts.block().squeezeExcite().ifPresent(gate -> operations.add(gate.pool()));
    return expansion == null
        ? parts.layers().step(operations, kernelNames + ", block by block", filtered.blocks(), this)
        : parts
            .layers()
            .step(operations, kernelNames + ", panel by panel", expansion.panels(), this);
  }

  @Override
  public void run(float[] w, Member member, int first, int end) {
    run(w, member, first, end, PartClock.OFF);
  }

  @Override
  public void run(float[] w, Member member, int first, int end, PartClock clock) {
    Floats scratch = member.scratch();
    BlockedProduct product = expansion;
    if (product == null) {
      for (int b = first; b < end; b++) {
        filter(w, w, from + b * in.plane(), b, clock);
      }
      pool(w, first, end - first, clock);
      return;
    }
    for (int panel = first; panel < end; panel++) {
      clock.enter(0);
      expand(product, w, member, panel);
      int b = product.firstBlock(panel);
      for (int i = 0; i < product.blocks(panel); i++) {
        filter(w, scratch.array(), scratch.start() + i * expanded.plane(), b + i, clock);
      }
      pool(w, b, product.blocks(panel), clock);
    }
  }

  private void expand(BlockedProduct product, float[] w, Member member, int panel) {
    Floats scratch = member.scratch();
    for (int y = 0; y < expanded.height(); y += rowsOfCall) {
      product.run(
          panel,
          w,
          from + in.row(y),
          in.plane(),
          scratch.array(),
          scratch.start() + expanded.row(y),
          expanded.plane(),
          rowsOfCall * expanded.width(),
          member.prefetching());
    }
    for (int i = 0; i < product.blocks(panel); i++) {
      expanded.clearEnds(scratch.array(), scratch.start(), i);
    }
  }

  private void filter(float[] w, float[] read, int at, int b, PartClock clock) {
    clock.enter(filtering());
    depthwise.run(
        b,
        read,
        at,
        rowPlaces,
        0,
        w,
        map + b * filtered.plane(),
        filtered.pitch(),
        filtered.height());
  }

  /** The means of some blocks while they are hot. */
  private void pool(float[] w, int first, int blocks, PartClock clock) {
    if (gated) {
      clock.enter(filtering() + 1);
      parts.pool(w, map, pooled, first, blocks);
    }
  }

  /** The place of the depthwise convolution among the parts. */
  private int filtering() {
    return expansion == null ? 0 : 1;
  }
}
