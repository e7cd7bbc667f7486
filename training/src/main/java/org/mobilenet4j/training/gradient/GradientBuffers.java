package org.mobilenet4j.training.gradient;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;

/**
 * Gives the gradients of values their arrays. A gradient lives from the first step on the way back
 * that writes it to the step that made the value; then its array serves another.
 */
final class GradientBuffers {
  private final List<float[]> free = new ArrayList<>();
  private final IdentityHashMap<float[], Integer> users = new IdentityHashMap<>();
  private long floats;

  /**
   * Notes that a step writes to a value's gradient. Unless it says so afterwards, it takes no sums.
   *
   * @return whether it is the first, which sets, or a later one, which adds
   */
  Writing write(Value value) {
    value.sumsNoGradient();
    if (value.hasGradient()) {
      return Writing.ADD;
    }
    value.setGradient(take(value.map().floats()));
    return Writing.SET;
  }

  /** Lets a value that one step alone reads share the gradient of that step's result. */
  void share(Value value, Value result) {
    float[] array = result.gradient();
    users.merge(array, 1, Integer::sum);
    value.setGradient(array);
  }

  /** Notes that the step which made a value has no more need of its gradient. */
  void release(Value value) {
    if (value.hasGradient()) {
      float[] array = value.gradient();
      if (users.merge(array, -1, Integer::sum) == 0) {
        users.remove(array);
        free.add(array);
      }
    }
  }

  /** Floats of all arrays. */
  long floats() {
    return floats;
  }

  private float[] take(int length) {
    int best = -1;
    for (int i = 0; i < free.size(); i++) {
      int size = free.get(i).length;
      if (size >= length && (best < 0 || size < free.get(best).length)) {
        best = i;
      }
    }
    float[] array;
    // An array four times too large is worth more to a larger value that follows.
    if (best >= 0 && free.get(best).length / 4 <= length) {
      array = free.remove(best);
    } else {
      array = new float[length];
      floats += length;
    }
    users.put(array, 1);
    return array;
  }
}
