package org.mobilenet4j.network.architecture;

import java.util.Optional;

/** The blocks of a network in their order: {@code block0}, {@code block1} and so on. */
final class InvertedResiduals {
  private final Layers layers;
  private int blocks;
  private Optional<ExpandedTensor> before = Optional.empty();

  InvertedResiduals(Layers layers) {
    this.layers = layers;
  }

  /** Adds a block behind the last layer. */
  void add(InvertedResidual block) {
    before = block.addTo(layers, "block" + blocks, before);
    blocks++;
  }
}
