package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.FeatureMap;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.blocked.BlockedDepthwise;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.blocked.BlockedMap.Frame;
import org.mobilenet4j.kernels.blocked.BlockedProduct;

/**
 * A depthwise convolution between its neighbours, in one of two ways.
 *
 * <p><b>Bands of rows</b>, for large pictures: a band of output rows passes through all three
 * convolutions while it lies in the second cache. The expansion keeps the rows that the depthwise
 * convolution still needs in a ring; no row is expanded twice but where two threads meet.
 *
 * <p><b>Panels of channels</b>, for small pictures with many channels: the whole picture passes
 * through expansion and depthwise convolution a few blocks of channels at a time, so that each
 * weight is read once; then the projection sums over all of them.
 *
 * <p>With squeeze-and-excite, whose gate needs the whole picture, the projection is a step of its
 * own in either case.
 */
final class InvertedResidualSteps implements StageSteps {
  /** Output pixels up to which channels are divided rather than rows: 14×14. */
  private static final int SMALL_PICTURE = 196;

  /** Floats of ring and band together that leave room for weights in a second cache of 512 KB. */
  private static final int BAND_FLOATS = 50_000;

  private final BlockedLayers layers;
  private final Stage.InvertedResidual block;
  private final BlockedMap in;
  private final BlockedMap expanded;
  private final BlockedMap filtered;
  private final BlockedMap out;
  private final Window window;
  private final BlockedDepthwise depthwise;
  private final @Nullable BlockedProduct expansion;
  private final Window expansionWindow;
  private final boolean byChannels;
  private final int bandRows;
  private final int ringRows;
  private final Optional<Gate> gate;

  /** Squeeze-and-excite with its two layers. */
  private record Gate(DenseSteps squeeze, DenseSteps excite) {}

  InvertedResidualSteps(BlockedLayers layers, Stage.InvertedResidual block) {
    this.layers = layers;
    this.block = block;
    FusedOperation first = block.expansion().orElse(block.depthwise());
    this.in = layers.input(first);
    this.out = layers.output(block.projection());
    this.window = layers.window(block.depthwise());
    this.depthwise = layers.depthwise(block.depthwise());
    var inner = layers.shape(block.depthwise().node().inputs().getFirst());
    var outer = layers.shape(block.depthwise().node().name());
    this.expanded =
        new BlockedMap(
            inner.channels(),
            inner.height(),
            inner.width(),
            layers.lanes(),
            BlockedValues.frame(true, window, inner, outer));
    this.filtered =
        new BlockedMap(outer.channels(), outer.height(), outer.width(), layers.lanes(), Frame.NONE);
    boolean stem = block.expansion().isPresent() && in.lanes() != layers.lanes();
    this.byChannels = outer.pixels() <= SMALL_PICTURE && !stem;
    this.expansion =
        block
            .expansion()
            .map(operation ->
                layers.product(operation, in, new int[] {expansionRows() * expanded.width()}))
            .orElse(null);
    this.expansionWindow = block.expansion().map(layers::window).orElse(Window.POINT);
    this.bandRows = bandRows();
    this.ringRows = ringRows(bandRows);
    this.gate =
        block
            .squeezeExcite()
            .map(parts ->
                new Gate(
                    new DenseSteps(layers, parts.squeeze()),
                    new DenseSteps(layers, parts.excite())));
  }

  /** Rows that are expanded in one call: all, where neither map has anything between its rows. */
  private int expansionRows() {
    return byChannels && in.contiguous() && expanded.contiguous() ? expanded.height() : 1;
  }

  private int bandRows() {
    int rows = 1;
    while (2 * rows <= filtered.height()
        && ringFloats(ringRows(2 * rows)) + bandFloats(2 * rows) <= BAND_FLOATS) {
      rows *= 2;
    }
    return rows;
  }

  /** Rows of the expanded map that a band reads. */
  private int ringRows(int rows) {
    return (rows - 1) * window.strideHeight()
        + (window.kernelHeight() - 1) * window.dilationHeight()
        + 1;
  }

  /** A ring for each block, and behind it a row of zeros. */
  private int ringFloats(int rows) {
    return expansion == null ? 0 : expanded.blocks() * ringBlock(rows);
  }

  private int ringBlock(int rows) {
    return BlockedMap.spread((rows + 1) * expanded.pitch(), expanded.lanes());
  }

  private int bandBlock(int rows) {
    return BlockedMap.spread(rows * filtered.pitch(), filtered.lanes());
  }

  private int bandFloats(int rows) {
    return gate == null || block.squeezeExcite().isEmpty()
        ? filtered.blocks() * bandBlock(rows)
        : 0;
  }

  @Override
  public long outputFloats() {
    return out.floats();
  }

  @Override
  public Map<String, Long> own() {
    Map<String, Long> own = new LinkedHashMap<>();
    if (byChannels || gate.isPresent()) {
      own.put(filteredName(), filtered.floats());
    }
    gate.ifPresent(parts -> {
      own.put(pooledName(), (long) filtered.blocks() * filtered.lanes());
      own.put(squeezedName(), parts.squeeze().outputFloats());
      own.put(excitedName(), parts.excite().outputFloats());
    });
    return own;
  }

  private String filteredName() {
    return block.depthwise().output();
  }

  private String pooledName() {
    return filteredName() + " pooled";
  }

  private String squeezedName() {
    return filteredName() + " squeezed";
  }

  private String excitedName() {
    return filteredName() + " excited";
  }

  @Override
  public int scratchFloats() {
    if (byChannels) {
      return expansion == null ? 0 : expansion.widestBlocks() * expanded.plane();
    }
    return ringFloats(ringRows) + bandFloats(bandRows);
  }

  @Override
  public List<Step> steps(Places places) {
    if (!byChannels && gate.isEmpty()) {
      return List.of(new RowBands(places).whole());
    }
    List<Step> steps = new ArrayList<>();
    steps.add(
        byChannels ? new ChannelPanels(places).step() : new RowBands(places).withoutProjection());
    gate.ifPresent(parts -> steps.addAll(gated(parts, places)));
    steps.add(
        new ProductSteps(layers, block.projection(), filtered)
            .step(places, places.of(filteredName())));
    return steps;
  }

  /** The mean of each channel, the two layers, and the multiplication with what they say. */
  private List<Step> gated(Gate parts, Places places) {
    Stage.SqueezeExcite operations = block.squeezeExcite().orElseThrow();
    int map = places.of(filteredName());
    int pooled = places.of(pooledName());
    int squeezed = places.of(squeezedName());
    int excited = places.of(excitedName());
    List<Step> steps = new ArrayList<>();
    if (!byChannels) {
      steps.add(
          layers.step(
              List.of(operations.pool()),
              "global_average_pool",
              filtered.blocks(),
              (w, _, from, to) -> {
                for (int b = from; b < to; b++) {
                  pool(w, map, pooled, b);
                }
              }));
    }
    steps.add(parts.squeeze().step(pooled, squeezed));
    int lanes = filtered.lanes();
    int panelBlocks = parts.excite().dense().panelUnits() / lanes;
    int pixels = filtered.height() * filtered.width();
    steps.add(
        layers.step(
            List.of(operations.excite(), operations.scale()),
            parts.excite().dense().name() + "_scale",
            parts.excite().dense().panels(),
            (w, _, from, to) -> {
              parts.excite().run(w, squeezed, excited, from, to);
              int end = Math.min(filtered.blocks(), to * panelBlocks);
              for (int b = from * panelBlocks; b < end; b++) {
                int at = map + b * filtered.plane();
                layers.plain().scale(lanes, w, at, w, excited + b * lanes, w, at, 0, pixels);
              }
            }));
    return steps;
  }

  private void pool(float[] w, int map, int pooled, int b) {
    int lanes = filtered.lanes();
    layers
        .plain()
        .globalAveragePool(
            new FeatureMap(filtered.height(), filtered.width(), lanes),
            w,
            map + b * filtered.plane(),
            w,
            pooled + b * lanes,
            0,
            lanes);
  }

  private List<FusedOperation> upToDepthwise() {
    List<FusedOperation> operations = new ArrayList<>();
    block.expansion().ifPresent(operations::add);
    operations.add(block.depthwise());
    return operations;
  }

  private String name(String way) {
    String before = expansion == null ? "" : expansion.name() + " + ";
    return before + depthwise.name() + ", " + way;
  }

  /** The first way. */
  private final class RowBands {
    private final int from;
    private final int to;
    private final int residual;
    private final BlockedMap residualMap;
    private final int wholeMap;
    private final BlockedProduct projection;
    private final boolean flat;
    private final int[] places;
    private final int ringBlock = ringBlock(ringRows);

    RowBands(Places all) {
      from = all.of(first().node().inputs().getFirst());
      to = all.of(block.projection().output());
      residual = block.projection().residual().map(all::of).orElse(to);
      residualMap = block.projection().residual().map(layers::map).orElse(out);
      wholeMap = gate.isPresent() ? all.of(filteredName()) : 0;
      flat = out.contiguous() && residualMap.contiguous();
      int[] lengths = new int[bandRows];
      for (int rows = 1; rows <= bandRows; rows++) {
        lengths[bandRows - rows] = rows * out.width();
      }
      projection =
          layers.product(block.projection(), filtered, flat ? lengths : new int[] {out.width()});
      places =
          BlockedLayers.rowPlaces(
              window,
              filtered.height(),
              expansion == null
                  ? in::row
                  : y ->
                      (y < 0 || y >= expanded.height() ? ringRows : y % ringRows) * expanded.pitch()
                          + expanded.frame().left() * expanded.lanes());
    }

    private FusedOperation first() {
      return block.expansion().orElse(block.depthwise());
    }

    Step whole() {
      return layers.step(
          block.operations(),
          name(projection.name() + ", bands of " + bandRows + " rows"),
          out.height(),
          this::run);
    }

    Step withoutProjection() {
      return layers.step(
          upToDepthwise(), name("bands of " + bandRows + " rows"), out.height(), this::run);
    }

    private void run(float[] w, float[] ring, int fromRow, int toRow) {
      clearRing(ring);
      int band = ringFloats(ringRows);
      int have = Math.max(0, firstInput(fromRow));
      for (int y = fromRow; y < toRow; y += bandRows) {
        int end = Math.min(toRow, y + bandRows);
        if (expansion != null) {
          int need = Math.min(expanded.height(), firstInput(y) + ringRows(end - y));
          expand(w, ring, have, need);
          have = Math.max(have, need);
        }
        if (gate.isPresent()) {
          filter(w, ring, y, end, w, wholeMap + filtered.row(y), filtered.plane());
        } else {
          int plane = bandBlock(bandRows);
          filter(w, ring, y, end, ring, band, plane);
          project(w, ring, band, plane, y, end);
        }
      }
      if (gate.isEmpty() && fromRow == 0) {
        for (int b = 0; b < out.blocks(); b++) {
          out.clearEnds(w, to, b);
        }
      }
    }

    private int firstInput(int y) {
      return y * window.strideHeight() - window.padTop();
    }

    private void clearRing(float[] ring) {
      if (expansion == null) {
        return;
      }
      BlockedMap rows = ringMap();
      for (int b = 0; b < rows.blocks(); b++) {
        rows.clearSides(ring, 0, b, 0, ringRows);
        rows.clearEnds(ring, 0, b);
      }
    }

    /** The ring as a map: its rows, and one row of zeros below. */
    private BlockedMap ringMap() {
      Frame frame = new Frame(0, expanded.frame().left(), 1, expanded.frame().right());
      return new BlockedMap(
          expanded.channels(), ringRows, expanded.width(), expanded.lanes(), frame);
    }

    private void expand(float[] w, float[] ring, int fromRow, int toRow) {
      BlockedProduct product = expansion;
      if (product == null) {
        return;
      }
      for (int panel = 0; panel < product.panels(); panel++) {
        int at = product.firstBlock(panel) * ringBlock + expanded.frame().left() * expanded.lanes();
        for (int y = fromRow; y < toRow; y++) {
          int row = y * expansionWindow.strideHeight() - expansionWindow.padTop();
          product.run(
              panel,
              w,
              from + in.row(row) - expansionWindow.padLeft() * in.lanes(),
              in.plane(),
              ring,
              at + y % ringRows * expanded.pitch(),
              ringBlock,
              expanded.width());
        }
      }
    }

    private void filter(float[] w, float[] ring, int y, int end, float[] band, int at, int plane) {
      int firstColumn = -window.padLeft() * expanded.lanes();
      for (int b = 0; b < filtered.blocks(); b++) {
        depthwise.run(
            b,
            expansion == null ? w : ring,
            firstColumn + (expansion == null ? from + b * in.plane() : b * ringBlock),
            places,
            y * window.strideHeight(),
            band,
            at + b * plane,
            filtered.pitch(),
            end - y);
      }
    }

    private void project(float[] w, float[] band, int at, int plane, int y, int end) {
      int step = flat ? end - y : 1;
      for (int panel = 0; panel < projection.panels(); panel++) {
        int b = projection.firstBlock(panel);
        for (int row = y; row < end; row += step) {
          projection.run(
              panel,
              band,
              at + (row - y) * filtered.pitch(),
              plane,
              w,
              to + b * out.plane() + out.row(row),
              out.plane(),
              w,
              residual + b * residualMap.plane() + residualMap.row(row),
              residualMap.plane(),
              step * out.width());
        }
        for (int i = b; i < b + projection.blocks(panel); i++) {
          out.clearSides(w, to, i, y, end);
        }
      }
    }
  }

  /** The second way. */
  private final class ChannelPanels {
    private final int from;
    private final int map;
    private final int pooled;
    private final int[] places;

    ChannelPanels(Places all) {
      from = all.of(block.expansion().orElse(block.depthwise()).node().inputs().getFirst());
      map = all.of(filteredName());
      pooled = gate.isPresent() ? all.of(pooledName()) : 0;
      BlockedMap read = expansion == null ? in : expanded;
      places = BlockedLayers.rowPlaces(window, filtered.height(), read::row);
    }

    Step step() {
      List<FusedOperation> operations = upToDepthwise();
      block.squeezeExcite().ifPresent(parts -> operations.add(parts.pool()));
      BlockedProduct product = expansion;
      return product == null
          ? layers.step(
              operations,
              name("block by block"),
              filtered.blocks(),
              (w, _, first, end) -> {
                for (int b = first; b < end; b++) {
                  filter(w, w, from + b * in.plane(), in.lanes(), b);
                }
              })
          : layers.step(
              operations,
              name("panel by panel"),
              product.panels(),
              (w, ring, first, end) -> {
                for (int panel = first; panel < end; panel++) {
                  expand(product, w, ring, panel);
                  int b = product.firstBlock(panel);
                  for (int i = 0; i < product.blocks(panel); i++) {
                    filter(w, ring, i * expanded.plane(), expanded.lanes(), b + i);
                  }
                }
              });
    }

    private void expand(BlockedProduct product, float[] w, float[] ring, int panel) {
      int rows = expansionRows();
      for (int y = 0; y < expanded.height(); y += rows) {
        product.run(
            panel,
            w,
            from + in.row(y),
            in.plane(),
            ring,
            expanded.row(y),
            expanded.plane(),
            rows * expanded.width());
      }
      for (int i = 0; i < product.blocks(panel); i++) {
        expanded.clearSides(ring, 0, i, 0, expanded.height());
        expanded.clearEnds(ring, 0, i);
      }
    }

    private void filter(float[] w, float[] read, int at, int lanes, int b) {
      depthwise.run(
          b,
          read,
          at - window.padLeft() * lanes,
          places,
          0,
          w,
          map + b * filtered.plane(),
          filtered.pitch(),
          filtered.height());
      if (gate.isPresent()) {
        pool(w, map, pooled, b);
      }
    }
  }
}
