package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.DepthwiseShape;
import org.mobilenet4j.kernels.FeatureMap;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.blocked.BlockedDense;
import org.mobilenet4j.kernels.blocked.BlockedDepthwise;
import org.mobilenet4j.kernels.blocked.BlockedKernels;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.blocked.BlockedMeans;
import org.mobilenet4j.kernels.blocked.BlockedProduct;
import org.mobilenet4j.kernels.blocked.BlockedScale;
import org.mobilenet4j.kernels.blocked.Prefetching;
import org.mobilenet4j.kernels.blocked.ProductShape;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Shape;

/** Binds the layers of a network to kernels on the blocked layout. */
final class BlockedLayers {
  /**
   * Pixels of a map, 16×16, up to which the weights of a product are fetched ahead: where more
   * share them, waiting for them costs less than the fetching.
   */
  private static final int FEW_PIXELS = 256;

  private final Model model;
  private final LayerWeights weights;
  private final Network network;
  private final LayerTypes types;
  private final Kernels plain;
  private final BlockedKernels kernels;
  private final BlockedValues values;

  BlockedLayers(Model model, Kernels plain, BlockedKernels kernels, BlockedValues values) {
    this.model = model;
    this.weights = new LayerWeights(model);
    this.network = model.network();
    this.types = new LayerTypes(network);
    this.plain = plain;
    this.kernels = kernels;
    this.values = values;
  }

  /**
   * @param stage a stage
   * @return it with its kernels and weights
   */
  StageSteps of(Stage stage) {
    return switch (stage) {
      case Stage.InvertedResidual block -> new InvertedResidualSteps(this, block);
      case Stage.ChannelsLast alone -> new ChannelsLastSteps(this, model, alone);
      case Stage.Single(var operation) ->
          switch (operation.node().op()) {
            case Op.Convolution _ when isDense(operation) -> new DenseSteps(this, operation);
            case Op.Convolution convolution when convolution.groups() == 1 ->
                new ProductSteps(this, operation);
            case Op.Convolution _ -> new DepthwiseSteps(this, operation);
            case Op.Dense _ -> new DenseSteps(this, operation);
            case Op.Activation _,
                Op.Pool _,
                Op.GlobalAveragePool _,
                Op.Add _,
                Op.Concat _,
                Op.Scale _,
                Op.Resize _ ->
                new BareSteps(this, operation);
            case Op.BatchNorm _, Op.LocalResponseNormalization _, Op.Dropout _ ->
                throw new IllegalStateException(operation + " is not computed in blocks.");
          };
    };
  }

  /** A pointwise convolution of a single pixel. */
  private boolean isDense(FusedOperation operation) {
    return Stages.isPointwise(network, operation)
        && operation.residual().isEmpty()
        && isVector(input(operation))
        && isVector(output(operation));
  }

  /** Whether the channels of a single pixel follow one another, without a frame between them. */
  private boolean isVector(BlockedMap map) {
    return map.lanes() == lanes() && map.plane() == map.lanes();
  }

  /** The kernels for maps whose channels lie last; a block without a frame is one. */
  Kernels plain() {
    return plain;
  }

  /** How a value lies. */
  BlockedMap map(String value) {
    return values.map(value);
  }

  /** How an operation's first input lies. */
  BlockedMap input(FusedOperation operation) {
    return values.map(operation.node().inputs().getFirst());
  }

  /** How an operation's result lies. */
  BlockedMap output(FusedOperation operation) {
    return values.map(operation.output());
  }

  /** The shape of a value. */
  Shape shape(String value) {
    return network.shape(value);
  }

  /** Channels of a block. */
  int lanes() {
    return values.lanes();
  }

  /** How a convolution slides over its input. */
  Window window(FusedOperation operation) {
    Node node = operation.node();
    return Windows.of(convolution(node), network.inputShape(node));
  }

  private static Op.Convolution convolution(Node node) {
    if (node.op() instanceof Op.Convolution convolution) {
      return convolution;
    }
    throw new IllegalArgumentException(node + " is no convolution.");
  }

  /**
   * Binds a convolution that mixes channels.
   *
   * @param operation the convolution
   * @param in how its input lies
   * @param lengths pixels of all calls that will be made, the most important first
   * @param prefetching whether it may fetch weights
   */
  BlockedProduct product(
      FusedOperation operation, BlockedMap in, int[] lengths, Prefetching prefetching) {
    Node node = operation.node();
    Op.Convolution convolution = convolution(node);
    boolean channels = convolution.isPointwise() && in.lanes() == lanes();
    int inner = (int) convolution.kernel().area() * in.channels();
    return kernels.product(
        new ProductShape(
            inner,
            convolution.outChannels(),
            lanes(),
            convolution.stride().width() * in.lanes(),
            Tail.of(Activations.of(operation.activation())),
            operation.residual().isPresent() ? Residual.ADDED : Residual.NONE,
            prefetching),
        channels ? new int[0] : taps(convolution, in),
        lengths,
        weights.weight(node),
        weights.bias(node, convolution.bias(), convolution.outChannels()));
  }

  /** Whether a product whose calls compute many tiles fetches weights meanwhile. */
  Prefetching prefetching(FusedOperation operation) {
    return shape(operation.output()).pixels() <= FEW_PIXELS ? Prefetching.NEXT : Prefetching.NONE;
  }

  /** Pixels of the tiles with which a convolution to some channels covers pixels in a row. */
  int tilePixels(int outChannels, int pixels) {
    return kernels.tilePixels(outChannels, pixels);
  }

  /**
   * Where the inputs of a sum lie: kernel row, kernel column, channel; or block of channels, where
   * channels fill their blocks.
   */
  private int[] taps(Op.Convolution convolution, BlockedMap in) {
    boolean whole = in.lanes() == lanes() && in.channels() % lanes() == 0;
    int step = whole ? in.lanes() : 1;
    int[] taps = new int[(int) convolution.kernel().area() * in.channels() / step];
    int at = 0;
    for (int ky = 0; ky < convolution.kernel().height(); ky++) {
      for (int kx = 0; kx < convolution.kernel().width(); kx++) {
        int pixel =
            ky * convolution.dilation().height() * in.pitch()
                + kx * convolution.dilation().width() * in.lanes();
        for (int c = 0; c < in.channels(); c += step) {
          taps[at++] = pixel + c / in.lanes() * in.plane() + c % in.lanes();
        }
      }
    }
    return taps;
  }

  /** Binds a depthwise convolution. */
  BlockedDepthwise depthwise(FusedOperation operation) {
    Node node = operation.node();
    Op.Convolution convolution = convolution(node);
    Shape in = network.inputShape(node);
    Shape out = network.shape(node.name());
    return kernels.depthwise(
        new DepthwiseShape(
            new FeatureMap(in.height(), in.width(), in.channels()),
            new FeatureMap(out.height(), out.width(), out.channels()),
            window(operation)),
        Tail.of(Activations.of(operation.activation())),
        weights.weight(node),
        weights.bias(node, convolution.bias(), convolution.outChannels()));
  }

  /** Binds the means of a map's channels. */
  BlockedMeans means(BlockedMap map) {
    return kernels.means(map.height() * map.width());
  }

  /** Binds the multiplication of a map's channels by gates. */
  BlockedScale scale(BlockedMap map) {
    return kernels.scale(map.height() * map.width());
  }

  /** Binds a dense layer, or a pointwise convolution of a single pixel. */
  BlockedDense dense(FusedOperation operation) {
    Node node = operation.node();
    Tail tail = Tail.of(Activations.of(operation.activation()));
    int inner = Math.toIntExact(network.inputShape(node).elements());
    return switch (node.op()) {
      case Op.Dense(int units, var bias) ->
          kernels.dense(inner, units, tail, weights.weight(node), weights.bias(node, bias, units));
      case Op.Convolution convolution ->
          kernels.dense(
              inner,
              convolution.outChannels(),
              tail,
              weights.weight(node),
              weights.bias(node, convolution.bias(), convolution.outChannels()));
      default -> throw new IllegalArgumentException(node + " is no dense layer.");
    };
  }

  /** The activation that the kernel of an operation leaves to a pass of its own. */
  static Activation rest(FusedOperation operation) {
    Activation activation = Activations.of(operation.activation());
    return Tail.of(activation).rest(activation);
  }

  /** Multiply-adds of an operation as the papers count them. */
  long multiplyAdds(FusedOperation operation) {
    Node node = operation.node();
    Shape in = network.inputShape(node);
    return switch (node.op()) {
      case Op.Convolution convolution ->
          network.shape(node.name()).elements()
              * convolution.kernel().area()
              * (in.channels() / convolution.groups());
      case Op.Dense(int units, _) -> in.elements() * units;
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
          0;
    };
  }

  /**
   * A step that computes some operations. Neighbours of the same kind are one of its parts.
   *
   * @param operations which, in the order of the network
   * @param name its kernels and their tails
   * @param units units of work
   * @param work what to do
   */
  Step step(List<FusedOperation> operations, String name, int units, Step.Work work) {
    List<String> nodes = new ArrayList<>();
    List<StepPart> parts = new ArrayList<>();
    for (FusedOperation operation : operations) {
      nodes.add(operation.node().name());
      operation.absorbed().forEach(absorbed -> nodes.add(absorbed.name()));
      LayerType type = types.of(operation.node());
      long before =
          !parts.isEmpty() && parts.getLast().type() == type
              ? parts.removeLast().multiplyAdds()
              : 0;
      parts.add(new StepPart(type, before + multiplyAdds(operation)));
    }
    return new Step(name, nodes, parts, units, 1, work);
  }

  /**
   * Where each input row of a depthwise convolution begins, from the first that a tap reaches, and
   * behind them a row of zeros, which stands for what lies left and right of all (or, where nothing
   * is padded there, a place that is not read).
   *
   * @param window how it slides
   * @param inHeight rows of its input
   * @param outHeight rows of its output
   * @param place where a row of the input begins; rows of padding are asked for, too
   */
  static int[] rowPlaces(Window window, int inHeight, int outHeight, IntUnaryOperator place) {
    int rows = window.inputRows(outHeight);
    int[] places = new int[rows + 1];
    for (int i = 0; i < rows; i++) {
      places[i] = place.applyAsInt(i - window.padTop());
    }
    places[rows] = place.applyAsInt(window.padTop() > 0 ? -1 : inHeight);
    return places;
  }
}
