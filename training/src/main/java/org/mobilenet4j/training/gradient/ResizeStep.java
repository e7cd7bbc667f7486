package org.mobilenet4j.training.gradient;

import java.util.List;
import org.mobilenet4j.network.Shape;

/** Bilinear interpolation with the centres of pixels at halves. */
final class ResizeStep extends PictureStep {
  private final Shape from;
  private final Shape to;

  ResizeStep(Value in, Value out) {
    super(List.of(in), out);
    this.from = in.map().shape();
    this.to = out.map().shape();
  }

  /** What an output pixel takes of an input pixel. */
  private interface Share {
    void accept(int inPixel, int outPixel, float weight);
  }

  private void eachShare(Share share) {
    for (int y = 0; y < to.height(); y++) {
      double sourceY = source(y, from.height(), to.height());
      for (int x = 0; x < to.width(); x++) {
        double sourceX = source(x, from.width(), to.width());
        for (int corner = 0; corner < 4; corner++) {
          int inY = (int) sourceY + corner / 2;
          int inX = (int) sourceX + corner % 2;
          double weight = (1 - Math.abs(sourceY - inY)) * (1 - Math.abs(sourceX - inX));
          if (weight > 0 && inY < from.height() && inX < from.width()) {
            share.accept(inY * from.width() + inX, y * to.width() + x, (float) weight);
          }
        }
      }
    }
  }

  /** Where output position {@code i} lies in the input, held between its first and last pixel. */
  private static double source(int i, int inSize, int outSize) {
    return Math.clamp((i + 0.5) * inSize / outSize - 0.5, 0, inSize - 1);
  }

  @Override
  void forward(List<float[]> pictures, float[] result) {
    carry(pictures.getFirst(), result, true);
  }

  @Override
  void backward(List<float[]> pictures, float[] gradient, List<float[]> gradients) {
    carry(gradients.getFirst(), gradient, false);
  }

  private void carry(float[] input, float[] output, boolean onward) {
    int channels = from.channels();
    eachShare((inPixel, outPixel, weight) -> {
      for (int c = 0; c < channels; c++) {
        if (onward) {
          output[outPixel * channels + c] += weight * input[inPixel * channels + c];
        } else {
          input[inPixel * channels + c] += weight * output[outPixel * channels + c];
        }
      }
    });
  }
}
