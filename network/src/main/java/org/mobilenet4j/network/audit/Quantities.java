package org.mobilenet4j.network.audit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.network.cost.ActivationMemory;
import org.mobilenet4j.network.cost.Cost;
import org.mobilenet4j.network.cost.LayerCost;
import org.mobilenet4j.network.cost.LayerKind;

/**
 * What a claim may count, by name. Arguments are an architecture with options, as in {@code
 * mobilenet-v1 width=0.5}, and for some quantities a kind of layer, a block or a scheme behind a
 * semicolon.
 */
final class Quantities {
  private final Map<String, Cost> costs = new HashMap<>();

  double of(String name, String arguments) {
    if (name.equals("gap")) {
      return Gap.of(arguments);
    }
    String[] parts = arguments.split(";", -1);
    Cost cost = costs.computeIfAbsent(parts[0].strip(), Quantities::cost);
    String what = parts.length > 1 ? parts[1].strip() : "";
    return switch (name) {
      case "madds" -> cost.multiplyAdds();
      case "madds-without-classifier" -> cost.multiplyAddsWithoutClassifier();
      case "params" -> cost.parameters();
      case "params-without-bn" -> cost.parametersWithoutBatchNorm();
      case "params-folded" -> cost.parametersFolded();
      case "params-with-statistics" -> cost.parametersWithRunningStatistics();
      case "weights" -> cost.weights();
      case "madds-of" -> ofKind(cost, what, LayerCost::multiplyAdds);
      case "params-of" -> ofKind(cost, what, LayerCost::parameters);
      case "weights-of" -> ofKind(cost, what, LayerCost::weights);
      case "madds-of-block" -> ofBlock(cost, what, LayerCost::multiplyAdds);
      case "params-of-block" -> ofBlock(cost, what, LayerCost::parameters);
      case "biases-of-block" -> ofBlock(cost, what, LayerCost::biases);
      case "bytes" -> cost.bytesFloat32();
      case "layer-channels" -> layer(cost, what).output().channels();
      case "layers" ->
          count(cost, LayerKind.CONV, LayerKind.DEPTHWISE, LayerKind.POINTWISE, LayerKind.DENSE);
      case "blocks" -> count(cost, LayerKind.DEPTHWISE);
      case "squeeze-excite" -> count(cost, LayerKind.SE) / 2.0;
      case "shortcuts" -> cost.layers().stream().filter(LayerCost::shortcut).count();
      case "memory" -> memory(cost.memory(), what);
      default -> throw new IllegalStateException("There is no quantity '%s'.".formatted(name));
    };
  }

  private static Cost cost(String network) {
    List<String> words = List.of(network.split(" +", -1));
    Architecture architecture = Architecture.named(words.getFirst());
    for (String word : words.subList(1, words.size())) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw new IllegalStateException("'%s' is no option with a value.".formatted(word));
      }
      architecture =
          architecture.with(
              ArchitectureOption.of(word.substring(0, equals)), word.substring(equals + 1));
    }
    return Cost.of(architecture.build());
  }

  private static double ofKind(Cost cost, String kind, ToLongFunction<LayerCost> part) {
    LayerKind wanted =
        Arrays.stream(LayerKind.values())
            .filter(known -> known.key().equals(kind))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("There is no kind of layer '%s'.".formatted(kind)));
    return cost.layers().stream().filter(layer -> layer.kind() == wanted).mapToLong(part).sum();
  }

  private static double ofBlock(Cost cost, String block, ToLongFunction<LayerCost> part) {
    return cost.layers().stream()
        .filter(layer -> layer.name().startsWith(block + "."))
        .mapToLong(part)
        .sum();
  }

  private static LayerCost layer(Cost cost, String name) {
    return cost.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("There is no layer '%s'.".formatted(name)));
  }

  private static double count(Cost cost, LayerKind... kinds) {
    return cost.layers().stream().filter(layer -> List.of(kinds).contains(layer.kind())).count();
  }

  private static double memory(ActivationMemory memory, String scheme) {
    return switch (scheme) {
      case "layer" -> memory.layerByLayer().elements();
      case "kept" -> memory.layerByLayerKept().elements();
      case "blocks" -> memory.blocks().elements();
      case "inner" -> memory.blocksWithInner().elements();
      default -> throw new IllegalStateException("There is no scheme '%s'.".formatted(scheme));
    };
  }
}
