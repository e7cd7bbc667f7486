package org.mobilenet4j.training.gradient;

import java.util.List;

/** The channels of some maps, one behind the other. */
final class ConcatStep extends PictureStep {
  private final List<Integer> channels;

  ConcatStep(List<Value> inputs, Value out) {
    super(inputs, out);
    this.channels = inputs.stream().map(input -> input.map().channels()).toList();
  }

  @Override
  void forward(List<float[]> pictures, float[] result) {
    copy(pictures, result, true);
  }

  @Override
  void backward(List<float[]> pictures, float[] gradient, List<float[]> gradients) {
    copy(gradients, gradient, false);
  }

  private void copy(List<float[]> parts, float[] whole, boolean together) {
    int all = channels.stream().mapToInt(Integer::intValue).sum();
    int first = 0;
    for (int i = 0; i < parts.size(); i++) {
      int count = channels.get(i);
      for (int p = 0; p < whole.length / all; p++) {
        if (together) {
          System.arraycopy(parts.get(i), p * count, whole, p * all + first, count);
        } else {
          System.arraycopy(whole, p * all + first, parts.get(i), p * count, count);
        }
      }
      first += count;
    }
  }
}
