package org.mobilenet4j.training.optimization;

import java.util.List;

/** The step of {@link Optimizer.RmsPropTorch}. */
record RmsPropTorchUpdate(Optimizer.RmsPropTorch settings) implements UpdateRule {
  @Override
  public List<Slot> slots() {
    Slot squares = new Slot("mean-of-squares", 0);
    return settings.momentum() == 0 ? List.of(squares) : List.of(squares, new Slot("momentum", 0));
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
    float kept = (float) settings.alpha();
    float fresh = (float) (1 - settings.alpha());
    float epsilon = (float) settings.epsilon();
    if (settings.momentum() == 0) {
      plain(w, g, memory[0], from, to, (float) rate, (float) decay, kept, fresh, epsilon);
    } else {
      float momentum = (float) settings.momentum();
      withMomentum(
          w,
          g,
          memory[0],
          memory[1],
          from,
          to,
          (float) rate,
          (float) decay,
          kept,
          fresh,
          momentum,
          epsilon);
    }
  }

  private static void plain(
      float[] w,
      float[] g,
      float[] v,
      int from,
      int to,
      float rate,
      float decay,
      float kept,
      float fresh,
      float epsilon) {
    for (int i = from; i < to; i++) {
      float gradient = g[i] + decay * w[i];
      float magnitude = Denormals.magnitude(gradient);
      float squares = kept * v[i] + fresh * (magnitude * magnitude);
      v[i] = squares;
      w[i] -= rate * (gradient / ((float) Math.sqrt(squares) + epsilon));
    }
  }

  private static void withMomentum(
      float[] w,
      float[] g,
      float[] v,
      float[] m,
      int from,
      int to,
      float rate,
      float decay,
      float kept,
      float fresh,
      float momentum,
      float epsilon) {
    for (int i = from; i < to; i++) {
      float gradient = g[i] + decay * w[i];
      float magnitude = Denormals.magnitude(gradient);
      float squares = kept * v[i] + fresh * (magnitude * magnitude);
      v[i] = squares;
      float next =
          Denormals.shrink(momentum * m[i] + gradient / ((float) Math.sqrt(squares) + epsilon));
      m[i] = next;
      w[i] -= rate * next;
    }
  }
}
