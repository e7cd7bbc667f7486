package org.mobilenet4j.inference;

import java.util.List;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.blocked.BlockedProduct;

/**
 * A convolution that mixes channels, by itself. Its work is cut into panels of output channels and
 * pieces of the picture; of weights and map, the larger one is read once.
 */
final class ProductSteps implements StageSteps {
  /** Pixels from which a call is worth while. */
  private static final int FEWEST_PIXELS = 28;

  private static final int SHARES = 2;

  private final BlockedLayers layers;
  private final FusedOperation operation;
  private final BlockedMap in;
  private final BlockedMap out;
  private final Window window;
  private final BlockedProduct product;
  private final int pieceRows;
  private final int pieces;
  private final boolean panelByPanel;

  ProductSteps(BlockedLayers layers, FusedOperation operation) {
    this(layers, operation, layers.input(operation));
  }

  /**
   * @param in how the input lies, where it is not as the value's readers agreed
   */
  ProductSteps(BlockedLayers layers, FusedOperation operation, BlockedMap in) {
    this.layers = layers;
    this.operation = operation;
    this.in = in;
    this.out = layers.output(operation);
    this.window = layers.window(operation);
    boolean flat =
        window.isPoint()
            && in.contiguous()
            && out.contiguous()
            && operation.residual().map(value -> layers.map(value).contiguous()).orElse(true);
    this.pieceRows = flat ? rowsOfPiece() : 1;
    this.pieces = (out.height() + pieceRows - 1) / pieceRows;
    long weightFloats = (long) window.taps() * in.channels() * out.channels();
    this.panelByPanel = weightFloats > in.floats();
    int last = out.height() - (pieces - 1) * pieceRows;
    int[] lengths = {pieceRows * out.width(), last * out.width()};
    this.product = layers.product(operation, in, lengths, panelByPanel ? SHARES : 1);
  }

  /** Enough rows to make a call worth while; all of a small picture. */
  private int rowsOfPiece() {
    if (out.height() * out.width() < 3 * FEWEST_PIXELS) {
      return out.height();
    }
    return Math.min(out.height(), (FEWEST_PIXELS + out.width() - 1) / out.width());
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
    int units = panelByPanel ? product.panels() * pieces : pieces;
    return layers.step(
        List.of(operation),
        product.name(),
        units,
        (w, _, first, end) -> {
          for (int unit = first; unit < end; unit++) {
            if (panelByPanel) {
              piece(w, unit / pieces, unit % pieces, from, to, residual, added);
            } else {
              for (int panel = 0; panel < product.panels(); panel++) {
                piece(w, panel, unit, from, to, residual, added);
              }
            }
          }
        });
  }

  private void piece(
      float[] w, int panel, int piece, int from, int to, BlockedMap residual, int added) {
    int y = piece * pieceRows;
    int rows = Math.min(pieceRows, out.height() - y);
    int block = product.firstBlock(panel);
    product.run(
        panel,
        w,
        from + in.row(y * window.strideHeight() - window.padTop()) - window.padLeft() * in.lanes(),
        in.plane(),
        w,
        to + block * out.plane() + out.row(y),
        out.plane(),
        w,
        added + block * residual.plane() + residual.row(y),
        residual.plane(),
        rows * out.width());
    Activation rest = BlockedLayers.rest(operation);
    for (int b = block; b < block + product.blocks(panel); b++) {
      finish(layers.plain(), rest, w, to, out, b, y, y + rows);
      if (piece == 0) {
        out.clearEnds(w, to, b);
      }
    }
  }

  /** What is left to do to rows of a block once the kernel has stored them. */
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
