package org.mobilenet4j.training;

import java.util.Map;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.training.random.Draws;

/** A number that tells models apart that would answer otherwise. */
final class ModelFingerprint {
  private ModelFingerprint() {}

  /** Of the network, every bit of its weights, its preprocessing and its labels. */
  static String of(Model model) {
    long hash = of(0, model.network().input().toString());
    hash = of(hash, model.network().nodes().toString());
    hash = of(hash, model.preprocessing().toString());
    hash = of(hash, model.labels().toString());
    for (Map.Entry<Weights.Key, Tensor> each : model.weights().tensors().entrySet()) {
      hash = of(hash, each.getKey().toString());
      for (float value : each.getValue().values()) {
        hash = Draws.hash(hash, Float.floatToRawIntBits(value));
      }
    }
    return Long.toHexString(hash);
  }

  /** A text, put behind what was hashed before. */
  static long of(long before, String text) {
    long hash = before;
    for (int i = 0; i < text.length(); i++) {
      hash = Draws.hash(hash, text.charAt(i));
    }
    return hash;
  }
}
