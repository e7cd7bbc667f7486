package org.mobilenet4j.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.PoolKind;
import org.mobilenet4j.network.Shape;

/**
 * Runs a network node by node in double precision, straight from the definitions: no kernel, no
 * fold, no fusion. What a plan computes must be equal to this up to rounding.
 */
final class NaiveInterpreter {
  private final Model model;
  private final Network network;
  private final Map<String, double[]> values = new HashMap<>();

  private NaiveInterpreter(Model model) {
    this.model = model;
    this.network = model.network();
  }

  static double[] run(Model model, float[] image) {
    NaiveInterpreter interpreter = new NaiveInterpreter(model);
    double[] input = new double[image.length];
    for (int i = 0; i < image.length; i++) {
      input[i] = image[i];
    }
    interpreter.values.put(Network.INPUT, input);
    for (Node node : model.network().nodes()) {
      interpreter.values.put(node.name(), interpreter.compute(node));
    }
    return interpreter.value(model.network().output().name());
  }

  private double[] value(String node) {
    return Objects.requireNonNull(values.get(node), node);
  }

  private double[] compute(Node node) {
    Shape in = network.inputShape(node);
    Shape out = network.shape(node.name());
    double[] x = value(node.inputs().getFirst());
    return switch (node.op()) {
      case Op.Convolution op -> convolve(node, op, in, out, x);
      case Op.Dense op -> dense(node, op, x);
      case Op.BatchNorm(float epsilon) -> normalise(node, epsilon, in, x);
      case Op.Activation(var function) -> map(x, v -> activate(function, v));
      case Op.Pool op -> pool(op, in, out, x);
      case Op.GlobalAveragePool() -> mean(in, x);
      case Op.Add() -> zip(x, value(node.inputs().getLast()));
      case Op.Concat() -> concat(node.inputs(), out);
      case Op.Scale() -> gate(in, x, value(node.inputs().getLast()));
      case Op.LocalResponseNormalization op -> respond(op, in, x);
      case Op.Resize _ -> resize(in, out, x);
      case Op.Dropout _ -> x;
    };
  }

  private float[] weights(Node node, ParameterRole role) {
    return model.weights().get(node.name(), role).values();
  }

  private double[] convolve(Node node, Op.Convolution op, Shape in, Shape out, double[] x) {
    float[] w = weights(node, ParameterRole.WEIGHT);
    Padding.Amounts pad =
        op.padding().resolve(in.extent(), op.kernel(), op.stride(), op.dilation());
    int slice = in.channels() / op.groups();
    double[] y = new double[Math.toIntExact(out.elements())];
    for (int row = 0; row < out.height(); row++) {
      for (int column = 0; column < out.width(); column++) {
        for (int n = 0; n < out.channels(); n++) {
          int group = n / (out.channels() / op.groups());
          double sum =
              op.bias() == org.mobilenet4j.network.Bias.ADDED
                  ? weights(node, ParameterRole.BIAS)[n]
                  : 0;
          for (int ky = 0; ky < op.kernel().height(); ky++) {
            for (int kx = 0; kx < op.kernel().width(); kx++) {
              int iy = row * op.stride().height() - pad.top() + ky * op.dilation().height();
              int ix = column * op.stride().width() - pad.left() + kx * op.dilation().width();
              if (iy < 0 || iy >= in.height() || ix < 0 || ix >= in.width()) {
                continue;
              }
              for (int c = 0; c < slice; c++) {
                double weight =
                    w[((ky * op.kernel().width() + kx) * slice + c) * out.channels() + n];
                sum += weight * x[(iy * in.width() + ix) * in.channels() + group * slice + c];
              }
            }
          }
          y[(row * out.width() + column) * out.channels() + n] = sum;
        }
      }
    }
    return y;
  }

  private double[] dense(Node node, Op.Dense op, double[] x) {
    float[] w = weights(node, ParameterRole.WEIGHT);
    double[] y = new double[op.units()];
    for (int n = 0; n < y.length; n++) {
      y[n] =
          op.bias() == org.mobilenet4j.network.Bias.ADDED
              ? weights(node, ParameterRole.BIAS)[n]
              : 0;
      for (int k = 0; k < x.length; k++) {
        y[n] += x[k] * w[k * y.length + n];
      }
    }
    return y;
  }

  private double[] normalise(Node node, float epsilon, Shape in, double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = i % in.channels();
      y[i] =
          (x[i] - weights(node, ParameterRole.MEAN)[c])
                  / Math.sqrt(weights(node, ParameterRole.VARIANCE)[c] + epsilon)
                  * weights(node, ParameterRole.GAMMA)[c]
              + weights(node, ParameterRole.BETA)[c];
    }
    return y;
  }

  private static double activate(ActivationFunction function, double x) {
    return switch (function) {
      case ActivationFunction.Relu() -> Math.max(x, 0);
      case ActivationFunction.Relu6() -> Math.clamp(x, 0, 6);
      case ActivationFunction.HardSigmoid(float slope, float offset) ->
          Math.clamp(slope * x + offset, 0, 1);
      case ActivationFunction.HardSwish() -> x * Math.clamp(x + 3, 0, 6) / 6;
      case ActivationFunction.Sigmoid() -> 1 / (1 + Math.exp(-x));
      case ActivationFunction.Swish() -> x / (1 + Math.exp(-x));
    };
  }

  private static double[] pool(Op.Pool op, Shape in, Shape out, double[] x) {
    Padding.Amounts pad = op.padding().resolve(in.extent(), op.kernel(), op.stride(), Extent.ONE);
    double[] y = new double[Math.toIntExact(out.elements())];
    for (int row = 0; row < out.height(); row++) {
      for (int column = 0; column < out.width(); column++) {
        for (int c = 0; c < out.channels(); c++) {
          double sum = 0;
          double largest = Double.NEGATIVE_INFINITY;
          int count = 0;
          for (int ky = 0; ky < op.kernel().height(); ky++) {
            for (int kx = 0; kx < op.kernel().width(); kx++) {
              int iy = row * op.stride().height() - pad.top() + ky;
              int ix = column * op.stride().width() - pad.left() + kx;
              if (iy >= 0 && iy < in.height() && ix >= 0 && ix < in.width()) {
                double v = x[(iy * in.width() + ix) * in.channels() + c];
                sum += v;
                largest = Math.max(largest, v);
                count++;
              }
            }
          }
          y[(row * out.width() + column) * out.channels() + c] =
              op.kind() == PoolKind.MAX
                  ? largest
                  : sum / (op.kind() == PoolKind.AVERAGE ? count : op.kernel().area());
        }
      }
    }
    return y;
  }

  private static double[] mean(Shape in, double[] x) {
    double[] y = new double[in.channels()];
    for (int i = 0; i < x.length; i++) {
      y[i % y.length] += x[i] / in.pixels();
    }
    return y;
  }

  private double[] concat(List<String> inputs, Shape out) {
    double[] y = new double[Math.toIntExact(out.elements())];
    int at = 0;
    for (String input : inputs) {
      double[] x = value(input);
      int channels = network.shape(input).channels();
      for (int i = 0; i < x.length; i++) {
        y[i / channels * out.channels() + at + i % channels] = x[i];
      }
      at += channels;
    }
    return y;
  }

  private static double[] gate(Shape in, double[] x, double[] gate) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * gate[i % in.channels()];
    }
    return y;
  }

  private static double[] respond(Op.LocalResponseNormalization op, Shape in, double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = i % in.channels();
      double squares = 0;
      int first = Math.max(0, c - (op.size() - 1) / 2);
      int last = Math.min(in.channels() - 1, c + op.size() / 2);
      for (int other = first; other <= last; other++) {
        squares += x[i - c + other] * x[i - c + other];
      }
      y[i] = x[i] / Math.pow(op.bias() + op.alpha() / op.size() * squares, op.beta());
    }
    return y;
  }

  private static double[] resize(Shape in, Shape out, double[] x) {
    double[] y = new double[Math.toIntExact(out.elements())];
    for (int row = 0; row < out.height(); row++) {
      double fy = Math.clamp((row + 0.5) * in.height() / out.height() - 0.5, 0, in.height() - 1);
      for (int column = 0; column < out.width(); column++) {
        double fx = Math.clamp((column + 0.5) * in.width() / out.width() - 0.5, 0, in.width() - 1);
        int y0 = (int) fy;
        int x0 = (int) fx;
        int y1 = Math.min(y0 + 1, in.height() - 1);
        int x1 = Math.min(x0 + 1, in.width() - 1);
        for (int c = 0; c < in.channels(); c++) {
          double top =
              x[(y0 * in.width() + x0) * in.channels() + c] * (1 - (fx - x0))
                  + x[(y0 * in.width() + x1) * in.channels() + c] * (fx - x0);
          double bottom =
              x[(y1 * in.width() + x0) * in.channels() + c] * (1 - (fx - x0))
                  + x[(y1 * in.width() + x1) * in.channels() + c] * (fx - x0);
          y[(row * out.width() + column) * out.channels() + c] =
              top * (1 - (fy - y0)) + bottom * (fy - y0);
        }
      }
    }
    return y;
  }

  private static double[] zip(double[] a, double[] b) {
    double[] y = new double[a.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = a[i] + b[i];
    }
    return y;
  }

  private static double[] map(double[] x, java.util.function.DoubleUnaryOperator function) {
    return java.util.Arrays.stream(x).map(function).toArray();
  }
}
