package org.mobilenet4j.benchmarks.kernels;

import org.mobilenet4j.kernels.ConvolutionShape;
import org.mobilenet4j.kernels.DepthwiseShape;
import org.mobilenet4j.kernels.FeatureMap;
import org.mobilenet4j.kernels.KernelChoice;
import org.mobilenet4j.kernels.MatrixShape;
import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.blocked.BlockedDense;
import org.mobilenet4j.kernels.blocked.BlockedDepthwise;
import org.mobilenet4j.kernels.blocked.BlockedKernels;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.blocked.BlockedMap.Frame;
import org.mobilenet4j.kernels.blocked.BlockedProduct;
import org.mobilenet4j.kernels.blocked.Prefetching;
import org.mobilenet4j.kernels.blocked.ProductShape;
import org.mobilenet4j.kernels.blocked.TrainingReport;

/**
 * A layer on generated kernels and the blocked layout, by itself, its calls cut as a plan cuts
 * them. The kernels are trained when the layer is made.
 *
 * @param map how its result lies
 * @param out where its result goes
 * @param work computes it
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record GeneratedLayer(BlockedMap map, float[] out, Runnable work) implements BoundLayer {
  private static final long TRAINING_NANOS = 30_000_000_000L;

  /** Inputs that stay in a second cache while the panels of weights pass, as plans have it. */
  private static final int GROUP_FLOATS = 60_000;

  private static final int FEWEST_TILES = 5;

  /** Pixels up to which plans fetch weights ahead. */
  private static final int FEW_PIXELS = 256;

  static BoundLayer pointwise(MatrixShape shape, int side) {
    BlockedKernels kernels = kernels();
    int lanes = kernels.lanes();
    int pixels = shape.rows();
    BlockedMap in = new BlockedMap(shape.inner(), side, side, lanes, Frame.NONE);
    BlockedMap out = new BlockedMap(shape.columns(), side, side, lanes, Frame.NONE);
    int tile = kernels.tilePixels(shape.columns(), pixels);
    int group = Math.max(FEWEST_TILES, GROUP_FLOATS / (tile * shape.inner())) * tile;
    int last = (pixels - 1) % group + 1;
    BlockedProduct product =
        kernels.product(
            new ProductShape(
                shape.inner(),
                shape.columns(),
                lanes,
                lanes,
                Tail.RELU6,
                Residual.NONE,
                pixels <= FEW_PIXELS ? Prefetching.NEXT : Prefetching.NONE),
            new int[0],
            new int[] {Math.min(group, pixels), last},
            Layer.random(shape.inner() * shape.columns()),
            Layer.random(shape.columns()));
    float[] read = BlockedLayout.of(in, Layer.random(pixels * shape.inner()));
    float[] written = new float[(int) out.floats()];
    return trained(
        kernels,
        out,
        written,
        () -> {
          for (int first = 0; first < pixels; first += group) {
            for (int panel = 0; panel < product.panels(); panel++) {
              product.run(
                  panel,
                  read,
                  first * lanes,
                  in.plane(),
                  written,
                  product.firstBlock(panel) * out.plane() + first * lanes,
                  out.plane(),
                  Math.min(group, pixels - first),
                  Prefetching.NEXT);
            }
          }
        });
  }

  static BoundLayer depthwise(DepthwiseShape shape) {
    BlockedKernels kernels = kernels();
    int lanes = kernels.lanes();
    Window window = shape.window();
    int channels = shape.in().channels();
    BlockedMap in = map(shape.in(), lanes, frame(shape.in(), shape.out(), window, true));
    BlockedMap out = map(shape.out(), lanes, Frame.NONE);
    BlockedDepthwise depthwise =
        kernels.depthwise(
            shape, Tail.RELU6, Layer.random(window.taps() * channels), Layer.random(channels));
    int[] rows = new int[window.inputRows(out.height()) + 1];
    for (int i = 0; i < rows.length - 1; i++) {
      rows[i] = in.row(i - window.padTop());
    }
    rows[rows.length - 1] = in.row(-1); // zeros, as all these have padding above
    float[] read = BlockedLayout.of(in, Layer.random(shape.in().size()));
    float[] written = new float[(int) out.floats()];
    return trained(
        kernels,
        out,
        written,
        () -> {
          for (int block = 0; block < out.blocks(); block++) {
            depthwise.run(
                block,
                read,
                block * in.plane(),
                rows,
                0,
                written,
                block * out.plane(),
                out.pitch(),
                out.height());
          }
        });
  }

  /** A convolution of the network's input, which lies channels last. */
  static BoundLayer stem(ConvolutionShape shape) {
    BlockedKernels kernels = kernels();
    Window window = shape.window();
    int channels = shape.in().channels();
    BlockedMap in = map(shape.in(), channels, frame(shape.in(), shape.out(), window, false));
    BlockedMap out = map(shape.out(), kernels.lanes(), Frame.NONE);
    int[] taps = new int[shape.patch()];
    int at = 0;
    for (int ky = 0; ky < window.kernelHeight(); ky++) {
      for (int kx = 0; kx < window.kernelWidth(); kx++) {
        for (int c = 0; c < channels; c++) {
          taps[at++] = ky * in.pitch() + kx * channels + c;
        }
      }
    }
    BlockedProduct product =
        kernels.product(
            new ProductShape(
                taps.length,
                shape.out().channels(),
                kernels.lanes(),
                window.strideWidth() * channels,
                Tail.RELU6,
                Residual.NONE,
                Prefetching.NONE),
            taps,
            new int[] {out.width()},
            Layer.random(shape.weights()),
            Layer.random(shape.out().channels()));
    float[] read = BlockedLayout.of(in, Layer.random(shape.in().size()));
    float[] written = new float[(int) out.floats()];
    return trained(
        kernels,
        out,
        written,
        () -> {
          for (int y = 0; y < out.height(); y++) {
            for (int panel = 0; panel < product.panels(); panel++) {
              product.run(
                  panel,
                  read,
                  in.row(y * window.strideHeight() - window.padTop()) - window.padLeft() * channels,
                  in.plane(),
                  written,
                  product.firstBlock(panel) * out.plane() + out.row(y),
                  out.plane(),
                  out.width(),
                  Prefetching.NONE);
            }
          }
        });
  }

  static BoundLayer dense(int inner, int units) {
    BlockedKernels kernels = kernels();
    BlockedDense dense =
        kernels.dense(inner, units, Tail.NONE, Layer.random(inner * units), Layer.random(units));
    float[] read = Layer.random(inner);
    BlockedMap out = new BlockedMap(units, 1, 1, kernels.lanes(), Frame.NONE);
    float[] written = new float[dense.panels() * dense.panelUnits()];
    return trained(kernels, out, written, () -> dense.run(read, 0, written, 0, 0, dense.panels()));
  }

  private static BlockedKernels kernels() {
    if (KernelChoice.best().kernels() instanceof VectorKernels vector) {
      return vector.blocked();
    }
    throw new IllegalStateException(
        "There are no generated kernels here: " + KernelChoice.best().reason());
  }

  private static BoundLayer trained(
      BlockedKernels kernels, BlockedMap map, float[] out, Runnable work) {
    TrainingReport report = kernels.train(TRAINING_NANOS);
    if (!report.succeeded()) {
      throw new IllegalStateException("Kernels were not compiled in time: " + report);
    }
    return new GeneratedLayer(map, out, work);
  }

  private static BlockedMap map(FeatureMap shape, int lanes, Frame frame) {
    return new BlockedMap(shape.channels(), shape.height(), shape.width(), lanes, frame);
  }

  private static Frame frame(FeatureMap in, FeatureMap out, Window window, boolean bareSides) {
    int below = window.inputRows(out.height()) - window.padTop() - in.height();
    int behind = window.inputColumns(out.width()) - window.padLeft() - in.width();
    return new Frame(
        window.padTop(),
        bareSides ? 0 : window.padLeft(),
        Math.max(0, below),
        bareSides ? 0 : Math.max(0, behind));
  }

  @Override
  public float[] run() {
    work.run();
    return out;
  }

  @Override
  public float[] channelsLast() {
    return BlockedLayout.channelsLast(map, out);
  }
}
