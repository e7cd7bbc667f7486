package org.mobilenet4j.network.architecture;

import java.util.List;
import java.util.Optional;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Op;

/**
 * The block of MobileNet V2: a pointwise expansion, a depthwise convolution, a linear pointwise
 * projection, and a shortcut where input and output have one shape. Sandler et al. 2018, Table 1
 * and section 3.3; with squeeze-and-excite after the depthwise layer, Howard et al. 2019, Figure 4.
 *
 * @param expansion channels between expansion and projection; no expansion layer where the block's
 *     input has as many
 * @param outChannels channels of the result
 * @param kernel of the depthwise convolution
 * @param stride of the depthwise convolution
 * @param function after the expansion and after the depthwise convolution
 * @param squeezeExcite before the projection, if the block has one
 */
record InvertedResidual(
    int expansion,
    int outChannels,
    Extent kernel,
    int stride,
    ActivationFunction function,
    Optional<SqueezeExcite> squeezeExcite) {

  void addTo(Layers layers, String block) {
    String input = layers.last();
    int inChannels = layers.channels();
    if (expansion != inChannels) {
      layers.normalized(block + ".expand", expansion, Extent.ONE, 1, 1);
      layers.activation(block + ".expand", function);
    }
    layers.depthwise(block + ".dw", kernel, stride);
    layers.activation(block + ".dw", function);
    squeezeExcite.ifPresent(part -> part.addTo(layers, block));
    layers.normalized(block + ".project", outChannels, Extent.ONE, 1, 1);
    if (stride == 1 && inChannels == outChannels) {
      layers.join(block + ".add", new Op.Add(), List.of(layers.last(), input), outChannels);
    }
  }
}
