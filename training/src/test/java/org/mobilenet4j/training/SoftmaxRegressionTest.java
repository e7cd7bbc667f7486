package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.Gang;

class SoftmaxRegressionTest {
  private static final int COUNT = 61;
  private static final int FEATURES = 7;
  private static final int CLASSES = 3;
  private static final double PENALTY = 0.01;
  private static final double[] EQUAL = {1, 1, 1};

  @Test
  void no_step_in_any_direction_lowers_the_loss_of_the_fit() {
    SoftmaxRegression.Layer layer = fit(rows(COUNT), labels(COUNT), EQUAL, 2);

    double least = objective(layer);
    Random random = new Random(5);
    for (int trial = 0; trial < 100; trial++) {
      float[] weight = layer.weight().clone();
      float[] bias = layer.bias().clone();
      for (int i = 0; i < weight.length; i++) {
        weight[i] += (float) (0.05 * random.nextGaussian());
      }
      for (int i = 0; i < bias.length; i++) {
        bias[i] += (float) (0.05 * random.nextGaussian());
      }
      assertThat(objective(new SoftmaxRegression.Layer(weight, bias))).isGreaterThan(least);
    }
  }

  @Test
  void the_gradient_of_the_loss_vanishes_at_the_fit() {
    SoftmaxRegression.Layer layer = fit(rows(COUNT), labels(COUNT), EQUAL, 1);

    float step = 0.01f;
    for (int i = 0; i < layer.weight().length; i++) {
      float[] more = layer.weight().clone();
      float[] less = layer.weight().clone();
      more[i] += step;
      less[i] -= step;
      double slope =
          (objective(new SoftmaxRegression.Layer(more, layer.bias()))
                  - objective(new SoftmaxRegression.Layer(less, layer.bias())))
              / (2 * step);
      // The fit stops when a step gains less than a millionth g of the loss. By then the slope is
      // about sqrt(2 * curvature * g) = 1e-3 for a standardised feature, whose curvature is at most
      // 1/2; the deviation of feature f is about f + 1.
      assertThat(slope / (i / CLASSES + 1)).isCloseTo(0, Assertions.within(2e-3));
    }
  }

  @Test
  void the_fit_has_the_same_bits_for_any_number_of_threads() {
    SoftmaxRegression.Layer one = fit(rows(COUNT), labels(COUNT), EQUAL, 1);

    for (int threads = 2; threads <= 5; threads++) {
      SoftmaxRegression.Layer several = fit(rows(COUNT), labels(COUNT), EQUAL, threads);
      assertThat(several.weight()).isEqualTo(one.weight());
      assertThat(several.bias()).isEqualTo(one.bias());
    }
  }

  @Test
  void a_class_that_counts_twice_is_a_class_whose_pictures_are_there_twice() {
    float[] rows = rows(COUNT);
    int[] labels = labels(COUNT);
    float[] more = Arrays.copyOf(rows, 2 * rows.length);
    int[] moreLabels = Arrays.copyOf(labels, 2 * COUNT);
    int count = COUNT;
    for (int i = 0; i < COUNT; i++) {
      if (labels[i] == 1) {
        System.arraycopy(rows, i * FEATURES, more, count * FEATURES, FEATURES);
        moreLabels[count++] = 1;
      }
    }

    SoftmaxRegression.Layer weighted = fit(rows, labels, new double[] {1, 2, 1}, 1);
    SoftmaxRegression.Layer repeated =
        fit(Arrays.copyOf(more, count * FEATURES), Arrays.copyOf(moreLabels, count), EQUAL, 1);

    // Standardised a little otherwise, so the penalty differs a little.
    assertThat(weighted.weight())
        .usingComparatorWithPrecision(0.1f)
        .containsExactly(repeated.weight());
    assertThat(logLoss(weighted, more, moreLabels, count))
        .isCloseTo(logLoss(repeated, more, moreLabels, count), Assertions.within(0.01));
  }

  @Test
  void a_feature_that_never_changes_gets_no_weight() {
    float[] rows = rows(COUNT);
    for (int i = 0; i < COUNT; i++) {
      rows[i * FEATURES + 2] = 0.7f;
    }

    SoftmaxRegression.Layer layer = fit(rows, labels(COUNT), EQUAL, 1);

    for (int c = 0; c < CLASSES; c++) {
      assertThat(layer.weight()[2 * CLASSES + c] * 0.7f).isBetween(-0.1f, 0.1f);
    }
    assertThat(layer.bias()).doesNotContain(Float.NaN);
  }

  private static SoftmaxRegression.Layer fit(
      float[] rows, int[] labels, double[] factors, int threads) {
    try (Gang gang = Gang.ofExactly(threads)) {
      SoftmaxRegression regression = new SoftmaxRegression(rows.clone(), labels, factors, gang);
      return regression.fit(PENALTY, regression.start());
    }
  }

  /** Noise, and three features that lean towards a class each. */
  private static float[] rows(int count) {
    Random random = new Random(3);
    int[] labels = labels(count);
    float[] rows = new float[count * FEATURES];
    for (int i = 0; i < count; i++) {
      for (int f = 0; f < FEATURES; f++) {
        rows[i * FEATURES + f] =
            (float) ((f + 1) * random.nextGaussian() + (labels[i] == f ? 1.5 : 0) + f);
      }
    }
    return rows;
  }

  private static int[] labels(int count) {
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i * i % 7 % CLASSES;
    }
    return labels;
  }

  /** The loss as the definition has it, penalty on the weights of standardised features. */
  private static double objective(SoftmaxRegression.Layer layer) {
    float[] rows = rows(COUNT);
    double penalty = 0;
    for (int f = 0; f < FEATURES; f++) {
      double mean = 0;
      double square = 0;
      for (int i = 0; i < COUNT; i++) {
        mean += rows[i * FEATURES + f] / (double) COUNT;
      }
      for (int i = 0; i < COUNT; i++) {
        square += Math.pow(rows[i * FEATURES + f] - mean, 2) / COUNT;
      }
      for (int c = 0; c < CLASSES; c++) {
        penalty += square * Math.pow(layer.weight()[f * CLASSES + c], 2);
      }
    }
    return logLoss(layer, rows, labels(COUNT), COUNT) + PENALTY * penalty;
  }

  private static double logLoss(
      SoftmaxRegression.Layer layer, float[] rows, int[] labels, int count) {
    double loss = 0;
    for (int i = 0; i < count; i++) {
      double[] logits = new double[CLASSES];
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        logits[c] = layer.bias()[c];
        for (int f = 0; f < FEATURES; f++) {
          logits[c] += (double) rows[i * FEATURES + f] * layer.weight()[f * CLASSES + c];
        }
        sum += Math.exp(logits[c]);
      }
      loss += (Math.log(sum) - logits[labels[i]]) / count;
    }
    return loss;
  }
}
