package org.mobilenet4j.training.optimization;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.kernels.Gang;

/**
 * An exponential moving average of the weights, and of batch normalisation's running statistics,
 * which is evaluated beside the raw weights and is often the better network.
 *
 * <p>After update {@code t}, counted from 0, {@code average ← average + (1 − d) · (value −
 * average)} with the warm-up {@code d = min(decay, (1 + t) / (10 + t))}: without it, an average
 * with decay 0.9999 would be made of the initial weights for the first ten thousand steps. Source:
 * TensorFlow's {@code ExponentialMovingAverage} with its number of updates.
 *
 * <p>For one thread at a time.
 */
public final class MovingAverage {
  private static final String KIND = "moving-average";

  private final double decay;
  private final Map<String, float[]> averages = new LinkedHashMap<>();
  private final List<float[]> source;
  private final List<float[]> average;
  private final Shares shares;
  private long updates;

  /**
   * Begins with the values as they are now.
   *
   * @param decay share of the old average that stays in the long run; at least 0, below 1
   * @param values what is averaged, by name: every weight (frozen ones need not be there) and
   *     running statistic; the arrays are kept and read at each update
   * @throws IllegalArgumentException if the decay is out of range
   */
  public MovingAverage(double decay, Map<String, float[]> values) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException(
          "Moving average with decay %s; expected at least 0 and below 1.".formatted(decay));
    }
    this.decay = decay;
    values.forEach((name, array) -> averages.put(name, array.clone()));
    source = List.copyOf(values.values());
    average = List.copyOf(averages.values());
    shares = new Shares(source);
  }

  /**
   * @return bytes held beside the values
   */
  public long bytes() {
    return average.stream().mapToLong(array -> (long) Float.BYTES * array.length).sum();
  }

  /**
   * @return how many updates there have been
   */
  public long updates() {
    return updates;
  }

  /**
   * @return the decay of the next update, with the warm-up in it
   */
  public double nextDecay() {
    return Math.min(decay, (1.0 + updates) / (10.0 + updates));
  }

  /**
   * Takes the values of this moment in.
   *
   * @param gang who shares the work; the result has the same bits for any number of threads
   */
  public void update(Gang gang) {
    float fresh = (float) (1 - nextDecay());
    shares.run(gang, (i, from, to) -> blend(average.get(i), source.get(i), from, to, fresh));
    updates++;
  }

  private static void blend(float[] average, float[] value, int from, int to, float fresh) {
    for (int i = from; i < to; i++) {
      average[i] = Denormals.shrink(average[i] + fresh * (value[i] - average[i]));
    }
  }

  /**
   * Puts the averages where the values are and the values where the averages are: once before an
   * evaluation and once after it.
   *
   * @param gang who shares the work
   */
  public void exchange(Gang gang) {
    shares.run(gang, (i, from, to) -> swap(average.get(i), source.get(i), from, to));
  }

  private static void swap(float[] a, float[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      float value = a[i];
      a[i] = b[i];
      b[i] = value;
    }
  }

  /**
   * @return a copy of the averages and their count
   */
  public Snapshot snapshot() {
    Map<String, float[]> copies = new LinkedHashMap<>();
    averages.forEach((name, array) -> copies.put(name, array.clone()));
    return new Snapshot(KIND, updates, copies);
  }

  /**
   * Goes back to the averages of then.
   *
   * @param snapshot of an average over values of the same names and lengths
   * @throws OptimizationException if it is of something else; nothing has changed then
   */
  public void restore(Snapshot snapshot) {
    snapshot.copyInto(KIND, averages);
    updates = snapshot.steps();
  }
}
