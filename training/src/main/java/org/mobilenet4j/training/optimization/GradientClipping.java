package org.mobilenet4j.training.optimization;

import java.util.List;
import org.mobilenet4j.kernels.Gang;

/** Keeps a single odd batch from throwing the weights far away. */
public sealed interface GradientClipping {
  /** Gradients are left as they are. */
  record None() implements GradientClipping {}

  /**
   * All gradients are scaled by the same factor, so that together they are at most this long and
   * point where they did: times {@code min(1, limit / (length + 1e-6))}, as torch has it.
   *
   * @param limit above 0
   */
  record ByGlobalNorm(double limit) implements GradientClipping {
    public ByGlobalNorm {
      positive(limit);
    }
  }

  /**
   * Each number by itself is cut to between {@code −limit} and {@code limit}.
   *
   * @param limit above 0
   */
  record ByValue(double limit) implements GradientClipping {
    public ByValue {
      positive(limit);
    }
  }

  /**
   * Clips the gradients in place. If one of them is not a finite number, nothing is changed: there
   * is no sensible factor, and the caller sees it in the result.
   *
   * @param tensors whose gradients to clip
   * @param gang who shares the work; the result has the same bits for any number of threads
   * @return the lengths before clipping
   */
  default GradientNorms clip(List<LearnedTensor> tensors, Gang gang) {
    GradientNorms norms = GradientNorms.of(tensors, gang);
    if (norms.firstNotFinite().isPresent()) {
      return norms;
    }
    Shares shares = new Shares(tensors.stream().map(LearnedTensor::gradient).toList());
    switch (this) {
      case None _ -> {}
      case ByGlobalNorm(double limit) -> {
        float factor = (float) (limit / (norms.global() + 1e-6));
        if (factor < 1) {
          shares.run(gang, (i, from, to) -> scale(tensors.get(i).gradient(), from, to, factor));
        }
      }
      case ByValue(double limit) ->
          shares.run(
              gang, (i, from, to) -> cut(tensors.get(i).gradient(), from, to, (float) limit));
    }
    return norms;
  }

  /**
   * @return the clipping in words
   */
  default String describe() {
    return switch (this) {
      case None _ -> "none";
      case ByGlobalNorm(double limit) -> "global norm at most %s".formatted(PlainNumber.of(limit));
      case ByValue(double limit) -> "each value at most %s".formatted(PlainNumber.of(limit));
    };
  }

  private static void scale(float[] gradient, int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      gradient[i] *= factor;
    }
  }

  private static void cut(float[] gradient, int from, int to, float limit) {
    for (int i = from; i < to; i++) {
      gradient[i] = Math.min(Math.max(gradient[i], -limit), limit);
    }
  }

  private static void positive(double limit) {
    if (!(limit > 0 && limit < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Gradients clipped at %s; expected a number above 0.".formatted(limit));
    }
  }
}
