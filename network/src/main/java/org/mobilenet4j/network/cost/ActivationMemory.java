package org.mobilenet4j.network.cost;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * How much memory activations need, by how the network is run. Batch normalisation and activations
 * work in place; weights are not counted.
 *
 * <p>Source: Sandler et al. 2018, section 5.1: a block that is one operation never holds the
 * tensors between its input and its output whole. A block is a depthwise convolution with the
 * layers that share its block name: with the pointwise convolution behind it in V1, the inverted
 * residual in V2 and V3. Two blocks whose inner tensors a shortcut connects are none: the inner
 * tensor is needed whole, so their layers are run one by one.
 *
 * @param layerByLayer input and output of the layer that needs most
 * @param layerByLayerKept the same with what waits for a later sum or product
 * @param blocks input and output of the block or layer that needs most, each block one operation
 * @param blocksWithInner the same with one inner channel on each side of a block's depthwise
 *     convolution (in V1, whose depthwise convolution reads the block's input, on one side)
 * @param firstFused like {@code blocks}, with the first layer fused into the first block; for
 *     networks whose first block is an inverted residual
 */
public record ActivationMemory(
    MemoryPeak layerByLayer,
    MemoryPeak layerByLayerKept,
    MemoryPeak blocks,
    MemoryPeak blocksWithInner,
    Optional<MemoryPeak> firstFused) {

  static ActivationMemory of(List<LayerCost> layers) {
    List<Unit> single = layers.stream().map(layer -> Unit.of(List.of(layer))).toList();
    List<Unit> units = units(layers);
    return new ActivationMemory(
        peak(single, Unit::inputAndOutput),
        peak(single, unit -> unit.layers().getFirst().liveElements()),
        peak(units, Unit::inputAndOutput),
        peak(units, unit -> unit.inputAndOutput() + unit.inner()),
        firstFused(units));
  }

  private static Optional<MemoryPeak> firstFused(List<Unit> units) {
    if (units.size() < 2 || !units.get(1).isInvertedResidual()) {
      return Optional.empty();
    }
    List<LayerCost> start = new ArrayList<>(units.get(0).layers());
    start.addAll(units.get(1).layers());
    List<Unit> fused = new ArrayList<>();
    fused.add(new Unit(units.get(0).name() + "+" + units.get(1).name(), start));
    fused.addAll(units.subList(2, units.size()));
    return Optional.of(peak(fused, Unit::inputAndOutput));
  }

  private static MemoryPeak peak(List<Unit> units, ToLongFunction<Unit> need) {
    long most = units.stream().mapToLong(need).max().orElse(0);
    return new MemoryPeak(
        most,
        units.stream().filter(unit -> need.applyAsLong(unit) == most).map(Unit::name).toList());
  }

  /** Blocks with a depthwise convolution, and each other layer alone. */
  private static List<Unit> units(List<LayerCost> layers) {
    Map<String, List<LayerCost>> blocks = new LinkedHashMap<>();
    for (LayerCost layer : layers) {
      blocks.computeIfAbsent(block(layer.name()), _ -> new ArrayList<>()).add(layer);
    }
    List<String> names = List.copyOf(blocks.keySet());
    Set<String> apart = new HashSet<>();
    for (int i = 1; i < names.size(); i++) {
      if (hasInnerSum(blocks.getOrDefault(names.get(i), List.of()))) {
        apart.addAll(names.subList(i - 1, i + 1));
      }
    }
    List<Unit> units = new ArrayList<>();
    blocks.forEach((name, members) -> {
      if (isBlock(members) && !apart.contains(name)) {
        units.add(new Unit(name, members));
      } else {
        members.forEach(member -> units.add(Unit.of(List.of(member))));
      }
    });
    return units;
  }

  private static boolean isBlock(List<LayerCost> layers) {
    return layers.stream().anyMatch(layer -> layer.kind() == LayerKind.DEPTHWISE);
  }

  /** Whether a shortcut ends inside a block, not at its result. */
  private static boolean hasInnerSum(List<LayerCost> layers) {
    return isBlock(layers)
        && layers.subList(0, layers.size() - 1).stream().anyMatch(LayerCost::shortcut);
  }

  private static String block(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** Layers that are run as one operation. */
  private record Unit(String name, List<LayerCost> layers) {
    static Unit of(List<LayerCost> layers) {
      return new Unit(layers.getFirst().name(), layers);
    }

    long inputAndOutput() {
      return layers.getFirst().inputElements() + layers.getLast().outputElements();
    }

    /** Told from a pair of V1 by its expansion, or by its linear projection. */
    boolean isInvertedResidual() {
      return layers.size() > 1
          && (layers.getLast().linear() || layers.getFirst().kind() != LayerKind.DEPTHWISE)
          && isBlock(layers);
    }

    long inner() {
      long after =
          layers.stream()
              .filter(layer -> layer.kind() == LayerKind.DEPTHWISE)
              .mapToLong(layer -> layer.output().pixels())
              .findFirst()
              .orElse(0);
      return isInvertedResidual() ? layers.getFirst().input().pixels() + after : after;
    }
  }
}
