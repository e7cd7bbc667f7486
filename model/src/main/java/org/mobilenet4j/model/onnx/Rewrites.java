package org.mobilenet4j.model.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Patterns that exporters write in parts become the one operator that they mean:
 *
 * <ul>
 *   <li>{@code x · clip(x + 3, 0, 6) / 6}, in either order, is HardSwish(x)
 *   <li>{@code clip(x + 3, 0, 6) / 6} is HardSigmoid(x) of slope 1/6
 *   <li>{@code x · HardSigmoid(x)} of slope 1/6 is HardSwish(x)
 *   <li>{@code x · Sigmoid(x)} is Swish(x), which ONNX has no name for
 *   <li>a constant for each channel, added to a Conv or MatMul without a bias, is its bias
 * </ul>
 *
 * <p>What nobody reads any more is left out.
 */
final class Rewrites {
  /** Our name in ONNX's style for {@code x · Sigmoid(x)}. */
  static final String SWISH = "Swish";

  private static final float SIXTH = 1f / 6;

  /** How far a slope may be from 1/6 to be meant: exporters write 0.1666667 or 0.16667. */
  private static final float TOLERANCE = 1e-5f;

  private final Constants constants;
  private final Map<String, OnnxNode> producers = new HashMap<>();

  private Rewrites(Constants constants) {
    this.constants = constants;
  }

  static List<OnnxNode> apply(List<OnnxNode> nodes, Constants constants, String output) {
    Rewrites rewrites = new Rewrites(constants);
    List<OnnxNode> rewritten = new ArrayList<>();
    for (OnnxNode node : nodes) {
      OnnxNode better =
          rewrites
              .hardSwish(node)
              .or(() -> rewrites.hardSigmoid(node))
              .or(() -> rewrites.gated(node))
              .or(() -> rewrites.biased(node))
              .orElse(node);
      better.outputs().forEach(value -> rewrites.producers.put(value, better));
      rewritten.add(better);
    }
    return needed(rewritten, output);
  }

  /** The nodes that the output hangs on, in order. */
  private static List<OnnxNode> needed(List<OnnxNode> nodes, String output) {
    Set<String> read = new HashSet<>(Set.of(output));
    List<OnnxNode> kept = new ArrayList<>();
    for (OnnxNode node : nodes.reversed()) {
      if (node.outputs().stream().anyMatch(read::contains)) {
        kept.add(node);
        read.addAll(node.inputs());
      }
    }
    Collections.reverse(kept);
    return kept;
  }

  /** {@code (x · clip(x + 3, 0, 6)) / 6}. */
  private Optional<OnnxNode> hardSwish(OnnxNode node) {
    return sixthOf(node)
        .flatMap(this::producer)
        .filter(product -> product.operator().equals("Mul") && product.inputs().size() == 2)
        .flatMap(
            product -> either(product, (x, other) -> clippedPlusThree(other).filter(x::equals)))
        .map(x -> replaced(node, "HardSwish", x, Map.of()));
  }

  /** {@code clip(x + 3, 0, 6) / 6}. */
  private Optional<OnnxNode> hardSigmoid(OnnxNode node) {
    return sixthOf(node)
        .flatMap(this::clippedPlusThree)
        .map(x ->
            replaced(
                node,
                "HardSigmoid",
                x,
                Map.of(
                    "alpha", new OnnxAttribute.Real(SIXTH),
                    "beta", new OnnxAttribute.Real(0.5f))));
  }

  /** {@code x · HardSigmoid(x)} and {@code x · Sigmoid(x)}. */
  private Optional<OnnxNode> gated(OnnxNode node) {
    if (!node.operator().equals("Mul") || node.inputs().size() != 2) {
      return Optional.empty();
    }
    return either(node, (x, gate) -> gateOf(gate, "HardSigmoid").filter(x::equals))
        .map(x -> replaced(node, "HardSwish", x, Map.of()))
        .or(() ->
            either(node, (x, gate) -> gateOf(gate, "Sigmoid").filter(x::equals))
                .map(x -> replaced(node, SWISH, x, Map.of())));
  }

  /** {@code Conv(x, w) + b} and {@code MatMul(x, w) + b}. */
  private Optional<OnnxNode> biased(OnnxNode node) {
    if (!node.operator().equals("Add") || node.inputs().size() != 2) {
      return Optional.empty();
    }
    return biased(node, node.inputs().getFirst(), node.inputs().getLast())
        .or(() -> biased(node, node.inputs().getLast(), node.inputs().getFirst()));
  }

  private Optional<OnnxNode> biased(OnnxNode node, String sum, String constant) {
    OnnxNode layer = producers.get(sum);
    OnnxTensor bias = constants.value(constant).orElse(null);
    if (layer == null || bias == null || layer.inputs().size() != 2) {
      return Optional.empty();
    }
    OnnxTensor weight = constants.value(layer.inputs().getLast()).orElse(null);
    if (weight == null || weight.dimensions().size() < 2) {
      return Optional.empty();
    }
    List<Integer> flat = List.of(bias.size());
    String name = node.output() + " as a bias";
    boolean fits =
        switch (layer.operator()) {
          case "Conv" ->
              bias.size() == weight.dimensions().getFirst()
                  && List.of(List.of(1, bias.size(), 1, 1), List.of(bias.size(), 1, 1))
                      .contains(bias.dimensions());
          case "MatMul" ->
              weight.dimensions().size() == 2
                  && bias.size() == weight.dimensions().getLast()
                  && List.of(List.of(1, bias.size()), flat).contains(bias.dimensions());
          default -> false;
        };
    if (!fits) {
      return Optional.empty();
    }
    constants.put(name, bias.withDimensions(flat));
    return Optional.of(
        new OnnxNode(
            layer.name(),
            "",
            layer.operator().equals("MatMul") ? "Gemm" : layer.operator(),
            List.of(layer.inputs().getFirst(), layer.inputs().getLast(), name),
            node.outputs(),
            layer.attributes()));
  }

  private Optional<String> gateOf(String value, String operator) {
    return producer(value)
        .filter(node -> node.operator().equals(operator) && node.domain().isEmpty())
        .filter(node ->
            operator.equals("Sigmoid")
                || (near(node.real("alpha", 0.2f), SIXTH) && node.real("beta", 0.5f) == 0.5f))
        .flatMap(node -> node.input(0));
  }

  /** The x of {@code clip(x + 3, 0, 6)}. */
  private Optional<String> clippedPlusThree(String value) {
    return producer(value)
        .filter(node -> node.operator().equals("Clip"))
        .filter(node -> Limits.of(node, constants).equals(new Limits(0, 6)))
        .flatMap(node -> node.input(0))
        .flatMap(this::producer)
        .filter(node -> node.operator().equals("Add") && node.inputs().size() == 2)
        .flatMap(node -> either(node, (x, other) -> scalar(other).filter(c -> c == 3).map(_ -> x)));
  }

  /** The value of which a node computes a sixth. */
  private Optional<String> sixthOf(OnnxNode node) {
    if (node.inputs().size() != 2 || !node.domain().isEmpty()) {
      return Optional.empty();
    }
    return switch (node.operator()) {
      case "Div" -> scalar(node.inputs().getLast()).filter(c -> c == 6).flatMap(_ -> node.input(0));
      case "Mul" ->
          either(node, (x, other) -> scalar(other).filter(c -> near(c, SIXTH)).map(_ -> x));
      default -> Optional.empty();
    };
  }

  private Optional<OnnxNode> producer(String value) {
    return Optional.ofNullable(producers.get(value));
  }

  private Optional<Float> scalar(String value) {
    return constants
        .value(value)
        .filter(tensor -> tensor.size() == 1)
        .flatMap(tensor ->
            tensor.data() instanceof OnnxTensor.Reals(float[] values)
                ? Optional.of(values[0])
                : Optional.empty());
  }

  private static boolean near(float found, float meant) {
    return Math.abs(found - meant) < TOLERANCE;
  }

  /** Tries the two inputs of a node in both orders. */
  private static Optional<String> either(OnnxNode node, Pair pair) {
    String first = node.inputs().getFirst();
    String second = node.inputs().getLast();
    return pair.match(first, second).or(() -> pair.match(second, first));
  }

  /** A match of two inputs, giving the one that stays. */
  @FunctionalInterface
  private interface Pair {
    Optional<String> match(String x, String other);
  }

  private static OnnxNode replaced(
      OnnxNode node, String operator, String x, Map<String, OnnxAttribute> attributes) {
    return new OnnxNode(node.name(), "", operator, List.of(x), node.outputs(), attributes);
  }
}
