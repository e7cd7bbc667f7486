package org.mobilenet4j.model.torch;

import java.util.List;

/**
 * Where the numbers of a view lie in its storage: number {@code [i, j, …]} at {@code offset + i ·
 * s0 + j · s1 + …}.
 *
 * @param offset the first number
 * @param dimensions sizes of the axes, each at least 1
 * @param strides steps of the axes
 */
record Strides(long offset, List<Long> dimensions, List<Long> strides) {
  static Strides of(PickleValue.View view) {
    return new Strides(view.offset(), view.dimensions(), view.strides());
  }

  /**
   * @param elements how many numbers the storage holds
   * @return whether all numbers of the view lie inside
   */
  boolean fitInto(long elements) {
    if (offset < 0 || offset >= elements) {
      return false;
    }
    long left = elements - 1 - offset;
    for (int axis = 0; axis < dimensions.size(); axis++) {
      long steps = dimensions.get(axis) - 1;
      long stride = strides.get(axis);
      if (steps > 0) {
        if (stride < 0 || stride > left / steps) {
          return false;
        }
        left -= steps * stride;
      }
    }
    return true;
  }

  /**
   * @return from the first to the last number of the view
   */
  long span() {
    long last = 0;
    for (int axis = 0; axis < dimensions.size(); axis++) {
      last += (dimensions.get(axis) - 1) * strides.get(axis);
    }
    return last + 1;
  }

  /**
   * @param spanned the numbers of the storage from the first to the last of the view
   * @return the numbers of the view, row-major
   */
  float[] gather(float[] spanned) {
    int elements =
        Math.toIntExact(dimensions.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b));
    if (isRowMajor()) {
      return spanned;
    }
    float[] gathered = new float[elements];
    int[] index = new int[dimensions.size()];
    long from = 0;
    for (int to = 0; to < elements; to++) {
      gathered[to] = spanned[(int) from];
      for (int axis = dimensions.size() - 1; axis >= 0; axis--) {
        from += strides.get(axis);
        if (++index[axis] < dimensions.get(axis)) {
          break;
        }
        from -= dimensions.get(axis) * strides.get(axis);
        index[axis] = 0;
      }
    }
    return gathered;
  }

  private boolean isRowMajor() {
    long expected = 1;
    for (int axis = dimensions.size() - 1; axis >= 0; axis--) {
      if (dimensions.get(axis) != 1 && strides.get(axis) != expected) {
        return false;
      }
      expected *= dimensions.get(axis);
    }
    return true;
  }
}
