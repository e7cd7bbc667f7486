package org.mobilenet4j.training.optimization;

import java.util.List;

/** The step of {@link Optimizer.Sgd}. */
record SgdUpdate(Optimizer.Sgd settings) implements UpdateRule {
  @Override
  public List<Slot> slots() {
    return settings.momentum() == 0 ? List.of() : List.of(new Slot("momentum", 0));
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
    float[] w = tensor.values();
    float[] g = tensor.gradient();
    if (settings.momentum() == 0) {
      descend(w, g, from, to, (float) rate, (float) decay);
      return;
    }
    float momentum = (float) settings.momentum();
    switch (settings.kind()) {
      case HEAVY_BALL ->
          heavyBall(w, g, memory[0], from, to, (float) rate, (float) decay, momentum);
      case NESTEROV -> nesterov(w, g, memory[0], from, to, (float) rate, (float) decay, momentum);
    }
  }

  private static void descend(float[] w, float[] g, int from, int to, float rate, float decay) {
    for (int i = from; i < to; i++) {
      w[i] -= rate * (g[i] + decay * w[i]);
    }
  }

  private static void heavyBall(
      float[] w, float[] g, float[] m, int from, int to, float rate, float decay, float momentum) {
    for (int i = from; i < to; i++) {
      float gradient = g[i] + decay * w[i];
      float next = Denormals.shrink(momentum * m[i] + gradient);
      m[i] = next;
      w[i] -= rate * next;
    }
  }

  private static void nesterov(
      float[] w, float[] g, float[] m, int from, int to, float rate, float decay, float momentum) {
    for (int i = from; i < to; i++) {
      float gradient = g[i] + decay * w[i];
      float next = Denormals.shrink(momentum * m[i] + gradient);
      m[i] = next;
      w[i] -= rate * (gradient + momentum * next);
    }
  }
}
