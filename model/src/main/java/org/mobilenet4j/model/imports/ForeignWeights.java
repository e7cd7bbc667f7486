package org.mobilenet4j.model.imports;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.model.tensors.TensorEntry;
import org.mobilenet4j.model.tensors.TensorFile;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.network.ParameterRole;

/** Takes a network's weights out of a file that has its own names and layouts. */
final class ForeignWeights {
  private final TensorFile file;
  private final NameTable table;

  ForeignWeights(TensorFile file, NameTable table) {
    this.file = file;
    this.table = table;
  }

  /**
   * @param network the network to be filled
   * @param ignored tensors that may be in the file though the network has no use for them
   * @param background what becomes of a background class that only the file has
   * @return the network's weights
   * @throws ModelFormatException if a tensor is missing, has another shape or holds something else
   *     than finite numbers, or the file has a tensor that nobody needs
   */
  Weights read(Network network, Set<String> ignored, BackgroundClass background) {
    Map<Weights.Key, String> names = table.tensors(network);
    requireNothingElse(network, names, ignored);
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      boolean output = background == BackgroundClass.DROP && isLastLearner(network, node);
      for (Parameter parameter : network.parameters(node)) {
        Weights.Key key = new Weights.Key(node.name(), parameter.role());
        ForeignLayout layout = ForeignLayout.of(node.op(), network.inputShape(node), parameter);
        String name = Objects.requireNonNull(names.get(key));
        Tensor foreign = output ? withoutFirst(name, node, layout) : load(name, node, layout);
        requireSound(name, parameter.role(), foreign);
        tensors.put(key, layout.toOurs(foreign));
      }
    }
    return Weights.of(tensors);
  }

  private static boolean isLastLearner(Network network, Node node) {
    return network.nodes().reversed().stream()
        .filter(candidate -> !network.parameters(candidate).isEmpty())
        .findFirst()
        .equals(Optional.of(node));
  }

  private void requireNothingElse(
      Network network, Map<Weights.Key, String> names, Set<String> ignored) {
    Set<String> known = new HashSet<>(names.values());
    known.addAll(table.counters(network));
    known.addAll(ignored);
    for (String name : file.entries().keySet()) {
      if (!known.contains(name)) {
        throw new ModelFormatException(
            "%s: the tensor '%s' belongs to no part of the network under the names '%s'; was the file made for another architecture?"
                .formatted(file.path(), name, table.source()));
      }
    }
  }

  private Tensor load(String name, Node node, ForeignLayout layout) {
    TensorEntry entry = entry(name, node, layout);
    List<Long> shape = entry.dimensions();
    boolean fits =
        layout.accepted().stream()
            .anyMatch(dims -> dims.stream().map(Integer::longValue).toList().equals(shape));
    if (!fits) {
      throw new ModelFormatException(
          "%s: tensor '%s' has shape %s, but node '%s' needs %s; was the file made with another %s?"
              .formatted(
                  file.path(), name, shape, node.name(), layout.usual(), suspect(node, layout)));
    }
    return file.load(name);
  }

  /** What of the network most likely differs when a shape does not fit. */
  private static String suspect(Node node, ForeignLayout layout) {
    return node.name().equals("fc") && layout.parameter().role() == ParameterRole.BIAS
        ? "number of classes"
        : "width multiplier, width rule or number of classes";
  }

  /** Loads a tensor of the classifier without the row of TensorFlow's background class. */
  private Tensor withoutFirst(String name, Node node, ForeignLayout layout) {
    TensorEntry entry = entry(name, node, layout);
    int classes = layout.usual().getFirst();
    if (entry.dimensions().isEmpty() || entry.dimensions().getFirst() != classes + 1L) {
      throw new ModelFormatException(
          "%s: tensor '%s' has shape %s; to drop a background class, node '%s' needs one of %d rows."
              .formatted(file.path(), name, entry.dimensions(), node.name(), classes + 1));
    }
    List<Long> row = entry.dimensions().subList(1, entry.dimensions().size());
    for (List<Integer> dims : layout.accepted()) {
      if (dims.subList(1, dims.size()).stream().map(Integer::longValue).toList().equals(row)) {
        float[] all = file.load(name).values();
        int rowElements = all.length / (classes + 1);
        return new Tensor(dims, java.util.Arrays.copyOfRange(all, rowElements, all.length));
      }
    }
    throw new ModelFormatException(
        "%s: tensor '%s' has shape %s, but node '%s' needs %s and a row for the background class; was the file made with another width multiplier?"
            .formatted(file.path(), name, entry.dimensions(), node.name(), layout.usual()));
  }

  private TensorEntry entry(String name, Node node, ForeignLayout layout) {
    TensorEntry entry = file.entries().get(name);
    if (entry == null) {
      throw new ModelFormatException(
          "%s: the tensor '%s' of shape %s is missing, which node '%s' needs; was the file made for another architecture%s?"
              .formatted(
                  file.path(),
                  name,
                  layout.usual(),
                  node.name(),
                  node.name().equals("fc") || node.name().equals("conv_head")
                      ? " or without its classifier"
                      : ""));
    }
    return entry;
  }

  private void requireSound(String name, ParameterRole role, Tensor tensor) {
    float[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      boolean sound =
          Float.isFinite(values[i]) && !(role == ParameterRole.VARIANCE && values[i] < 0);
      if (!sound) {
        throw new ModelFormatException(
            "%s: element %d of tensor '%s' is %s; expected %s. The file is damaged or its training failed."
                .formatted(
                    file.path(),
                    i,
                    name,
                    values[i],
                    role == ParameterRole.VARIANCE
                        ? "a variance, finite and not negative"
                        : "a finite number"));
      }
    }
  }
}
