package org.mobilenet4j.training.optimization;

import java.util.List;

/**
 * The settings of a way to turn gradients into better weights. What it remembers between steps is
 * an {@link OptimizerState}.
 *
 * <p>Below, {@code w} is a weight, {@code g} its gradient, {@code rate} the learning rate and
 * {@code d} the weight decay. For {@link Sgd} and both RMSProps the decay is coupled, {@code g ← g
 * + d · w} before anything else, as in the papers and in both frameworks; for {@link AdamW} it is
 * decoupled.
 *
 * <p>Two deviations, both below anything a weight can show, keep the arithmetic away from denormal
 * numbers, which many processors compute many times more slowly: a momentum shrinks by 2⁻⁸⁰ towards
 * zero each step (so that the momentum of a dead channel becomes zero instead of denormal; above
 * 2⁻⁵⁵ that changes no bit), and in a mean of squares a gradient below 2⁻⁵⁰ counts as 2⁻⁵⁰.
 */
public sealed interface Optimizer {
  /** How the momentum is used. */
  enum Momentum {
    /** The step follows the momentum. */
    HEAVY_BALL,
    /** The step follows what the momentum will be with this gradient once more. */
    NESTEROV
  }

  /**
   * Gradient descent with momentum, in torch's form:
   *
   * <pre>
   *   m ← momentum · m + g
   *   w ← w − rate · m                      (heavy ball)
   *   w ← w − rate · (g + momentum · m)     (Nesterov)
   * </pre>
   *
   * @param momentum share of the old momentum that stays; at least 0, below 1; 0 is plain descent
   * @param kind how it is used
   */
  record Sgd(double momentum, Momentum kind) implements Optimizer {
    public Sgd {
      share("momentum", momentum);
      if (kind == Momentum.NESTEROV && momentum == 0) {
        throw new IllegalArgumentException(
            "Nesterov's step with momentum 0; expected a momentum above 0, or HEAVY_BALL.");
      }
    }
  }

  /**
   * RMSProp as TensorFlow has it (and as slim and the MobileNet papers used it): the mean of
   * squares starts at 1, epsilon is inside the square root, and the momentum holds steps that the
   * learning rate of their own time has already scaled.
   *
   * <pre>
   *   v ← v + (1 − decayOfSquares) · (g² − v)            v starts at 1
   *   m ← momentum · m + rate · g / √(v + epsilon)
   *   w ← w − m
   * </pre>
   *
   * With slim's epsilon of 1 this is close to plain momentum where gradients are small.
   *
   * @param decayOfSquares share of the old mean of squares that stays ({@code rho}); at least 0,
   *     below 1
   * @param momentum share of the old momentum that stays; at least 0, below 1
   * @param epsilon above 0
   */
  record RmsPropTensorFlow(double decayOfSquares, double momentum, double epsilon)
      implements Optimizer {
    public RmsPropTensorFlow {
      share("decay of squares", decayOfSquares);
      share("momentum", momentum);
      positive(epsilon);
    }
  }

  /**
   * RMSProp as torch has it: the mean of squares starts at 0, epsilon is outside the square root
   * (0.0316 here is TensorFlow's 0.001), and the learning rate scales the momentum last.
   *
   * <pre>
   *   v ← alpha · v + (1 − alpha) · g²                   v starts at 0
   *   m ← momentum · m + g / (√v + epsilon)
   *   w ← w − rate · m
   * </pre>
   *
   * @param alpha share of the old mean of squares that stays; at least 0, below 1
   * @param momentum share of the old momentum that stays; at least 0, below 1
   * @param epsilon above 0
   */
  record RmsPropTorch(double alpha, double momentum, double epsilon) implements Optimizer {
    public RmsPropTorch {
      share("alpha", alpha);
      share("momentum", momentum);
      positive(epsilon);
    }
  }

  /**
   * Adam with decoupled weight decay (Loshchilov and Hutter 2017, in torch's form: the decay is
   * scaled by the learning rate). At step {@code t}, counted from 1:
   *
   * <pre>
   *   w ← w − rate · d · w
   *   m ← m + (1 − beta1) · (g − m)
   *   v ← beta2 · v + (1 − beta2) · g²
   *   w ← w − rate · m / (1 − beta1ᵗ) / (√v / √(1 − beta2ᵗ) + epsilon)
   * </pre>
   *
   * @param beta1 share of the old mean of gradients that stays; at least 0, below 1
   * @param beta2 share of the old mean of squares that stays; at least 0, below 1
   * @param epsilon above 0
   */
  record AdamW(double beta1, double beta2, double epsilon) implements Optimizer {
    public AdamW {
      share("beta1", beta1);
      share("beta2", beta2);
      positive(epsilon);
    }

    /**
     * @return betas 0.9 and 0.999, epsilon 1e-8
     */
    public static AdamW usual() {
      return new AdamW(0.9, 0.999, 1e-8);
    }
  }

  /**
   * Begins: nothing is remembered yet.
   *
   * @param tensors all that are to be trained; their arrays are kept, not copied
   * @return the state, which moves these tensors
   * @throws IllegalArgumentException if two tensors have the same name
   */
  default OptimizerState start(List<LearnedTensor> tensors) {
    return new OptimizerState(this, tensors);
  }

  /**
   * @return the name in recipes and checkpoints: {@code rmsprop-tensorflow}
   */
  default String label() {
    return switch (this) {
      case Sgd(double _, Momentum kind) -> kind == Momentum.NESTEROV ? "sgd-nesterov" : "sgd";
      case RmsPropTensorFlow _ -> "rmsprop-tensorflow";
      case RmsPropTorch _ -> "rmsprop-torch";
      case AdamW _ -> "adamw";
    };
  }

  /**
   * @return the optimiser with its settings, in words
   */
  default String describe() {
    return switch (this) {
      case Sgd(double momentum, Momentum kind) ->
          momentum == 0
              ? "gradient descent without momentum"
              : "gradient descent with %s %s"
                  .formatted(
                      kind == Momentum.NESTEROV ? "Nesterov momentum" : "momentum",
                      PlainNumber.of(momentum));
      case RmsPropTensorFlow(double decay, double momentum, double epsilon) ->
          "RMSProp, TensorFlow's form: decay of squares %s, momentum %s, epsilon %s in the root"
              .formatted(PlainNumber.of(decay), PlainNumber.of(momentum), PlainNumber.of(epsilon));
      case RmsPropTorch(double alpha, double momentum, double epsilon) ->
          "RMSProp, torch's form: alpha %s, momentum %s, epsilon %s beside the root"
              .formatted(PlainNumber.of(alpha), PlainNumber.of(momentum), PlainNumber.of(epsilon));
      case AdamW(double beta1, double beta2, double epsilon) ->
          "AdamW: betas %s and %s, epsilon %s"
              .formatted(PlainNumber.of(beta1), PlainNumber.of(beta2), PlainNumber.of(epsilon));
    };
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "The optimiser's %s is %s; expected at least 0 and below 1.".formatted(name, value));
    }
  }

  private static void positive(double epsilon) {
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The optimiser's epsilon is %s; expected a number above 0.".formatted(epsilon));
    }
  }
}
