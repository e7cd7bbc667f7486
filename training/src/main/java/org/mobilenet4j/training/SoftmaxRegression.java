package org.mobilenet4j.training;

import java.util.Arrays;
import org.mobilenet4j.kernels.Gang;

/**
 * Multinomial logistic regression on fixed features, regularised by the squares of the weights. The
 * features are standardised first; what that takes is folded into the weights that come out.
 *
 * <p>Each thread computes whole classes, and sums over pictures in their order, so that results are
 * equal to the bit for any number of threads.
 */
final class SoftmaxRegression {
  private static final int TILE = 1024;
  private static final int MOST_STEPS = 300;
  private static final double LEAST_GAIN = 1e-6;

  private final int count;
  private final int features;
  private final int classes;
  private final int[] labels;
  private final double[] shares;
  private final double[] means;
  private final double[] deviations;
  private final float[] rows; // standardised, [count, features]
  private final float[] columns; // the same, [features, count]
  private final float[] logits; // [classes, count]; then what is wrong with each probability
  private final float[] weights; // [classes, features]
  private final float[] sums; // [classes, features]
  private final double[] losses;
  private final Gang gang;

  /**
   * @param values {@code [count, features]}; standardised in place
   * @param labels one a row
   * @param factors how much each class counts, one a class
   * @param gang threads that compute
   */
  SoftmaxRegression(float[] values, int[] labels, double[] factors, Gang gang) {
    this.count = labels.length;
    this.features = values.length / count;
    this.classes = factors.length;
    this.labels = labels;
    this.gang = gang;
    double all = Arrays.stream(labels).mapToDouble(label -> factors[label]).sum();
    this.shares = Arrays.stream(labels).mapToDouble(label -> factors[label] / all).toArray();
    this.means = new double[features];
    this.deviations = new double[features];
    this.rows = values;
    standardize();
    this.columns = new float[values.length];
    for (int i = 0; i < count; i++) {
      for (int f = 0; f < features; f++) {
        columns[f * count + i] = rows[i * features + f];
      }
    }
    this.logits = new float[classes * count];
    this.weights = new float[classes * features];
    this.sums = new float[classes * features];
    this.losses = new double[count];
  }

  private void standardize() {
    double[] squares = new double[features];
    for (int i = 0; i < count; i++) {
      for (int f = 0; f < features; f++) {
        means[f] += rows[i * features + f];
      }
    }
    for (int f = 0; f < features; f++) {
      means[f] /= count;
    }
    for (int i = 0; i < count; i++) {
      for (int f = 0; f < features; f++) {
        double off = rows[i * features + f] - means[f];
        squares[f] += off * off;
      }
    }
    for (int f = 0; f < features; f++) {
      // A feature that never changes says nothing, and must not be blown up.
      deviations[f] = Math.sqrt(squares[f] / count) + 1e-6;
    }
    for (int i = 0; i < count; i++) {
      for (int f = 0; f < features; f++) {
        int at = i * features + f;
        rows[at] = (float) ((rows[at] - means[f]) / deviations[f]);
      }
    }
  }

  /**
   * A layer that classifies.
   *
   * @param weight {@code [features, classes]}
   * @param bias one a class
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Layer(float[] weight, float[] bias) {}

  /** Room for the weights of all classes and their biases behind them, all zero. */
  double[] start() {
    return new double[classes * (features + 1)];
  }

  /**
   * Learns.
   *
   * @param penalty factor on the sum of the squares of the weights, biases not among them; above 0
   * @param point where to begin, as {@link #start} or an earlier call left it; moved
   * @return the layer, for features as they came
   */
  Layer fit(double penalty, double[] point) {
    double unused =
        Lbfgs.minimize(
            (at, gradient) -> valueAndGradient(penalty, at, gradient),
            point,
            MOST_STEPS,
            LEAST_GAIN);
    assert unused >= 0;
    float[] weight = new float[features * classes];
    float[] bias = new float[classes];
    for (int c = 0; c < classes; c++) {
      double shifted = point[classes * features + c];
      for (int f = 0; f < features; f++) {
        double scaled = point[c * features + f] / deviations[f];
        weight[f * classes + c] = (float) scaled;
        shifted -= scaled * means[f];
      }
      bias[c] = (float) shifted;
    }
    return new Layer(weight, bias);
  }

  private double valueAndGradient(double penalty, double[] at, double[] gradient) {
    gang.run(member -> {
      int from = Gang.start(classes, 1, member, gang.size());
      int to = Gang.start(classes, 1, member + 1, gang.size());
      for (int c = from; c < to; c++) {
        multiply(c, at);
      }
      gang.barrier();
      int first = Gang.start(count, 1, member, gang.size());
      int end = Gang.start(count, 1, member + 1, gang.size());
      for (int i = first; i < end; i++) {
        compare(i);
      }
      gang.barrier();
      for (int c = from; c < to; c++) {
        collect(c, penalty, at, gradient);
      }
    });
    double value = 0;
    for (double loss : losses) {
      value += loss;
    }
    double squares = 0;
    for (int i = 0; i < classes * features; i++) {
      squares += at[i] * at[i];
    }
    return value + penalty * squares;
  }

  /** The logits of a class, some pictures at a time so that they stay near. */
  private void multiply(int c, double[] at) {
    for (int f = 0; f < features; f++) {
      weights[c * features + f] = (float) at[c * features + f];
    }
    float bias = (float) at[classes * features + c];
    for (int tile = 0; tile < count; tile += TILE) {
      int length = Math.min(TILE, count - tile);
      int to = c * count + tile;
      Arrays.fill(logits, to, to + length, bias);
      sumRows(weights, c * features, features, columns, count, tile, logits, to, length);
    }
  }

  /** The loss of a picture, and what its logits should have been more or less. */
  private void compare(int i) {
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      most = Math.max(most, logits[c * count + i]);
    }
    double sum = 0;
    double own = logits[labels[i] * count + i] - most;
    for (int c = 0; c < classes; c++) {
      double power = StrictMath.exp(logits[c * count + i] - most);
      logits[c * count + i] = (float) power;
      sum += power;
    }
    for (int c = 0; c < classes; c++) {
      double probability = logits[c * count + i] / sum;
      double wrong = labels[i] == c ? probability - 1 : probability;
      logits[c * count + i] = (float) (shares[i] * wrong);
    }
    losses[i] = shares[i] * (StrictMath.log(sum) - own);
  }

  /** The gradient of a class's weights. */
  private void collect(int c, double penalty, double[] at, double[] gradient) {
    int to = c * features;
    Arrays.fill(sums, to, to + features, 0);
    double bias = 0;
    for (int i = 0; i < count; i++) {
      bias += logits[c * count + i];
    }
    sumRows(logits, c * count, count, rows, features, 0, sums, to, features);
    for (int f = 0; f < features; f++) {
      gradient[to + f] = sums[to + f] + 2 * penalty * at[to + f];
    }
    gradient[classes * features + c] = bias;
  }

  /**
   * Adds a weighted sum of the rows of a matrix: {@code to[j] += sum over i of factors[i] *
   * matrix[i, j]}. Four rows at a time, so that what is added to is read and written a quarter as
   * often.
   */
  private static void sumRows(
      float[] factors,
      int factor,
      int rows,
      float[] matrix,
      int stride,
      int column,
      float[] to,
      int at,
      int length) {
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      float f0 = factors[factor + row];
      float f1 = factors[factor + row + 1];
      float f2 = factors[factor + row + 2];
      float f3 = factors[factor + row + 3];
      int r0 = row * stride + column;
      int r1 = r0 + stride;
      int r2 = r1 + stride;
      int r3 = r2 + stride;
      for (int j = 0; j < length; j++) {
        to[at + j] +=
            (f0 * matrix[r0 + j] + f1 * matrix[r1 + j])
                + (f2 * matrix[r2 + j] + f3 * matrix[r3 + j]);
      }
    }
    for (; row < rows; row++) {
      float f = factors[factor + row];
      int r = row * stride + column;
      for (int j = 0; j < length; j++) {
        to[at + j] += f * matrix[r + j];
      }
    }
  }
}
