package org.mobilenet4j.network;

/**
 * One operation of a network: what is computed, never how.
 *
 * <p>Everything that changes a result is a component of the record. Consumers switch over all
 * operations without a default, so that a new one does not compile until each of them handles it.
 */
public sealed interface Op {
  /**
   * A 2-D convolution; depthwise when {@code groups} equals the input channels. Weights are {@code
   * [kernel.height, kernel.width, inChannels / groups, outChannels]}.
   *
   * @param outChannels channels of the result; a multiple of {@code groups}
   * @param kernel taps, height before width
   * @param stride step between two outputs, in input pixels, height before width
   * @param dilation distance between two taps, in input pixels; 1 is the ordinary convolution
   * @param groups how many independent slices the channels are cut into; 1 is the ordinary one
   * @param padding how far the kernel may reach beyond the picture
   * @param bias whether each output channel has a bias
   */
  record Convolution(
      int outChannels,
      Extent kernel,
      Extent stride,
      Extent dilation,
      int groups,
      Padding padding,
      Bias bias)
      implements Op {
    public Convolution {
      if (groups < 1 || outChannels < 1 || outChannels % groups != 0) {
        throw new IllegalArgumentException(
            "Convolution with %d output channels in %d groups; the channels must be a multiple of the groups."
                .formatted(outChannels, groups));
      }
    }

    /**
     * @return whether this is a 1×1 convolution that mixes all channels
     */
    public boolean isPointwise() {
      return kernel.equals(Extent.ONE) && groups == 1;
    }

    /**
     * @param in what flows in
     * @return whether each channel is filtered by itself, one filter a channel
     */
    public boolean isDepthwise(Shape in) {
      return groups > 1 && groups == in.channels() && outChannels == groups;
    }
  }

  /**
   * A fully connected layer. Its input is read channels last as one vector of {@code height · width
   * · channels} numbers; weights are {@code [inputs, units]}.
   *
   * @param units how many outputs; at least 1
   * @param bias whether each output has a bias
   */
  record Dense(int units, Bias bias) implements Op {
    public Dense {
      if (units < 1) {
        throw new IllegalArgumentException(
            "Dense layer of %d units; there must be at least one.".formatted(units));
      }
    }
  }

  /**
   * Batch normalisation as it acts after training: {@code gamma · (x - mean) / sqrt(variance +
   * epsilon) + beta} for each channel.
   *
   * @param epsilon added to the variance; finite and not negative
   */
  record BatchNorm(float epsilon) implements Op {
    public BatchNorm {
      if (!(epsilon >= 0) || Float.isInfinite(epsilon)) {
        throw new IllegalArgumentException(
            "Batch normalisation with epsilon %s; it must be finite and not negative."
                .formatted(epsilon));
      }
    }
  }

  /**
   * A function applied to each number.
   *
   * @param function which one
   */
  record Activation(ActivationFunction function) implements Op {}

  /**
   * A pool over windows of the picture, channel by channel.
   *
   * @param kind what is taken of a window
   * @param kernel the window
   * @param stride step between two windows
   * @param padding how far a window may reach beyond the picture; padding never wins a maximum
   * @param rounding what happens to a last window that is only partly inside
   */
  record Pool(PoolKind kind, Extent kernel, Extent stride, Padding padding, Rounding rounding)
      implements Op {}

  /** The mean of each channel over the whole picture: {@code [1, 1, channels]}. */
  record GlobalAveragePool() implements Op {}

  /** The sum of two tensors of one shape: the shortcut of a residual block. */
  record Add() implements Op {}

  /** Two or more tensors of one height and width, their channels one after the other. */
  record Concat() implements Op {}

  /** A tensor times one number a channel: squeeze-and-excite's gate, {@code [1, 1, channels]}. */
  record Scale() implements Op {}

  /**
   * Local response normalisation across channels: {@code x / (bias + alpha / size · s)^beta}, where
   * s is the sum of squares over the {@code size} channels around x. Krizhevsky et al. 2012,
   * section 3.3, with alpha divided by the size as Caffe, ONNX and PyTorch do.
   *
   * @param size channels in the window; at least 1
   * @param alpha weight of the sum of squares
   * @param beta exponent
   * @param bias what keeps the divisor from zero
   */
  record LocalResponseNormalization(int size, float alpha, float beta, float bias) implements Op {
    public LocalResponseNormalization {
      if (size < 1) {
        throw new IllegalArgumentException(
            "Local response normalisation over %d channels; there must be at least one."
                .formatted(size));
      }
    }
  }

  /**
   * Bilinear interpolation to another size, with the centres of pixels at halves.
   *
   * @param size the new height and width
   */
  record Resize(Extent size) implements Op {}

  /**
   * Dropout; it does nothing once training is over.
   *
   * @param rate share of the activations set to zero in training; from 0 to below 1
   */
  record Dropout(float rate) implements Op {
    public Dropout {
      if (!(rate >= 0 && rate < 1)) {
        throw new IllegalArgumentException(
            "Dropout with rate %s; it must lie from 0 to below 1.".formatted(rate));
      }
    }
  }
}
