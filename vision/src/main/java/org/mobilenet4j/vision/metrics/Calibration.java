package org.mobilenet4j.vision.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a classifier is right as often as it says.
 *
 * <p>Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", section 2: pictures are
 * sorted into {@value #BINS} bins of equal width by their confidence, bin {@code m} of {@code M}
 * holding those in {@code ((m - 1) / M, m / M]}; in each, the share that was right is compared with
 * the mean confidence.
 *
 * @param bins all {@value #BINS}, also the empty ones, by rising confidence
 * @param expectedError the mean distance between accuracy and confidence, each bin weighed by its
 *     pictures (ECE); from 0 to 1
 * @param maximumError the largest distance of a bin that is not empty (MCE); from 0 to 1
 */
public record Calibration(List<Bin> bins, double expectedError, double maximumError) {
  /** How many bins there are; as in the paper. */
  public static final int BINS = 15;

  /**
   * The pictures of about one confidence; together a histogram of it.
   *
   * @param above the least confidence, itself not in the bin
   * @param upTo the largest, in the bin
   * @param pictures how many
   * @param correct how many of them were named rightly
   * @param meanConfidence of the pictures; the middle of the bin if there are none
   */
  public record Bin(double above, double upTo, int pictures, int correct, double meanConfidence) {
    /**
     * How many were named wrongly.
     *
     * @return at least 0
     */
    public int wrong() {
      return pictures - correct;
    }

    /**
     * The share that was named rightly.
     *
     * @return from 0 to 1; 0 if there are no pictures
     */
    public double accuracy() {
      return pictures == 0 ? 0 : (double) correct / pictures;
    }

    /**
     * How far accuracy and mean confidence are apart.
     *
     * @return from 0 to 1; 0 if there are no pictures
     */
    public double gap() {
      return pictures == 0 ? 0 : Math.abs(accuracy() - meanConfidence);
    }
  }

  /** Keeps its own copy of the bins. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /** At least one picture. */
  static Calibration of(List<ScoredPicture> pictures) {
    int[] counts = new int[BINS];
    int[] correct = new int[BINS];
    double[] confidences = new double[BINS];
    for (ScoredPicture picture : pictures) {
      int bin = bin(picture.confidence());
      counts[bin]++;
      correct[bin] += picture.correct() ? 1 : 0;
      confidences[bin] += picture.confidence();
    }
    List<Bin> bins = new ArrayList<>();
    double expected = 0;
    double maximum = 0;
    for (int i = 0; i < BINS; i++) {
      double mean = counts[i] == 0 ? (i + 0.5) / BINS : confidences[i] / counts[i];
      Bin bin = new Bin((double) i / BINS, (i + 1.0) / BINS, counts[i], correct[i], mean);
      bins.add(bin);
      expected += bin.gap() * bin.pictures() / pictures.size();
      maximum = Math.max(maximum, bin.gap());
    }
    return new Calibration(bins, expected, maximum);
  }

  /** The mean of what it said of itself, over all pictures. */
  double meanConfidence() {
    double sum = 0;
    long pictures = 0;
    for (Bin bin : bins) {
      sum += bin.meanConfidence() * bin.pictures();
      pictures += bin.pictures();
    }
    return sum / pictures;
  }

  /** Compared with the edges themselves, since a product with 15 may round across one. */
  private static int bin(double confidence) {
    int bin = 0;
    while (bin < BINS - 1 && confidence > (bin + 1.0) / BINS) {
      bin++;
    }
    return bin;
  }
}
