package org.mobilenet4j.inference;

import java.util.List;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.blocked.BlockedProduct;
import org.mobilenet4j.kernels.blocked.Prefetching;

/**
 * A convolution that mixes channels, by itself. Its work is cut into groups of spans and chunks of
 * panels of output channels: a group's inputs stay in the second cache while the panels of a chunk
 * pass, and a chunk's weights in the third while all groups do. A span is a row or, where nothing
 * lies between the rows, a tile of pixels. A unit of work is a block of output channels for a span,
 * so that members of a gang share a step evenly where its panels and groups are few or not alike.
 */
final class ProductSteps implements StageSteps {
  /**
   * Inputs of a group: 240 KB. With a panel of 48 channels and what is fetched of the next one they
   * fill a second cache of 512 KB where sums have 700 inputs, and more than half a megabyte where
   * they have 1,024.
   */
  private static final int GROUP_FLOATS = 60_000;

  /** Tiles that share a panel's weights at least. */
  private static final int FEWEST_TILES = 5;

  /** Weights of a chunk: a megabyte, a small part of any third cache. */
  private static final int CHUNK_FLOATS = 270_000;

  private final BlockedLayers layers;
  private final FusedOperation operation;
  private final BlockedMap in;
  private final BlockedMap out;
  private final Window window;
  private final Activation rest;
  private final BlockedProduct product;
  private final boolean flat;
  private final int pixels;
  private final int span;
  private final int groupPixels;
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
    this.rest = BlockedLayers.rest(operation);
    this.flat =
        window.isPoint()
            && in.contiguous()
            && out.contiguous()
            && operation.residual().map(value -> layers.map(value).contiguous()).orElse(true);
    this.pixels = out.height() * out.width();
    this.span = flat ? layers.tilePixels(out.channels(), pixels) : out.width();
    this.groupPixels = groupPixels();
    int last = pixels - (pixels - 1) / groupPixels * groupPixels;
    this.product =
        layers.product(
            operation,
            in,
            flat ? new int[] {groupPixels, last} : new int[] {out.width()},
            flat ? layers.prefetching(operation) : Prefetching.NONE);
    this.chunkPanels = chunkPanels();
  }

  /** Panels of a chunk: as few equal chunks as the cache allows. */
  private int chunkPanels() {
    int panels = product.panels();
    int chunks = Math.min(panels, (product.weightFloats() + CHUNK_FLOATS - 1) / CHUNK_FLOATS);
    return (panels + chunks - 1) / chunks;
  }

  /** As few groups as the cache allows, of about equally many spans. */
  private int groupPixels() {
    int inner = Math.min(in.channels(), BlockedProduct.depthInner(window.taps() * in.channels()));
    long spanInputs = flat ? span : (long) window.strideHeight() * in.width();
    int spans = (pixels + span - 1) / span;
    int most = (int) Math.max(flat ? FEWEST_TILES : 1, GROUP_FLOATS / (spanInputs * inner));
    int number = (spans + most - 1) / most;
    return Math.min(pixels, (spans + number - 1) / number * span);
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
        out.blocks() * spans(0, pixels),
        (w, member, first, end) -> {
          int before = 0;
          for (int panel = 0; panel < product.panels(); panel += chunkPanels) {
            int endPanel = Math.min(product.panels(), panel + chunkPanels);
            int blocks = endBlock(endPanel - 1) - product.firstBlock(panel);
            for (int pixel = 0; pixel < pixels; pixel += groupPixels) {
              int units = blocks * spans(pixel, endOfGroup(pixel));
              if (first < before + units && end > before) {
                compute(
                    w,
                    member.prefetching(),
                    panel,
                    endPanel,
                    pixel,
                    first - before,
                    end - before,
                    from,
                    to,
                    residual,
                    added);
              }
              before += units;
            }
          }
        });
  }

  private int endBlock(int panel) {
    return product.firstBlock(panel) + product.blocks(panel);
  }

  private int endOfGroup(int firstPixel) {
    return Math.min(pixels, firstPixel + groupPixels);
  }

  private int spans(int firstPixel, int endPixel) {
    return (endPixel - firstPixel + span - 1) / span;
  }

  /**
   * The first pixel of a group that is not among so many units of one panel: where a tile ends,
   * since the last one of a call may be moved back but not to before its beginning. Sums in several
   * depths cannot move a tile: a group that is not whole tiles of the panel, each a span, then goes
   * to whoever has most of it.
   */
  private int pixelAfter(int units, int panel, int firstPixel) {
    int endPixel = endOfGroup(firstPixel);
    int all = product.blocks(panel) * spans(firstPixel, endPixel);
    if (units <= 0 || units >= all) {
      return units <= 0 ? firstPixel : endPixel;
    }
    int after = firstPixel + units / product.blocks(panel) * span;
    if (!flat) {
      return after;
    }
    int tile = product.tilePixels(panel);
    if (product.depths() > 1 && (tile != span || (endPixel - firstPixel) % span != 0)) {
      return 2 * units < all ? firstPixel : endPixel;
    }
    after -= (after - firstPixel) % tile;
    return endPixel - after < tile ? endPixel : after;
  }

  /**
   * Computes some units of the panels of a chunk for a group of pixels, one depth of all of them
   * after the other.
   */
  private void compute(
      float[] w,
      Prefetching fetched,
      int firstPanel,
      int endPanel,
      int firstPixel,
      int firstUnit,
      int endUnit,
      int from,
      int to,
      BlockedMap residual,
      int added) {
    for (int depth = 0; depth < product.depths(); depth++) {
      int before = 0;
      for (int panel = firstPanel; panel < endPanel; panel++) {
        int first = pixelAfter(firstUnit - before, panel, firstPixel);
        int end = pixelAfter(endUnit - before, panel, firstPixel);
        before += product.blocks(panel) * spans(firstPixel, endOfGroup(firstPixel));
        int block = product.firstBlock(panel);
        int call = flat ? end - first : out.width();
        for (int pixel = first; pixel < end; pixel += call) {
          product.run(
              panel,
              depth,
              w,
              from + inputAt(pixel),
              in.plane(),
              w,
              to + block * out.plane() + at(out, pixel),
              out.plane(),
              w,
              added + block * residual.plane() + at(residual, pixel),
              residual.plane(),
              call,
              fetched);
        }
        if (first < end && depth == product.depths() - 1) {
          finish(w, to, panel, first, end);
        }
      }
    }
  }

  /** What is left to do with some pixels of a panel: an activation, and zeros around them. */
  private void finish(float[] w, int to, int panel, int first, int end) {
    int call = flat ? end - first : out.width();
    for (int b = product.firstBlock(panel); b < endBlock(panel); b++) {
      for (int pixel = first; pixel < end; pixel += call) {
        activate(
            layers.plain(), rest, w, to + b * out.plane() + at(out, pixel), call * out.lanes());
      }
      if (!flat) {
        out.clearSides(w, to, b, first / out.width(), end / out.width());
      }
      if (first == 0) {
        out.clearEnds(w, to, b);
      }
    }
  }

  /**
   * Where an output pixel, the first of a row unless nothing lies between rows, finds its input.
   */
  private int inputAt(int pixel) {
    return flat
        ? at(in, pixel)
        : in.row(pixel / out.width() * window.strideHeight() - window.padTop())
            - window.padLeft() * in.lanes();
  }

  /** Where a pixel lies in a map as wide as the output; likewise. */
  private int at(BlockedMap map, int pixel) {
    return flat ? map.row(0) + pixel * map.lanes() : map.row(pixel / out.width());
  }

  /**
   * The activation that a kernel leaves to a pass of its own.
   *
   * @param plain the kernels for it
   * @param rest the activation, often none
   * @param w the workspace
   * @param at where the values begin
   * @param floats how many there are
   */
  static void activate(Kernels plain, Activation rest, float[] w, int at, int floats) {
    if (!(rest instanceof Activation.None)) {
      plain.activate(rest, w, at, w, at, 0, floats);
    }
  }
}
