package org.mobilenet4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What several processes saw of one engine on one network. */
final class Series {
  private final List<Sample> samples = new ArrayList<>();

  void add(Sample sample) {
    samples.add(sample);
    samples.sort(Comparator.comparingDouble(Sample::medianNanos));
  }

  /** All of them, the fastest first. */
  List<Sample> samples() {
    return List.copyOf(samples);
  }

  int processes() {
    return samples.size();
  }

  /**
   * The process in the middle, which half of them were no slower than; of an even count, the mean
   * of the two in the middle.
   */
  Sample medianProcess() {
    int middle = samples.size() / 2;
    return samples.size() % 2 == 1
        ? samples.get(middle)
        : Sample.between(samples.get(middle - 1), samples.get(middle));
  }

  Sample worstProcess() {
    return samples.getLast();
  }

  /** How much slower the worst process was than the one in the middle. */
  double spread() {
    return worstProcess().medianNanos() / medianProcess().medianNanos();
  }

  /**
   * @param multiplyAdds of one image
   * @param nanos how long an image took
   * @param threads threads that worked on it
   * @return the share of what the threads could have done
   */
  double shareOfPeak(long multiplyAdds, double nanos, int threads) {
    return 1e9 * multiplyAdds / nanos / (medianProcess().peak() * threads);
  }
}
