package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.blocked.BlockedKernels;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Shape;

/**
 * Compiles a folded model into a program on the blocked layout: finds the stages, lays out their
 * values, generates the kernels.
 */
final class BlockedCompiler {
  private final Network network;
  private final List<Stage> stages;
  private final BlockedValues values;

  private BlockedCompiler(Network network, List<Stage> stages, BlockedValues values) {
    this.network = network;
    this.stages = stages;
    this.values = values;
  }

  /**
   * @param model a model whose batch normalisations are folded
   * @param operations its operations, as {@link Fusion} gives them
   * @param plain what computes where channels lie last
   * @param kernels what computes in blocks
   * @return the program, or nothing where there is nothing to compute, or a value is too large for
   *     one array
   */
  static Optional<Program> compile(
      Model model, List<FusedOperation> operations, Kernels plain, BlockedKernels kernels) {
    Network network = model.network();
    int lanes = kernels.lanes();
    if (network.nodes().stream().anyMatch(node -> isHuge(network.shape(node.name()), lanes))
        || isHuge(network.input(), lanes)) {
      return Optional.empty(); // too large for one array: refused with its size, channels last
    }
    if (operations.isEmpty()) {
      return Optional.empty();
    }
    List<Stage> found = Stages.of(network, operations, lanes);
    BlockedValues values = BlockedValues.of(network, found, lanes);
    List<Stage> stages = found.stream().map(values::settled).toList();
    return Optional.of(new BlockedCompiler(network, stages, values).program(model, plain, kernels));
  }

  /** Whether a value with its frame and filled blocks might not fit one array. */
  private static boolean isHuge(Shape shape, int lanes) {
    long channels = (shape.channels() + (long) lanes - 1) / lanes * lanes;
    return 2 * shape.pixels() > Integer.MAX_VALUE / channels;
  }

  private Program program(Model model, Kernels plain, BlockedKernels kernels) {
    String output = stages.getLast().output();
    BlockedLayers layers = new BlockedLayers(model, plain, kernels, values);
    List<StageSteps> parts = stages.stream().map(layers::of).toList();

    Map<String, WorkspaceLayout.Buffer> buffers = lifetimes(parts, output);
    String result = LayoutCopy.isChannelsLast(values.map(output)) ? output : output + " result";
    if (!result.equals(output)) {
      long floats = network.shape(output).elements();
      buffers.put(result, new WorkspaceLayout.Buffer(floats, stages.size(), stages.size()));
    }
    Workspace workspace = Workspace.of(network, buffers);
    Places places = workspace.places();
    List<List<Step>> steps = new ArrayList<>();
    parts.forEach(part -> steps.add(part.steps(places)));
    if (!result.equals(output)) {
      int from = places.of(output);
      int to = places.of(result);
      steps.add(List.of(LayoutCopy.toChannelsLast(List.of(output), values.map(output), from, to)));
    }
    int scratch = parts.stream().mapToInt(StageSteps::scratchFloats).max().orElse(0);
    return new Program(
        steps.stream().flatMap(List::stream).toList(),
        new Program.Memory(
            workspace.floats(),
            input(places),
            places.of(result),
            scratch,
            workspace.describe(buffers, steps)),
        outsideOfBlocks());
  }

  private List<String> outsideOfBlocks() {
    List<String> outside = new ArrayList<>();
    for (Stage stage : stages) {
      if (stage instanceof Stage.ChannelsLast(FusedOperation operation, String reason)) {
        outside.add("node '%s': %s".formatted(operation.node().name(), reason));
      }
    }
    return outside;
  }

  private InputPlace input(Places places) {
    BlockedMap map = values.map(Network.INPUT);
    return new InputPlace(
        places.of(Network.INPUT),
        map.height(),
        map.width() * map.lanes(),
        map.frame().top(),
        map.frame().left() * map.lanes(),
        map.frame().bottom(),
        map.frame().right() * map.lanes());
  }

  /** From which stage to which each value lives; what a stage keeps for itself lives through it. */
  private Map<String, WorkspaceLayout.Buffer> lifetimes(List<StageSteps> parts, String output) {
    Map<String, Integer> lastRead = new HashMap<>();
    for (int i = 0; i < stages.size(); i++) {
      for (String input : stages.get(i).inputs()) {
        lastRead.put(input, i);
      }
    }
    lastRead.put(output, stages.size());
    Map<String, WorkspaceLayout.Buffer> buffers = new LinkedHashMap<>();
    buffers.put(
        Network.INPUT,
        new WorkspaceLayout.Buffer(
            values.map(Network.INPUT).floats(), 0, lastRead.getOrDefault(Network.INPUT, 0)));
    for (int i = 0; i < stages.size(); i++) {
      String made = stages.get(i).output();
      buffers.put(
          made,
          new WorkspaceLayout.Buffer(
              parts.get(i).outputFloats(), i, lastRead.getOrDefault(made, i)));
      for (Map.Entry<String, Long> own : parts.get(i).own().entrySet()) {
        buffers.put(own.getKey(), new WorkspaceLayout.Buffer(own.getValue(), i, i));
      }
    }
    return buffers;
  }
}
