package org.mobilenet4j.kernels.gradient;

import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.DepthwiseShape;
import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.blocked.BlockedChannelPasses;
import org.mobilenet4j.kernels.blocked.BlockedDepthwise;
import org.mobilenet4j.kernels.blocked.BlockedDepthwiseGradient;
import org.mobilenet4j.kernels.blocked.BlockedKernels;
import org.mobilenet4j.kernels.blocked.BlockedProduct;
import org.mobilenet4j.kernels.blocked.BlockedWeightGradient;
import org.mobilenet4j.kernels.blocked.Prefetching;
import org.mobilenet4j.kernels.blocked.ProductShape;

/** Training on the generated kernels of the blocked layout. */
public final class VectorGradientKernels implements GradientKernels {
  private final BlockedKernels blocked;

  /**
   * @param blocked where the kernels come from; its lanes are those of the maps
   */
  public VectorGradientKernels(BlockedKernels blocked) {
    this.blocked = blocked;
  }

  @Override
  public String name() {
    return "vector-" + blocked.lanes() * Float.SIZE;
  }

  @Override
  public int lanes() {
    return blocked.lanes();
  }

  @Override
  public Product product(int inner, int columns, int[] lengths, Writing writing) {
    ProductShape shape =
        new ProductShape(
            inner,
            columns,
            blocked.lanes(),
            blocked.lanes(),
            Tail.NONE,
            Residual.NONE,
            Prefetching.NONE);
    BlockedProduct product =
        switch (writing) {
          case SET ->
              blocked.product(
                  shape, new int[0], lengths, new float[inner * columns], new float[columns]);
          case ADD -> blocked.addingProduct(shape, lengths);
        };
    return new BoundProduct(product);
  }

  @Override
  public Product convolution(int[] places, int pixelStep, int columns, int[] lengths) {
    int inner = places.length;
    ProductShape shape =
        new ProductShape(
            inner, columns, blocked.lanes(), pixelStep, Tail.NONE, Residual.NONE, Prefetching.NONE);
    return new BoundProduct(
        blocked.product(shape, places, lengths, new float[inner * columns], new float[columns]));
  }

  @Override
  public WeightGradient weightGradient(int inner, int columns, int pixelStep) {
    BlockedWeightGradient gradient = blocked.weightGradient(inner, columns, pixelStep);
    return new WeightGradient() {
      @Override
      public int row() {
        return gradient.row();
      }

      @Override
      public int floats() {
        return gradient.floats();
      }

      @Override
      public int blocks() {
        return gradient.blocks();
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
        gradient.add(
            fromBlock,
            toBlock,
            in,
            inOffset,
            inBlock,
            gradients,
            gradientOffset,
            gradientBlock,
            pixels,
            sums,
            sumsOffset);
      }
    };
  }

  @Override
  public Depthwise depthwise(DepthwiseShape shape) {
    int taps = shape.window().taps();
    float[] noBias = new float[shape.channels()];
    BlockedDepthwise depthwise =
        blocked.depthwise(
            shape.withSidesInTheMap(), Tail.NONE, new float[taps * shape.channels()], noBias);
    return new Depthwise() {
      @Override
      public void refill(float[] weights) {
        depthwise.refill(weights, noBias);
      }

      @Override
      public int weightFloats() {
        return depthwise.weightFloats() + noBias.length;
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
        depthwise.run(block, in, 0, places, row, out, outOffset, outRow, rows);
      }
    };
  }

  @Override
  public DepthwiseGradient depthwiseGradient(Window window) {
    BlockedDepthwiseGradient gradient = blocked.depthwiseGradient(window);
    return (in,
        places,
        row,
        gradients,
        gradientOffset,
        gradientRow,
        sums,
        sumsOffset,
        rows,
        width) ->
        gradient.add(
            in,
            0,
            places,
            row,
            gradients,
            gradientOffset,
            gradientRow,
            sums,
            sumsOffset,
            rows,
            width);
  }

  @Override
  public ChannelPasses passes(Activation activation) {
    return switch (activation) {
      case Activation.None _,
          Activation.Relu _,
          Activation.Relu6 _,
          Activation.HardSwish _,
          Activation.Swish _ ->
          new GeneratedPasses(blocked.channelPasses(Tail.of(activation)));
      case Activation.HardSigmoid _, Activation.Sigmoid _ ->
          new ScalarPasses(activation, blocked.lanes());
    };
  }

  private record BoundProduct(BlockedProduct product) implements Product {
    @Override
    public void refill(float[] weights, float[] bias) {
      product.refill(weights, bias);
    }

    @Override
    public void refillTransposed(float[] weights) {
      product.refillTransposed(weights);
    }

    @Override
    public int weightFloats() {
      return product.weightFloats();
    }

    @Override
    public int panels() {
      return product.panels();
    }

    @Override
    public int firstBlock(int panel) {
      return panel == product.panels()
          ? product.firstBlock(panel - 1) + product.blocks(panel - 1)
          : product.firstBlock(panel);
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
      int first = outOffset + product.firstBlock(panel) * outBlock;
      product.run(
          panel,
          in,
          inOffset,
          inBlock,
          out,
          first,
          outBlock,
          out,
          first,
          outBlock,
          length,
          Prefetching.NONE);
    }
  }

  private record GeneratedPasses(BlockedChannelPasses passes) implements ChannelPasses {
    @Override
    public void normalize(
        float[] z,
        int offset,
        float[] coefficients,
        int coefficientOffset,
        float[] out,
        int outOffset,
        int pixels,
        int rows,
        int outRow) {
      passes.normalize(
          z, offset, coefficients, coefficientOffset, out, outOffset, pixels, rows, outRow);
    }

    @Override
    public void moments(float[] z, int offset, float[] out, int outOffset, int pixels) {
      passes.moments(z, offset, out, outOffset, pixels);
    }

    @Override
    public void gradientSums(
        float[] z,
        int offset,
        float[] g,
        int gradientOffset,
        float[] coefficients,
        int coefficientOffset,
        float[] sums,
        int sumsOffset,
        int pixels) {
      passes.gradientSums(
          z, offset, g, gradientOffset, coefficients, coefficientOffset, sums, sumsOffset, pixels);
    }

    @Override
    public void inputGradient(
        float[] z,
        int offset,
        float[] g,
        int gradientOffset,
        float[] coefficients,
        int coefficientOffset,
        float[] out,
        int outOffset,
        int pixels,
        int rows,
        int outRow) {
      passes.inputGradient(
          z,
          offset,
          g,
          gradientOffset,
          coefficients,
          coefficientOffset,
          out,
          outOffset,
          pixels,
          rows,
          outRow);
    }
  }
}
