package org.mobilenet4j.training.optimization;

import java.util.List;
import org.mobilenet4j.kernels.Gang;

/**
 * Cuts the numbers of many arrays, laid end to end, into one stretch for each member of a gang, so
 * that many small arrays are shared as evenly as one large one.
 */
final class Shares {
  // A cache line: two members seldom write to the same one.
  private static final int GRAIN = 16;

  /** What is done to the numbers {@code from} to before {@code to} of the array of that index. */
  interface Part {
    void run(int array, int from, int to);
  }

  private final int[] starts;

  /** For arrays of these lengths; together fewer than 2³¹ numbers. */
  Shares(List<float[]> arrays) {
    starts = new int[arrays.size() + 1];
    for (int i = 0; i < arrays.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], arrays.get(i).length);
    }
  }

  /** Runs the part over everything, each number once, by all members of the gang. */
  void run(Gang gang, Part part) {
    int total = starts[starts.length - 1];
    gang.run(member -> {
      int begin = Gang.start(total, GRAIN, member, gang.size());
      int end = Gang.start(total, GRAIN, member + 1, gang.size());
      for (int array = 0; array < starts.length - 1; array++) {
        int from = Math.max(begin, starts[array]);
        int to = Math.min(end, starts[array + 1]);
        if (from < to) {
          part.run(array, from - starts[array], to - starts[array]);
        }
      }
    });
  }
}
