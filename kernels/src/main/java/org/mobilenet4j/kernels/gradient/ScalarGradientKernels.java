package org.mobilenet4j.kernels.gradient;

import java.util.Arrays;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.DepthwiseShape;
import org.mobilenet4j.kernels.Window;

/** The definition: plain loops, written for reading. */
public final class ScalarGradientKernels implements GradientKernels {
  private final int lanes;

  /** Blocks of eight channels. */
  public ScalarGradientKernels() {
    this(8);
  }

  /**
   * @param lanes channels of a block; at least 1
   */
  public ScalarGradientKernels(int lanes) {
    if (lanes < 1) {
      throw new IllegalArgumentException(
          "Blocks of %d channels; there must be at least one.".formatted(lanes));
    }
    this.lanes = lanes;
  }

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int lanes() {
    return lanes;
  }

  private int filled(int channels) {
    return (channels + lanes - 1) / lanes * lanes;
  }

  @Override
  public Product product(int inner, int columns, int[] lengths, Writing writing) {
    Places places = (pixel, k, inBlock) -> pixel * lanes + k / lanes * inBlock + k % lanes;
    return new ScalarProduct(inner, columns, writing, places);
  }

  @Override
  public Product convolution(int[] places, int pixelStep, int columns, int[] lengths) {
    int[] ownPlaces = places.clone();
    return new ScalarProduct(
        ownPlaces.length, columns, Writing.SET, (pixel, k, _) -> pixel * pixelStep + ownPlaces[k]);
  }

  /** Where the inputs of a sum lie. */
  private interface Places {
    int of(int pixel, int k, int inBlock);
  }

  @Override
  public WeightGradient weightGradient(int inner, int columns, int pixelStep) {
    return new ScalarWeightGradient(filled(inner), filled(columns), pixelStep);
  }

  @Override
  public Depthwise depthwise(DepthwiseShape shape) {
    return new ScalarDepthwise(shape);
  }

  @Override
  public DepthwiseGradient depthwiseGradient(Window window) {
    return new ScalarDepthwiseGradient(window);
  }

  @Override
  public ChannelPasses passes(Activation activation) {
    return new ScalarPasses(activation, lanes);
  }

  private final class ScalarProduct implements Product {
    private final int inner;
    private final int columns;
    private final Writing writing;
    private final Places places;
    private final float[] weights;
    private final float[] bias;

    ScalarProduct(int inner, int columns, Writing writing, Places places) {
      this.inner = inner;
      this.columns = columns;
      this.writing = writing;
      this.places = places;
      this.weights = new float[inner * columns];
      this.bias = new float[columns];
    }

    @Override
    public void refill(float[] newWeights, float[] newBias) {
      System.arraycopy(newWeights, 0, weights, 0, weights.length);
      System.arraycopy(newBias, 0, bias, 0, columns);
    }

    @Override
    public void refillTransposed(float[] transposed) {
      Arrays.fill(bias, 0f);
      for (int k = 0; k < inner; k++) {
        for (int n = 0; n < columns; n++) {
          weights[k * columns + n] = transposed[n * inner + k];
        }
      }
    }

    @Override
    public int weightFloats() {
      return weights.length + bias.length;
    }

    @Override
    public int panels() {
      return 1;
    }

    @Override
    public int firstBlock(int panel) {
      return panel == 0 ? 0 : filled(columns) / lanes;
    }

    @Override
    public void run(
        int panel,
        float[] in,
        int inOffset,
        int inBlock,
        float[] out,
        int outOffset,
        int outBlock,
        int length) {
      for (int n = 0; n < filled(columns); n++) {
        for (int p = 0; p < length; p++) {
          int at = outOffset + n / lanes * outBlock + p * lanes + n % lanes;
          float sum = n < columns ? sum(in, inOffset, inBlock, p, n) : 0;
          out[at] = writing == Writing.SET ? sum : out[at] + sum;
        }
      }
    }

    private float sum(float[] in, int inOffset, int inBlock, int p, int n) {
      float sum = bias[n];
      for (int k = 0; k < inner; k++) {
        float x = in[inOffset + places.of(p, k, inBlock)];
        sum = Math.fma(x, weights[k * columns + n], sum);
      }
      return sum;
    }
  }

  private final class ScalarWeightGradient implements WeightGradient {
    private final int inputs;
    private final int row;
    private final int pixelStep;

    ScalarWeightGradient(int inputs, int row, int pixelStep) {
      this.inputs = inputs;
      this.row = row;
      this.pixelStep = pixelStep;
    }

    @Override
    public int row() {
      return row;
    }

    @Override
    public int floats() {
      return inputs * row;
    }

    @Override
    public int blocks() {
      return inputs / lanes;
    }

    @Override
    public void add(
        int fromBlock,
        int toBlock,
        float[] in,
        int inOffset,
        int inBlock,
        float[] gradients,
        int gradientOffset,
        int gradientBlock,
        int pixels,
        float[] sums,
        int sumsOffset) {
      for (int k = fromBlock * lanes; k < toBlock * lanes; k++) {
        for (int n = 0; n < row; n++) {
          float sum = sums[sumsOffset + k * row + n];
          for (int p = 0; p < pixels; p++) {
            float x = in[inOffset + k / lanes * inBlock + p * pixelStep + k % lanes];
            float g = gradients[gradientOffset + n / lanes * gradientBlock + p * lanes + n % lanes];
            sum = Math.fma(x, g, sum);
          }
          sums[sumsOffset + k * row + n] = sum;
        }
      }
    }
  }

  private final class ScalarDepthwise implements Depthwise {
    private final DepthwiseShape shape;
    private final float[] weights;

    ScalarDepthwise(DepthwiseShape shape) {
      this.shape = shape;
      this.weights = new float[shape.window().taps() * shape.channels()];
    }

    @Override
    public void refill(float[] newWeights) {
      System.arraycopy(newWeights, 0, weights, 0, weights.length);
    }

    @Override
    public int weightFloats() {
      return weights.length;
    }

    @Override
    public void run(
        int block,
        float[] in,
        int[] places,
        int row,
        float[] out,
        int outOffset,
        int outRow,
        int rows) {
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < shape.out().width(); x++) {
          for (int lane = 0; lane < lanes; lane++) {
            int channel = block * lanes + lane;
            int firstRow = row + y * shape.window().strideHeight();
            out[outOffset + y * outRow + x * lanes + lane] =
                channel < shape.channels() ? sum(in, places, firstRow, x, channel) : 0;
          }
        }
      }
    }

    private float sum(float[] in, int[] places, int firstRow, int x, int channel) {
      Window window = shape.window();
      float sum = 0;
      for (int ky = 0; ky < window.kernelHeight(); ky++) {
        for (int kx = 0; kx < window.kernelWidth(); kx++) {
          int column = x * window.strideWidth() + kx * window.dilationWidth();
          int at = places[firstRow + ky * window.dilationHeight()] + column * lanes;
          int tap = ky * window.kernelWidth() + kx;
          sum = Math.fma(in[at + channel % lanes], weights[tap * shape.channels() + channel], sum);
        }
      }
      return sum;
    }
  }

  private final class ScalarDepthwiseGradient implements DepthwiseGradient {
    private final Window window;

    ScalarDepthwiseGradient(Window window) {
      this.window = window;
    }

    @Override
    public void add(
        float[] in,
        int[] places,
        int row,
        float[] gradients,
        int gradientOffset,
        int gradientRow,
        float[] sums,
        int sumsOffset,
        int rows,
        int width) {
      for (int tap = 0; tap < window.taps(); tap++) {
        int firstRow = row + tap / window.kernelWidth() * window.dilationHeight();
        int firstColumn = tap % window.kernelWidth() * window.dilationWidth();
        for (int lane = 0; lane < lanes; lane++) {
          float sum = sums[sumsOffset + tap * lanes + lane];
          for (int y = 0; y < rows; y++) {
            int from = places[firstRow + y * window.strideHeight()] + firstColumn * lanes + lane;
            for (int x = 0; x < width; x++) {
              float g = gradients[gradientOffset + y * gradientRow + x * lanes + lane];
              sum = Math.fma(in[from + x * window.strideWidth() * lanes], g, sum);
            }
          }
          sums[sumsOffset + tap * lanes + lane] = sum;
        }
      }
    }
  }
}
