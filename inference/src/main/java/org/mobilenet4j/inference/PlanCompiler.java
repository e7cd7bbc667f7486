package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.ScalarKernels;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.kernels.blocked.BlockedKernels;
import org.mobilenet4j.model.InsufficientMemoryException;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.network.Network;

/** Compiles a folded model: fuses tails, lays out the workspace, binds kernels. */
final class PlanCompiler {
  private PlanCompiler() {}

  /**
   * @param model a model whose batch normalisations are folded
   * @param kernels what computes
   * @param layout how activations lie between the steps, where kernels and network allow it
   * @throws InsufficientMemoryException if weights and activations do not fit the JVM's memory
   */
  static Plan compile(Model model, Kernels kernels, PlanLayout layout) {
    List<FusedOperation> operations = Fusion.of(model.network());
    requireRoomForWeights(model);
    if (layout != PlanLayout.CHANNELS_LAST && kernels instanceof VectorKernels vector) {
      BlockedKernels own = vector.blocked().apart(weightFloats(model));
      Optional<Program> blocked = BlockedCompiler.compile(model, operations, vector, own);
      if (blocked.isPresent()) {
        Program fast = blocked.orElseThrow();
        Optional<WarmUp> warmUp =
            layout == PlanLayout.BLOCKED
                ? Optional.empty()
                : Optional.of(
                    new WarmUp(
                        WarmUp.Training.of(own),
                        fast,
                        () -> channelsLast(model, operations, vector),
                        () -> channelsLast(model, operations, new ScalarKernels())));
        return new Plan(model.network(), kernels, fast, warmUp);
      }
    }
    return new Plan(
        model.network(), kernels, channelsLast(model, operations, kernels), Optional.empty());
  }

  private static void requireRoomForWeights(Model model) {
    InsufficientMemoryException.requireRoom(
        weightFloats(model) * Float.BYTES, "The network's weights");
  }

  private static long weightFloats(Model model) {
    return model.weights().tensors().values().stream()
        .map(Tensor::values)
        .mapToLong(values -> values.length)
        .sum();
  }

  private static Program channelsLast(
      Model model, List<FusedOperation> operations, Kernels kernels) {
    Network network = model.network();
    String output = operations.isEmpty() ? Network.INPUT : operations.getLast().output();
    Map<String, WorkspaceLayout.Buffer> buffers = lifetimes(network, operations, output);
    Workspace workspace = Workspace.of(network, buffers);
    Places places = workspace.places();
    StepFactory factory = new StepFactory(model, kernels, places);
    List<List<Step>> steps = operations.stream().map(factory::steps).toList();
    return new Program(
        steps.stream().flatMap(List::stream).toList(),
        new Program.Memory(
            workspace.floats(),
            InputPlace.bare(
                places.of(Network.INPUT),
                network.input().height(),
                network.input().width() * network.input().channels()),
            places.of(output),
            factory.scratchFloats(),
            workspace.describe(buffers, steps)),
        List.of("the whole network"));
  }

  /** From which operation to which each value lives; the output lives to the end. */
  private static Map<String, WorkspaceLayout.Buffer> lifetimes(
      Network network, List<FusedOperation> operations, String output) {
    Map<String, Integer> born = new LinkedHashMap<>();
    Map<String, Integer> lastRead = new LinkedHashMap<>();
    born.put(Network.INPUT, 0);
    for (int i = 0; i < operations.size(); i++) {
      FusedOperation operation = operations.get(i);
      born.put(operation.output(), i);
      List<String> read = new ArrayList<>(operation.node().inputs());
      operation.residual().ifPresent(read::add);
      for (String input : read) {
        lastRead.put(input, i);
      }
    }
    lastRead.put(output, operations.size());
    Map<String, WorkspaceLayout.Buffer> buffers = new LinkedHashMap<>();
    born.forEach((value, step) ->
        buffers.put(
            value,
            new WorkspaceLayout.Buffer(
                network.shape(value).elements(), step, lastRead.getOrDefault(value, step))));
    return buffers;
  }
}
