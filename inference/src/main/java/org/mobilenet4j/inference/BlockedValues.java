package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.blocked.BlockedMap.Frame;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Shape;

/**
 * How each value between two stages lies in memory: blocked, with the frame of zeros that the
 * convolutions that read it ask for. The network's input lies channels last.
 */
final class BlockedValues {
  private final Network network;
  private final int lanes;
  private final Map<String, Frame> frames = new LinkedHashMap<>();
  private final Map<String, BlockedMap> maps = new LinkedHashMap<>();

  private BlockedValues(Network network, int lanes) {
    this.network = network;
    this.lanes = lanes;
  }

  /**
   * @param network the network
   * @param stages its stages
   * @param lanes channels of a block
   * @return its values
   */
  static BlockedValues of(Network network, List<Stage> stages, int lanes) {
    BlockedValues values = new BlockedValues(network, lanes);
    for (Stage stage : stages) {
      if (stage instanceof Stage.ChannelsLast) {
        continue; // it reads copies
      }
      for (FusedOperation operation : stage.operations()) {
        boolean inside = operation.equals(frameless(stage));
        for (String input : operation.node().inputs()) {
          Frame frame = inside ? Frame.NONE : values.frameFor(operation);
          values.frames.merge(input, frame, Frame::or);
        }
      }
    }
    return values;
  }

  /**
   * @param stage a stage
   * @return it, or its operation channels last where it can be computed in blocks only without
   *     frames, but a convolution wants one around what it reads or makes
   */
  Stage settled(Stage stage) {
    if (!(stage instanceof Stage.Single(FusedOperation operation)) || !needsBareMap(operation)) {
      return stage;
    }
    List<String> touched = new ArrayList<>(operation.node().inputs());
    touched.add(operation.output());
    return touched.stream()
        .filter(value -> !frames.getOrDefault(value, Frame.NONE).equals(Frame.NONE))
        .findFirst()
        .<Stage>map(value ->
            new Stage.ChannelsLast(
                operation,
                "an operation on values without frames, while convolutions read '%s' with zeros around it"
                    .formatted(value)))
        .orElse(stage);
  }

  /** The depthwise convolution that reads its input from a ring, if it does. */
  private static @Nullable FusedOperation frameless(Stage stage) {
    return stage instanceof Stage.InvertedResidual block && block.expansion().isPresent()
        ? block.depthwise()
        : null;
  }

  /** Whether an operation runs over the picture as one row of numbers. */
  private static boolean needsBareMap(FusedOperation operation) {
    return !(operation.node().op() instanceof Op.Convolution);
  }

  private Frame frameFor(FusedOperation operation) {
    Node node = operation.node();
    if (!(node.op() instanceof Op.Convolution convolution)) {
      return Frame.NONE;
    }
    Shape in = network.inputShape(node);
    Window window = Windows.of(convolution, in);
    return frame(convolution.isDepthwise(in), window, in, network.shape(node.name()));
  }

  /**
   * The frame of zeros that a convolution needs around its input.
   *
   * @param depthwise whether it is depthwise: its kernels need no zeros at the sides, but some
   *     above or below that stand for them
   * @param window how it slides
   * @param in the shape of its input
   * @param out the shape of its output
   */
  static Frame frame(boolean depthwise, Window window, Shape in, Shape out) {
    int top = window.padTop();
    int bottom = Math.max(0, window.inputRows(out.height()) - top - in.height());
    int left = window.padLeft();
    int right = window.padRight(in.width(), out.width());
    if (!depthwise) {
      return new Frame(top, left, bottom, right);
    }
    boolean noZeros = top + bottom == 0 && left + right > 0;
    return new Frame(top, 0, noZeros ? 1 : bottom, 0);
  }

  /**
   * @param value a value between two stages
   * @return how it lies
   */
  BlockedMap map(String value) {
    return maps.computeIfAbsent(
        value,
        name -> {
          Shape shape = network.shape(name);
          // The network's input has one block that is as wide as its channels: channels last.
          return new BlockedMap(
              shape.channels(),
              shape.height(),
              shape.width(),
              name.equals(Network.INPUT) ? shape.channels() : lanes,
              Objects.requireNonNull(frames.getOrDefault(name, Frame.NONE)));
        });
  }

  /**
   * @return channels of a block
   */
  int lanes() {
    return lanes;
  }
}
