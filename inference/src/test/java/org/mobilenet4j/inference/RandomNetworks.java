package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.NetworkException;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.PoolKind;
import org.mobilenet4j.network.Rounding;
import org.mobilenet4j.network.Shape;

/**
 * Networks drawn by a seed: chains of the operations of the zoo with sizes that nobody would
 * choose, so that odd channels, frames, strides and shortcuts meet in every combination.
 */
final class RandomNetworks {
  private static final int[] CHANNELS = {1, 3, 5, 7, 8, 9, 16, 17, 24, 25, 32, 40};

  private final Random random;
  private final Network.Builder builder;
  private final int pieces;
  private String value = Network.INPUT;
  private Shape shape;
  private int count;

  private RandomNetworks(long seed) {
    this.random = new Random(seed * 7919);
    this.shape = new Shape(side(40), side(40), 1 + random.nextInt(5));
    this.builder = new Network.Builder(shape);
    this.pieces = 2 + random.nextInt(5);
  }

  /**
   * @param seed chooses the network
   * @return the network
   */
  static Network of(long seed) {
    return new RandomNetworks(seed).build();
  }

  private Network build() {
    convolution();
    for (int i = 0; i < pieces; i++) {
      switch (random.nextInt(11)) {
        case 0 -> convolution();
        case 1 -> depthwise();
        case 2 -> pool();
        case 3 -> concat();
        case 4 -> squeezeExcite();
        case 5 ->
            add("resize", new Op.Resize(new Extent(random.nextInt(1, 9), random.nextInt(1, 9))));
        case 6 -> shortcut();
        case 7 -> branches();
        case 8 -> needsChannelsLast();
        default -> invertedResidual();
      }
    }
    switch (random.nextInt(4)) {
      case 0 -> convolution(); // no classifier, and perhaps more than one pixel
      case 1 -> add("pool", new Op.GlobalAveragePool());
      default -> {
        add("pool", new Op.GlobalAveragePool());
        add("fc", new Op.Dense(channels(), bias()));
        activation();
      }
    }
    return builder.build();
  }

  /** Adds a node that reads the last value, and makes its result the last value. */
  private void add(String name, Op op) {
    addTo(name, op, List.of(value));
  }

  private void addTo(String name, Op op, List<String> inputs) {
    String unique = name + count++;
    shape = builder.add(new Node(unique, op, inputs));
    value = unique;
  }

  private void convolution() {
    convolution(channels(), 1, side());
    tail();
  }

  private void depthwise() {
    if (shape.channels() > 1) {
      convolution(shape.channels(), shape.channels(), side());
      tail();
    }
  }

  /** One of the operations that the blocked layout leaves to plain kernels. */
  private void needsChannelsLast() {
    switch (random.nextInt(3)) {
      case 0 -> add("lrn", new Op.LocalResponseNormalization(5, 1e-2f, 0.75f, 1));
      case 1 -> {
        add("activation", new Op.Activation(new ActivationFunction.Sigmoid()));
        add("norm", new Op.BatchNorm(1e-3f));
      }
      default -> {
        int groups = shape.channels() % 2 == 0 ? 2 : 1;
        convolution(3 * groups, groups, side());
        tail();
      }
    }
  }

  private void pointwise(int channels) {
    add("pointwise", convolution(channels, 1, Extent.ONE, Extent.ONE, Padding.none()));
  }

  private void convolution(int channels, int groups, Extent kernel) {
    Extent stride = stride();
    Padding padding = padding(kernel);
    Op op = convolution(channels, groups, kernel, stride, padding);
    try {
      add(groups == 1 ? "convolution" : "depthwise", op);
    } catch (NetworkException tooSmall) { // the window did not fit: with padding it does
      add("convolution", convolution(channels, groups, kernel, stride, new Padding.Same()));
    }
  }

  private Op.Convolution convolution(
      int channels, int groups, Extent kernel, Extent stride, Padding padding) {
    Extent dilation = random.nextInt(5) == 0 ? new Extent(1 + random.nextInt(2), 2) : Extent.ONE;
    return new Op.Convolution(channels, kernel, stride, dilation, groups, padding, bias());
  }

  private void invertedResidual() {
    String shortcut = value;
    Shape before = shape;
    if (random.nextInt(4) > 0) {
      pointwise(channels());
      tail();
    }
    depthwise();
    if (random.nextInt(3) == 0) {
      squeezeExcite();
    }
    boolean fits = shape.extent().equals(before.extent());
    pointwise(fits ? before.channels() : channels());
    tail();
    if (fits && random.nextInt(3) > 0) {
      addTo("add", new Op.Add(), either(shortcut, value));
      tail();
    }
  }

  private void shortcut() {
    String first = value;
    pointwise(shape.channels());
    tail();
    addTo("add", new Op.Add(), either(first, value));
    activation();
  }

  private List<String> either(String first, String second) {
    return random.nextBoolean() ? List.of(first, second) : List.of(second, first);
  }

  /** One value that two convolutions read, each with a frame of its own. */
  private void branches() {
    String fork = value;
    Shape before = shape;
    int channels = channels();
    pointwise(channels);
    String first = value;
    value = fork;
    shape = before;
    Extent kernel = side();
    add(
        "branch",
        new Op.Convolution(
            channels, kernel, Extent.ONE, Extent.ONE, 1, Padding.half(kernel), bias()));
    addTo("add", new Op.Add(), either(first, value));
    tail();
  }

  private void concat() {
    String first = value;
    Shape before = shape;
    pointwise(channels());
    activation();
    if (shape.extent().equals(before.extent())) {
      addTo("concat", new Op.Concat(), either(first, value));
    }
  }

  private void squeezeExcite() {
    String gated = value;
    int channels = shape.channels();
    add("mean", new Op.GlobalAveragePool());
    boolean dense = random.nextBoolean();
    if (dense) {
      add("squeeze", new Op.Dense(channels(), bias()));
    } else {
      pointwise(channels());
    }
    tail();
    if (dense) {
      add("excite", new Op.Dense(channels, bias()));
    } else {
      pointwise(channels);
    }
    activation();
    addTo("scale", new Op.Scale(), List.of(gated, value));
  }

  private void pool() {
    Extent kernel = new Extent(1 + random.nextInt(3), 1 + random.nextInt(3));
    PoolKind kind = any(PoolKind.values());
    Rounding rounding = any(Rounding.values());
    add("pool", new Op.Pool(kind, kernel, stride(), new Padding.Same(), rounding));
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private void tail() {
    if (random.nextInt(4) == 0) {
      add("norm", new Op.BatchNorm(1e-3f));
    }
    if (random.nextInt(4) > 0) {
      activation();
    }
  }

  private void activation() {
    function().ifPresent(function -> add("activation", new Op.Activation(function)));
  }

  private Optional<ActivationFunction> function() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> Optional.of(new ActivationFunction.Relu());
      case 2 -> Optional.of(new ActivationFunction.Relu6());
      case 3 -> Optional.of(new ActivationFunction.HardSwish());
      case 4 -> Optional.of(ActivationFunction.HardSigmoid.ofMobileNetV3());
      case 5 -> Optional.of(new ActivationFunction.Sigmoid());
      case 6 -> Optional.of(new ActivationFunction.Swish());
      default -> Optional.empty();
    };
  }

  private int channels() {
    return CHANNELS[random.nextInt(CHANNELS.length)];
  }

  /** Often a single pixel. */
  private int side(int most) {
    return random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(most);
  }

  private Extent side() {
    return new Extent(1 + 2 * random.nextInt(3), 1 + 2 * random.nextInt(3));
  }

  private Extent stride() {
    List<Extent> strides = new ArrayList<>(List.of(Extent.ONE, Extent.ONE));
    strides.addAll(List.of(Extent.square(2), new Extent(2, 1), new Extent(1, 3)));
    return strides.get(random.nextInt(strides.size()));
  }

  private Padding padding(Extent kernel) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> new Padding.Same();
      case 2 -> Padding.none();
      case 3 -> new Padding.Symmetric(random.nextInt(3), random.nextInt(3));
      case 4 ->
          new Padding.Explicit(
              random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
      default -> Padding.half(kernel);
    };
  }

  private Bias bias() {
    return random.nextBoolean() ? Bias.ADDED : Bias.NONE;
  }
}
