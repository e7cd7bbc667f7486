package org.mobilenet4j.model.file;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.model.tensors.ElementType;

/** How a model file keeps its weights. */
public enum Storage {
  /** All as they are, in single precision. */
  F32,
  /**
   * Filters and matrices in half precision; vectors (biases and batch normalisation) stay single,
   * because they are few and every output hangs on them.
   */
  F16;

  /**
   * @param tensor a tensor of the model
   * @return how it is stored
   */
  ElementType typeOf(Tensor tensor) {
    return switch (this) {
      case F32 -> ElementType.F32;
      case F16 -> tensor.dimensions().size() > 1 ? ElementType.F16 : ElementType.F32;
    };
  }

  /**
   * A model with the weights that a file keeps: golden pairs must be made with it.
   *
   * @param model any model
   * @return the model as it comes back from a file of this storage
   */
  public Model round(Model model) {
    return switch (this) {
      case F32 -> model;
      case F16 -> {
        Map<Weights.Key, Tensor> rounded = new LinkedHashMap<>();
        model.weights().tensors().forEach((key, tensor) -> rounded.put(key, rounded(tensor)));
        yield model.with(model.network(), Weights.of(rounded));
      }
    };
  }

  private Tensor rounded(Tensor tensor) {
    if (typeOf(tensor) == ElementType.F32) {
      return tensor;
    }
    float[] values = tensor.values();
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = Float.float16ToFloat(Float.floatToFloat16(values[i]));
    }
    return new Tensor(tensor.dimensions(), rounded);
  }
}
