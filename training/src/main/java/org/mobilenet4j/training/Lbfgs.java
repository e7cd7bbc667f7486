package org.mobilenet4j.training;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds the least value of a smooth convex function by its gradient: limited-memory BFGS with 10
 * pairs, and steps that are halved until the value falls enough (Nocedal and Wright 2006,
 * algorithms 7.5 and 3.1).
 */
final class Lbfgs {
  private static final int PAIRS = 10;
  private static final int MOST_HALVINGS = 30;
  private static final double ENOUGH = 1e-4;

  /** A function and its gradient. */
  interface Function {
    /**
     * @param at where
     * @param gradient receives the gradient there
     * @return the value there
     */
    double valueAndGradient(double[] at, double[] gradient);
  }

  /** A step that was gone, and by how much the gradient changed over it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pair(double[] step, double[] change, double product) {}

  private Lbfgs() {}

  /**
   * @param function convex
   * @param point where to begin; the minimum afterwards
   * @param steps at most
   * @param gain below which relative gain of a step to stop
   * @return the value at the minimum
   */
  static double minimize(Function function, double[] point, int steps, double gain) {
    int n = point.length;
    double[] gradient = new double[n];
    double value = function.valueAndGradient(point, gradient);
    Deque<Pair> pairs = new ArrayDeque<>();
    double[] tried = new double[n];
    double[] there = new double[n];
    for (int step = 0; step < steps; step++) {
      double[] direction = direction(gradient, pairs);
      double slope = dot(direction, gradient);
      if (!(slope < 0)) {
        break;
      }
      double length = pairs.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
      double reached = value;
      boolean found = false;
      for (int i = 0; i < MOST_HALVINGS && !found; i++) {
        for (int j = 0; j < n; j++) {
          tried[j] = point[j] + length * direction[j];
        }
        reached = function.valueAndGradient(tried, there);
        found = reached <= value + ENOUGH * length * slope;
        length /= 2;
      }
      if (!found) {
        break; // as near as 32-bit logits can tell
      }
      remember(pairs, point, tried, gradient, there);
      System.arraycopy(tried, 0, point, 0, n);
      System.arraycopy(there, 0, gradient, 0, n);
      double gained = value - reached;
      value = reached;
      if (gained <= gain * Math.abs(value)) {
        break;
      }
    }
    return value;
  }

  private static void remember(
      Deque<Pair> pairs, double[] from, double[] to, double[] before, double[] after) {
    double[] step = new double[from.length];
    double[] change = new double[from.length];
    for (int i = 0; i < step.length; i++) {
      step[i] = to[i] - from[i];
      change[i] = after[i] - before[i];
    }
    double product = dot(step, change);
    if (product > 0) {
      pairs.addLast(new Pair(step, change, product));
      if (pairs.size() > PAIRS) {
        pairs.removeFirst();
      }
    }
  }

  /** The two loops of algorithm 7.4. */
  private static double[] direction(double[] gradient, Deque<Pair> pairs) {
    double[] direction = new double[gradient.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = -gradient[i];
    }
    double[] shares = new double[pairs.size()];
    int number = pairs.size();
    for (Pair pair : pairs.reversed()) {
      shares[--number] = dot(pair.step(), direction) / pair.product();
      add(direction, -shares[number], pair.change());
    }
    if (!pairs.isEmpty()) {
      Pair last = pairs.getLast();
      double scale = last.product() / dot(last.change(), last.change());
      for (int i = 0; i < direction.length; i++) {
        direction[i] *= scale;
      }
    }
    for (Pair pair : pairs) {
      double back = dot(pair.change(), direction) / pair.product();
      add(direction, shares[number++] - back, pair.step());
    }
    return direction;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
