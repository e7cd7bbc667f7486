package org.mobilenet4j.training;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.Gang;
import org.mobilenet4j.training.data.DataSet;

/**
 * A classifier on features that were computed once. How strongly it is regularised is chosen by the
 * loss on the validation pictures, which is smoother than their accuracy.
 *
 * @param layer the best
 * @param tried what came of each strength
 * @param chosen that of the best
 */
record LinearProbe(
    SoftmaxRegression.Layer layer, List<ProbeFigures.Tried> tried, ProbeFigures.Tried chosen) {
  private static final List<Double> PENALTIES = List.of(0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003);

  /**
   * @param train features to learn from
   * @param trainSet their pictures
   * @param validation features to choose by
   * @param validationSet their pictures
   * @param factors how much each class counts
   * @param threads that compute; they do not change the result
   */
  static LinearProbe of(
      PictureOutputs train,
      DataSet trainSet,
      PictureOutputs validation,
      DataSet validationSet,
      double[] factors,
      int threads) {
    Labelled learnt = Labelled.of(train, trainSet);
    Labelled choosing = Labelled.of(validation, validationSet);
    float[] rows = train.rows().clone(); // the regression standardises them in place
    List<ProbeFigures.Tried> tried = new ArrayList<>();
    SoftmaxRegression.@Nullable Layer layer = null;
    ProbeFigures.@Nullable Tried chosen = null;
    try (Gang gang = Gang.of(threads)) {
      SoftmaxRegression regression = new SoftmaxRegression(rows, learnt.labels(), factors, gang);
      double[] point = regression.start();
      for (double penalty : PENALTIES) {
        SoftmaxRegression.Layer fitted = regression.fit(penalty, point);
        Scoring.Figures seen = learnt.figures(fitted);
        Scoring.Figures unseen = choosing.figures(fitted);
        ProbeFigures.Tried figures =
            new ProbeFigures.Tried(penalty, seen.accuracy(), unseen.loss(), unseen.accuracy());
        tried.add(figures);
        if (chosen != null && !(figures.validationLoss() < chosen.validationLoss())) {
          break; // the loss falls to its least and rises from there, or is no number any more
        }
        layer = fitted;
        chosen = figures;
      }
    }
    if (layer == null || chosen == null) {
      throw new IllegalStateException("No penalty was tried.");
    }
    return new LinearProbe(layer, tried, chosen);
  }

  /** Features with the classes of their pictures. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Labelled(PictureOutputs outputs, int[] labels) {
    static Labelled of(PictureOutputs outputs, DataSet pictures) {
      int[] labels = new int[outputs.count()];
      for (int row = 0; row < labels.length; row++) {
        labels[row] = pictures.label(outputs.index(row));
      }
      return new Labelled(outputs, labels);
    }

    /** The mean loss of a layer, and the share of pictures that it names rightly. */
    Scoring.Figures figures(SoftmaxRegression.Layer layer) {
      int classes = layer.bias().length;
      double loss = 0;
      int right = 0;
      for (int row = 0; row < labels.length; row++) {
        float[] probabilities = Softmax.of(logits(layer, row), 0, classes);
        float own = probabilities[labels[row]];
        int best = 0;
        for (int c = 1; c < classes; c++) {
          best = probabilities[c] > probabilities[best] ? c : best;
        }
        right += best == labels[row] ? 1 : 0;
        loss -= StrictMath.log(Math.max(own, Float.MIN_NORMAL));
      }
      return new Scoring.Figures(loss / labels.length, (double) right / labels.length);
    }

    private float[] logits(SoftmaxRegression.Layer layer, int row) {
      float[] logits = layer.bias().clone();
      int width = outputs.width();
      for (int f = 0; f < width; f++) {
        float feature = outputs.rows()[row * width + f];
        for (int c = 0; c < logits.length; c++) {
          logits[c] += feature * layer.weight()[f * logits.length + c];
        }
      }
      return logits;
    }
  }
}
