package org.mobilenet4j.training.optimization;

import java.util.List;

/** The step of {@link Optimizer.AdamW}. */
record AdamWUpdate(Optimizer.AdamW settings) implements UpdateRule {
  @Override
  public List<Slot> slots() {
    return List.of(new Slot("mean", 0), new Slot("mean-of-squares", 0));
  }

  @Override
  public void update(
      LearnedTensor tensor,
      float[][] memory,
      int from,
      int to,
      double rate,
      double decay,
      long step) {
    // Both means start at zero; the corrections take out what that start still weighs in them.
    double correction1 = 1 - StrictMath.pow(settings.beta1(), (double) step);
    double correction2 = 1 - StrictMath.pow(settings.beta2(), (double) step);
    move(
        tensor.values(),
        tensor.gradient(),
        memory[0],
        memory[1],
        from,
        to,
        (float) (1 - rate * decay),
        (float) (rate / correction1),
        (float) (1 / Math.sqrt(correction2)),
        (float) (1 - settings.beta1()),
        (float) settings.beta2(),
        (float) (1 - settings.beta2()),
        (float) settings.epsilon());
  }

  private static void move(
      float[] w,
      float[] g,
      float[] m,
      float[] v,
      int from,
      int to,
      float shrunken,
      float rate,
      float rootCorrection,
      float fresh1,
      float kept2,
      float fresh2,
      float epsilon) {
    for (int i = from; i < to; i++) {
      float gradient = g[i];
      float magnitude = Denormals.magnitude(gradient);
      float mean = Denormals.shrink(m[i] + fresh1 * (gradient - m[i]));
      float squares = kept2 * v[i] + fresh2 * (magnitude * magnitude);
      m[i] = mean;
      v[i] = squares;
      w[i] =
          w[i] * shrunken - rate * (mean / ((float) Math.sqrt(squares) * rootCorrection + epsilon));
    }
  }
}
