package org.mobilenet4j.network.architecture;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.ArchitectureException;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;

/**
 * The layers of a network while its table is read: each new one reads the one before it.
 *
 * <p>Knows the names by which the parts of a layer are called: {@code X}, {@code X.bn}, {@code
 * X.act}.
 */
final class Layers {
  private static final int MOST_CHANNELS = 1 << 24;
  private static final int MOST_NODES = 20_000;

  private final String source;
  private final ArchitectureOptions options;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Claim> claims = new ArrayList<>();
  private String last = Network.INPUT;
  private int channels;

  /**
   * @param source where the table comes from, for messages
   * @param options what the network is made with
   */
  Layers(String source, ArchitectureOptions options) {
    this.source = source;
    this.options = options;
    this.channels = options.inputChannels();
  }

  ArchitectureOptions options() {
    return options;
  }

  /** The node that the next layer reads. */
  String last() {
    return last;
  }

  /** Its channels. */
  int channels() {
    return channels;
  }

  /** The channels times a factor; what is too much is refused when a layer gets them. */
  int channelsTimes(int factor) {
    return (int) Math.min((long) channels * factor, Integer.MAX_VALUE);
  }

  /** Nodes so far. */
  List<Node> nodes() {
    return nodes;
  }

  /** What the table states of their shapes. */
  List<Claim> claims() {
    return claims;
  }

  /** The row's column states the shape of what has been made so far. */
  void claim(TableRow row, String column) {
    claims.add(Claim.ofShape(row, column, last));
  }

  /** The row's column states the kernel and the channels of a layer. */
  void claimFilter(TableRow row, String column, String layer) {
    claims.add(Claim.ofFilter(row, column, layer));
  }

  /** The row's column states height and width of what has been made so far. */
  void claimExtent(TableRow row, String column) {
    claims.add(Claim.ofExtent(row, column, last));
  }

  /** Goes on from another node than the last. */
  void from(String node, int itsChannels) {
    last = node;
    channels = itsChannels;
  }

  /** Any operation that reads the last node and keeps its channels. */
  void add(String name, Op op) {
    join(name, op, List.of(last), channels);
  }

  /** Any operation, by its inputs. */
  void join(String name, Op op, List<String> inputs, int outChannels) {
    if (outChannels > MOST_CHANNELS || nodes.size() >= MOST_NODES) {
      throw new ArchitectureException(
          "%s: layer '%s' would have %d channels and be number %d; expected at most %d channels and %d layers."
              .formatted(source, name, outChannels, nodes.size() + 1, MOST_CHANNELS, MOST_NODES));
    }
    nodes.add(new Node(name, op, inputs));
    from(name, outChannels);
  }

  /** A convolution without anything behind it. */
  void convolution(
      String name,
      int outChannels,
      Extent kernel,
      Extent stride,
      Padding padding,
      int groups,
      Bias bias) {
    Op op = new Op.Convolution(outChannels, kernel, stride, Extent.ONE, groups, padding, bias);
    join(name, op, List.of(last), outChannels);
  }

  /** A convolution padded by the network's rule, and its batch normalisation. */
  void normalized(String name, int outChannels, Extent kernel, int stride, int groups) {
    convolution(
        name,
        outChannels,
        kernel,
        Extent.square(stride),
        kernel.equals(Extent.ONE) ? Padding.none() : options.padding().of(kernel),
        groups,
        Bias.NONE);
    batchNorm(name);
  }

  /** A depthwise convolution padded by the network's rule, and its batch normalisation. */
  void depthwise(String name, Extent kernel, int stride) {
    normalized(name, channels, kernel, stride, channels);
  }

  void batchNorm(String name) {
    add(name + ".bn", new Op.BatchNorm(options.batchNormEpsilon()));
  }

  void activation(String name, ActivationFunction function) {
    add(name + ".act", new Op.Activation(function));
  }

  void dense(String name, int units) {
    join(name, new Op.Dense(units, Bias.ADDED), List.of(last), units);
  }

  /**
   * The classifier behind the pool.
   *
   * @param dropout the rate before it
   * @return false if the network ends before it, with its features
   */
  boolean classifier(float dropout) {
    return switch (options.head()) {
      case FEATURES -> false;
      case CLASSIFIER -> {
        add("dropout", new Op.Dropout(dropout));
        dense("fc", options.classes());
        yield true;
      }
    };
  }

  void globalPool(String name) {
    add(name, new Op.GlobalAveragePool());
  }
}
