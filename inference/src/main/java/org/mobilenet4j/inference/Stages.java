package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Shape;

/** Finds the stages of a network: where operations can be computed together. */
final class Stages {
  private final Network network;
  private final List<FusedOperation> operations;
  private final int lanes;
  private final Map<String, List<FusedOperation>> readers = new HashMap<>();
  private final Map<String, FusedOperation> makers = new HashMap<>();

  private Stages(Network network, List<FusedOperation> operations, int lanes) {
    this.network = network;
    this.operations = operations;
    this.lanes = lanes;
    for (FusedOperation operation : operations) {
      makers.put(operation.output(), operation);
      operation.node().inputs().forEach(value -> addReader(value, operation));
      operation.residual().ifPresent(value -> addReader(value, operation));
    }
  }

  private void addReader(String value, FusedOperation operation) {
    readers.computeIfAbsent(value, name -> new ArrayList<>()).add(operation);
  }

  /**
   * @param network the network
   * @param operations its operations, as {@link Fusion} gives them
   * @param lanes channels of a block
   * @return the stages in the order in which they run
   */
  static List<Stage> of(Network network, List<FusedOperation> operations, int lanes) {
    return new Stages(network, operations, lanes).find();
  }

  private List<Stage> find() {
    Map<FusedOperation, Stage> fused = new HashMap<>();
    for (FusedOperation operation : operations) {
      if (isDepthwise(operation) && isInBlocks(operation)) {
        around(operation, fused.keySet())
            .ifPresent(stage -> stage.operations().forEach(part -> fused.put(part, stage)));
      }
    }
    List<Stage> stages = new ArrayList<>();
    for (FusedOperation operation : operations) {
      Stage stage = fused.get(operation);
      if (stage == null) {
        stages.add(alone(operation));
      } else if (stage.operations().getLast().equals(operation)) {
        stages.add(stage); // where its result is ready
      }
    }
    return stages;
  }

  private Stage alone(FusedOperation operation) {
    return BlockedSupport.obstacle(network, operation, lanes)
        .<Stage>map(reason -> new Stage.ChannelsLast(operation, reason))
        .orElseGet(() -> new Stage.Single(operation));
  }

  private boolean isInBlocks(FusedOperation operation) {
    return BlockedSupport.obstacle(network, operation, lanes).isEmpty();
  }

  /**
   * @param taken operations of the stages before: a projection of one block is not also the
   *     expansion of the next
   */
  private Optional<Stage> around(FusedOperation depthwise, Set<FusedOperation> taken) {
    if (!hasFusedTail(depthwise) || depthwise.residual().isPresent()) {
      return Optional.empty();
    }
    Optional<FusedOperation> expansion =
        Optional.ofNullable(makers.get(depthwise.node().inputs().getFirst()))
            .filter(maker -> !taken.contains(maker))
            .filter(maker -> onlyReader(maker.output()).isPresent())
            .filter(maker -> maker.residual().isEmpty() && hasFusedTail(maker))
            .filter(maker -> isPointwise(maker) || isStem(maker))
            .filter(this::isInBlocks);
    Optional<Stage.SqueezeExcite> gate = squeezeExcite(depthwise.output());
    String gated = gate.map(found -> found.scale().output()).orElse(depthwise.output());
    return onlyReader(gated)
        .filter(projection -> isPointwise(projection) && hasFusedTail(projection))
        .filter(this::isInBlocks)
        .filter(projection -> projection.node().inputs().getFirst().equals(gated))
        .filter(projection -> gate.isPresent() || onlyReader(depthwise.output()).isPresent())
        .map(projection -> new Stage.InvertedResidual(expansion, depthwise, gate, projection));
  }

  private Optional<Stage.SqueezeExcite> squeezeExcite(String value) {
    List<FusedOperation> both = readers.getOrDefault(value, List.of());
    if (both.size() != 2
        || !(both.getFirst().node().op() instanceof Op.GlobalAveragePool)
        || !(both.getLast().node().op() instanceof Op.Scale)) {
      return Optional.empty();
    }
    FusedOperation pool = both.getFirst();
    FusedOperation scale = both.getLast();
    return onlyReader(pool.output())
        .filter(this::isLayerOfOnePixel)
        .flatMap(squeeze ->
            onlyReader(squeeze.output())
                .filter(this::isLayerOfOnePixel)
                .filter(excite ->
                    onlyReader(excite.output()).filter(scale::equals).isPresent()
                        && scale.node().inputs().equals(List.of(value, excite.output())))
                .map(excite -> new Stage.SqueezeExcite(pool, squeeze, excite, scale)));
  }

  private boolean isDepthwise(FusedOperation operation) {
    return operation.node().op() instanceof Op.Convolution convolution
        && convolution.isDepthwise(network.inputShape(operation.node()));
  }

  private boolean isPointwise(FusedOperation operation) {
    return isPointwise(network, operation)
        && !operation.node().inputs().getFirst().equals(Network.INPUT);
  }

  /**
   * Whether each pixel of the result depends on the pixel at its own place alone. Equal sizes say
   * that a 1×1 convolution pads nothing only where its stride is one.
   */
  static boolean isPointwise(Network network, FusedOperation operation) {
    Node node = operation.node();
    return node.op() instanceof Op.Convolution convolution
        && convolution.isPointwise()
        && convolution.stride().equals(Extent.ONE)
        && network.inputShape(node).extent().equals(network.shape(node.name()).extent());
  }

  /** A convolution of the network's input, which lies channels last and not in blocks. */
  private static boolean isStem(FusedOperation operation) {
    return operation.node().op() instanceof Op.Convolution convolution
        && convolution.groups() == 1
        && operation.node().inputs().getFirst().equals(Network.INPUT);
  }

  private boolean isLayerOfOnePixel(FusedOperation operation) {
    Shape in = network.inputShape(operation.node());
    return in.pixels() == 1
        && operation.residual().isEmpty()
        && switch (operation.node().op()) {
          case Op.Dense _ -> true;
          case Op.Convolution _ -> isPointwise(network, operation);
          case Op.BatchNorm _,
              Op.Activation _,
              Op.Pool _,
              Op.GlobalAveragePool _,
              Op.Add _,
              Op.Concat _,
              Op.Scale _,
              Op.LocalResponseNormalization _,
              Op.Resize _,
              Op.Dropout _ ->
              false;
        };
  }

  /** Whether the kernels fuse its activation; any other is a pass of its own. */
  private static boolean hasFusedTail(FusedOperation operation) {
    Activation activation = Activations.of(operation.activation());
    return activation instanceof Activation.None || Tail.of(activation) != Tail.NONE;
  }

  private Optional<FusedOperation> onlyReader(String value) {
    List<FusedOperation> all = readers.getOrDefault(value, List.of());
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }
}
