package org.mobilenet4j.training.gradient;

import java.util.List;
import org.mobilenet4j.network.Op;

/**
 * Local response normalisation. With s the bracket {@code bias + alpha / size · Σ x²} the result is
 * {@code y = x · s^-beta}; a number also reaches the results of its neighbours through their
 * brackets.
 */
final class ResponseNormalizationStep extends PictureStep {
  private final Op.LocalResponseNormalization op;
  private final int channels;

  ResponseNormalizationStep(Value in, Value out, Op.LocalResponseNormalization op) {
    super(List.of(in), out);
    this.op = op;
    this.channels = in.map().channels();
  }

  /** The window of channel c is those from {@code c - before} to {@code c + after}. */
  private int before() {
    return (op.size() - 1) / 2;
  }

  private int after() {
    return op.size() / 2;
  }

  private double bracket(float[] x, int pixel, int c) {
    double sum = 0;
    int last = Math.min(channels - 1, c + after());
    for (int i = Math.max(0, c - before()); i <= last; i++) {
      double number = x[pixel + i];
      sum += number * number;
    }
    return op.bias() + (double) op.alpha() / op.size() * sum;
  }

  @Override
  void forward(List<float[]> pictures, float[] result) {
    float[] x = pictures.getFirst();
    for (int i = 0; i < x.length; i++) {
      int pixel = i / channels * channels;
      result[i] = (float) (x[i] / StrictMath.pow(bracket(x, pixel, i % channels), op.beta()));
    }
  }

  @Override
  void backward(List<float[]> pictures, float[] gradient, List<float[]> gradients) {
    float[] x = pictures.getFirst();
    for (int pixel = 0; pixel < x.length; pixel += channels) {
      for (int c = 0; c < channels; c++) {
        double s = bracket(x, pixel, c);
        double g = gradient[pixel + c];
        gradients.getFirst()[pixel + c] += (float) (g * StrictMath.pow(s, -op.beta()));
        double through =
            -2.0
                * op.beta()
                * op.alpha()
                / op.size()
                * g
                * x[pixel + c]
                * StrictMath.pow(s, -op.beta() - 1.0);
        int last = Math.min(channels - 1, c + after());
        for (int i = Math.max(0, c - before()); i <= last; i++) {
          gradients.getFirst()[pixel + i] += (float) (through * x[pixel + i]);
        }
      }
    }
  }
}
