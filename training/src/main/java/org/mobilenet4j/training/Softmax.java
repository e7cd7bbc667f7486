package org.mobilenet4j.training;

/** From logits to probabilities, with the same bits everywhere. */
final class Softmax {
  private Softmax() {}

  /**
   * @param logits rows of numbers
   * @param from where a row begins
   * @param classes how many there are
   * @return their probabilities
   */
  static float[] of(float[] logits, int from, int classes) {
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      most = Math.max(most, logits[from + c]);
    }
    double[] powers = new double[classes];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      powers[c] = StrictMath.exp(logits[from + c] - most);
      sum += powers[c];
    }
    float[] probabilities = new float[classes];
    for (int c = 0; c < classes; c++) {
      probabilities[c] = (float) (powers[c] / sum);
    }
    return probabilities;
  }
}
