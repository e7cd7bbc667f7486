package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.blocked.BlockedProduct;
import org.mobilenet4j.kernels.blocked.BlockedScale;
import org.mobilenet4j.network.Network;

/**
 * A depthwise convolution between its neighbours, in one of two ways.
 *
 * <p>{@link RowBands Bands of rows}, for large pictures: a band passes through all three
 * convolutions.
 *
 * <p>{@link ChannelPanels Panels of channels}, for small pictures with many channels: expansion and
 * depthwise convolution a few channels at a time; then the projection sums over all of them.
 *
 * <p>With squeeze-and-excite, whose gate needs the whole picture, the projection is a step of its
 * own in either case.
 */
final class InvertedResidualSteps implements StageSteps {
  /** Output pixels up to which channels are divided rather than rows: 14×14. */
  private static final int SMALL_PICTURE = 196;

  private final InvertedResidualParts parts;
  private final boolean byChannels;
  private final Optional<BlockedProduct> expansion;
  private final BandLayout bands;
  private final Optional<Gate> gate;
  private final Optional<ProductSteps> projection;

  /**
   * Squeeze-and-excite with its two layers.
   *
   * @param squeeze the first
   * @param excite the second
   */
  private record Gate(DenseSteps squeeze, DenseSteps excite) {}

  InvertedResidualSteps(BlockedLayers layers, Stage.InvertedResidual block) {
    this.parts = InvertedResidualParts.of(layers, block);
    BlockedMap filtered = parts.filtered();
    // Only a convolution of the input may have a window and a stride, which bands know of.
    boolean stem =
        block
            .expansion()
            .filter(operation -> operation.node().inputs().contains(Network.INPUT))
            .isPresent();
    this.byChannels = filtered.height() * filtered.width() <= SMALL_PICTURE && !stem;
    this.expansion = parts.expansion(byChannels ? ChannelPanels.rowsOfCall(parts) : 1);
    this.bands = BandLayout.of(parts);
    this.gate =
        block
            .squeezeExcite()
            .map(operations ->
                new Gate(
                    new DenseSteps(layers, operations.squeeze()),
                    new DenseSteps(layers, operations.excite())));
    // Empty where bands project. Bound last: weights lie, and are fetched, in the order of binding.
    this.projection =
        byChannels || gate.isPresent()
            ? Optional.of(new ProductSteps(layers, block.projection(), filtered))
            : Optional.empty();
  }

  @Override
  public long outputFloats() {
    return parts.out().floats();
  }

  @Override
  public Map<String, Long> own() {
    Map<String, Long> own = new LinkedHashMap<>();
    BlockedMap filtered = parts.filtered();
    if (projection.isPresent()) {
      own.put(parts.filteredName(), filtered.floats());
    }
    gate.ifPresent(layersOfGate -> {
      own.put(parts.pooledName(), (long) filtered.blocks() * filtered.lanes());
      own.put(squeezedName(), layersOfGate.squeeze().outputFloats());
      own.put(excitedName(), layersOfGate.excite().outputFloats());
    });
    return own;
  }

  private String squeezedName() {
    return parts.filteredName() + " squeezed";
  }

  private String excitedName() {
    return parts.filteredName() + " excited";
  }

  @Override
  public int scratchFloats() {
    if (byChannels) {
      int plane = parts.expanded().plane();
      return expansion.map(product -> product.widestBlocks() * plane).orElse(0);
    }
    return bands.scratchFloats(parts);
  }

  @Override
  public List<Step> steps(Places places) {
    if (projection.isEmpty()) {
      return List.of(new RowBands(parts, expansion, bands, places).whole());
    }
    List<Step> steps = new ArrayList<>();
    steps.add(
        byChannels
            ? new ChannelPanels(parts, expansion, places).step()
            : new RowBands(parts, expansion, bands, places).withoutProjection());
    gate.ifPresent(layersOfGate -> steps.addAll(gated(layersOfGate, places)));
    steps.add(projection.orElseThrow().step(places, places.of(parts.filteredName())));
    return steps;
  }

  /** The mean of each channel, the two layers, and the multiplication with what they say. */
  private List<Step> gated(Gate layersOfGate, Places places) {
    Stage.SqueezeExcite operations = parts.block().squeezeExcite().orElseThrow();
    BlockedLayers layers = parts.layers();
    BlockedMap filtered = parts.filtered();
    int map = places.of(parts.filteredName());
    int pooled = places.of(parts.pooledName());
    int squeezed = places.of(squeezedName());
    int excited = places.of(excitedName());
    List<Step> steps = new ArrayList<>();
    if (!byChannels) {
      steps.add(
          layers.step(
              List.of(operations.pool()),
              "global_average_pool",
              filtered.blocks(),
              (w, _, from, to) -> parts.pool(w, map, pooled, from, to - from)));
    }
    steps.add(layersOfGate.squeeze().step(pooled, squeezed));
    int lanes = filtered.lanes();
    int panelBlocks = layersOfGate.excite().dense().panelUnits() / lanes;
    BlockedScale scale = layers.scale(filtered);
    steps.add(
        layers.step(
            List.of(operations.excite(), operations.scale()),
            layersOfGate.excite().dense().name() + "_scale",
            layersOfGate.excite().dense().panels(),
            (w, _, from, to) -> {
              layersOfGate.excite().run(w, squeezed, excited, from, to);
              int end = Math.min(filtered.blocks(), to * panelBlocks);
              for (int b = from * panelBlocks; b < end; b++) {
                int at = map + b * filtered.plane();
                scale.run(w, at, w, excited + b * lanes, w, at);
              }
            }));
    return steps;
  }
}
