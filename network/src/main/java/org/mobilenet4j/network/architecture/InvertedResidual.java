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
 * {@link Ablations} change it.
 *
 * @param expansion channels between expansion and projection; no expansion layer where the block's
 *     input has as many
 * @param outChannels channels of the result
 * @param kernel of the depthwise convolution
 * @param stride of the depthwise convolution
 * @param function after the expansion and after the depthwise convolution
 * @param squeezeExcite before the projection, if the table gives the block one
 */
record InvertedResidual(
    int expansion,
    int outChannels,
    Extent kernel,
    int stride,
    ActivationFunction function,
    Optional<SqueezeExcite> squeezeExcite) {

  /**
   * @param layers to which it is added
   * @param block its name
   * @param before what the block before it hands on
   * @return what it hands on to the next one: its expanded tensor if its result has the same size
   */
  Optional<ExpandedTensor> addTo(Layers layers, String block, Optional<ExpandedTensor> before) {
    Ablations ablations = layers.options().ablations();
    String input = layers.last();
    int inChannels = layers.channels();
    boolean expands = expansion != inChannels;
    if (expands) {
      expand(layers, block + ".expand", before);
    }
    String expanded = layers.last();
    layers.depthwise(block + ".dw", kernel, stride);
    layers.activation(block + ".dw", function);
    switch (ablations.squeezeExcite()) {
      case YES -> squeezeExcite.ifPresent(part -> part.addTo(layers, block));
      case NO -> {}
    }
    layers.normalized(block + ".project", outChannels, Extent.ONE, 1, 1);
    ablations
        .projectionActivation()
        .function()
        .ifPresent(after -> layers.activation(block + ".project", after));
    if (ablations.shortcut() == Shortcut.BOTTLENECK && stride == 1 && inChannels == outChannels) {
      sum(layers, block + ".add", input);
    }
    return expands && stride == 1
        ? Optional.of(new ExpandedTensor(expanded, expansion, layers.last()))
        : Optional.empty();
  }

  private void expand(Layers layers, String name, Optional<ExpandedTensor> before) {
    String input = layers.last();
    layers.normalized(name, expansion, Extent.ONE, 1, 1);
    if (layers.options().ablations().shortcut() == Shortcut.EXPANSION) {
      before
          .filter(tensor -> tensor.fits(input, expansion))
          .ifPresent(tensor -> sum(layers, name + ".add", tensor.node()));
    }
    layers.activation(name, function);
  }

  private static void sum(Layers layers, String name, String shortcut) {
    layers.join(name, new Op.Add(), List.of(layers.last(), shortcut), layers.channels());
  }
}
