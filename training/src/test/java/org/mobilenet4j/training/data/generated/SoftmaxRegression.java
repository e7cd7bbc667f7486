package org.mobilenet4j.training.data.generated;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.random.Draws;
import org.mobilenet4j.vision.image.Pixels;

/** The linear model: one weight a class and value of the pictures at half their size. */
final class SoftmaxRegression {
  private static final float RATE = 0.005f;
  private static final float MOMENTUM = 0.9f;
  private static final int BATCH = 32;

  private final int inputs;
  private final int classes;
  private final float[] weights;
  private final float[] velocity;

  SoftmaxRegression(int inputs, int classes) {
    this.inputs = inputs;
    this.classes = classes;
    this.weights = new float[(inputs + 1) * classes];
    this.velocity = new float[weights.length];
  }

  void train(DataSet set, int epochs) {
    List<float[]> pictures = pictures(set);
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = Draws.of(11, epoch).permutation(set.size());
      for (int from = 0; from < order.length; from += BATCH) {
        step(set, pictures, order, from, Math.min(from + BATCH, order.length));
      }
    }
  }

  private void step(DataSet set, List<float[]> pictures, int[] order, int from, int to) {
    float[] gradient = new float[weights.length];
    for (int at = from; at < to; at++) {
      float[] picture = pictures.get(order[at]);
      float[] error = probabilities(picture);
      error[set.label(order[at])] -= 1;
      for (int label = 0; label < classes; label++) {
        int row = label * (inputs + 1);
        float share = error[label] / (to - from);
        for (int i = 0; i <= inputs; i++) {
          gradient[row + i] += share * picture[i];
        }
      }
    }
    for (int i = 0; i < weights.length; i++) {
      velocity[i] = MOMENTUM * velocity[i] - RATE * gradient[i];
      weights[i] += velocity[i];
    }
  }

  private float[] probabilities(float[] picture) {
    float[] logits = new float[classes];
    float largest = Float.NEGATIVE_INFINITY;
    for (int label = 0; label < classes; label++) {
      int row = label * (inputs + 1);
      float sum = 0;
      for (int i = 0; i <= inputs; i++) {
        sum += weights[row + i] * picture[i];
      }
      logits[label] = sum;
      largest = Math.max(largest, sum);
    }
    float all = 0;
    for (int label = 0; label < classes; label++) {
      logits[label] = (float) Math.exp(logits[label] - largest);
      all += logits[label];
    }
    for (int label = 0; label < classes; label++) {
      logits[label] /= all;
    }
    return logits;
  }

  double accuracy(DataSet set) {
    List<float[]> pictures = pictures(set);
    int right = 0;
    for (int i = 0; i < set.size(); i++) {
      float[] probabilities = probabilities(pictures.get(i));
      int best = 0;
      for (int label = 1; label < classes; label++) {
        best = probabilities[label] > probabilities[best] ? label : best;
      }
      right += best == set.label(i) ? 1 : 0;
    }
    return (double) right / set.size();
  }

  /** Means of 2×2 pixels from -1 to 1, and a 1 for the bias. */
  private List<float[]> pictures(DataSet set) {
    List<float[]> all = new ArrayList<>();
    for (int index = 0; index < set.size(); index++) {
      Pixels picture = set.picture(index);
      float[] values = new float[inputs + 1];
      int at = 0;
      for (int y = 0; y + 1 < picture.height(); y += 2) {
        for (int x = 0; x + 1 < picture.width(); x += 2) {
          for (int c = 0; c < 3; c++) {
            int sum =
                picture.value(y, x, c)
                    + picture.value(y, x + 1, c)
                    + picture.value(y + 1, x, c)
                    + picture.value(y + 1, x + 1, c);
            values[at++] = sum / 510f - 1;
          }
        }
      }
      values[inputs] = 1;
      all.add(values);
    }
    return all;
  }
}
