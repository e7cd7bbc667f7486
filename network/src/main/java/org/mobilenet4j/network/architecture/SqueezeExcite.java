package org.mobilenet4j.network.architecture;

import java.util.List;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Op;

/**
 * Squeeze-and-excite: the mean of each channel, two dense layers, a gate that scales each channel.
 *
 * <p>In the form of Howard et al. 2019, section 5.3: both layers have biases and no batch
 * normalisation; ReLU between them.
 *
 * @param bottleneck channels between the two layers
 * @param gate the function that makes the gate
 */
record SqueezeExcite(int bottleneck, ActivationFunction gate) {
  void addTo(Layers layers, String block) {
    String gated = layers.last();
    int channels = layers.channels();
    String name = block + ".se";
    layers.globalPool(name + ".pool");
    layers.dense(name + ".reduce", bottleneck);
    layers.activation(name + ".reduce", new ActivationFunction.Relu());
    layers.dense(name + ".expand", channels);
    layers.add(name + ".gate", new Op.Activation(gate));
    layers.join(name + ".scale", new Op.Scale(), List.of(gated, layers.last()), channels);
  }
}
