package org.mobilenet4j.training.gradient;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.PoolKind;
import org.mobilenet4j.network.Rounding;
import org.mobilenet4j.network.Shape;

/**
 * Each operation behind a pointwise convolution, so that a gradient must pass through it, and the
 * places where operations meet. Five, six or nine channels fill no block.
 */
final class SmallNetworks {
  private static final Shape INPUT = new Shape(7, 6, 3);

  private final SequencedMap<String, Network> networks = new LinkedHashMap<>();
  private List<Node> nodes = new ArrayList<>();

  /** All of them, by what is special. */
  static SequencedMap<String, Network> all() {
    SmallNetworks made = new SmallNetworks();
    made.addFirstConvolutions();
    made.addConvolutions();
    made.addDepthwise();
    made.addNormalizations();
    made.addActivations();
    made.addPools();
    made.addJunctions();
    made.addOthers();
    return made.networks;
  }

  /** A 7x7 convolution of pictures so large that it passes over them in several bands. */
  static Network ofLargerPictures() {
    Op op = convolution(5, 7, 2, 1, 1, new Padding.Same(), Bias.NONE);
    return Network.of(new Shape(39, 74, 3), List.of(new Node("op", op, List.of(Network.INPUT))));
  }

  /** A network of all kinds of operations. */
  static Network ofEverything() {
    SmallNetworks made = new SmallNetworks();
    made.stem(9);
    made.node("bn", new Op.BatchNorm(0.001f), "stem");
    made.node("act", new Op.Activation(new ActivationFunction.HardSwish()), "bn");
    made.node("dw", convolution(9, 3, 2, 1, 9, new Padding.Same(), Bias.ADDED), "act");
    made.node("wide", pointwise(17, Bias.NONE), "dw");
    made.node("bn2", new Op.BatchNorm(0.001f), "wide");
    made.node("act2", new Op.Activation(new ActivationFunction.Relu6()), "bn2");
    made.gate("act2", 17, new ActivationFunction.Sigmoid());
    made.node("narrow", pointwise(9, Bias.ADDED), "scale");
    made.node("sum", new Op.Add(), "dw", "narrow");
    made.node("swish", new Op.Activation(new ActivationFunction.Swish()), "sum");
    made.node("lrn", new Op.LocalResponseNormalization(3, 0.1f, 0.75f, 1), "swish");
    made.node("group", convolution(6, 3, 1, 1, 3, new Padding.Same(), Bias.ADDED), "lrn");
    made.node(
        "pool",
        new Op.Pool(PoolKind.MAX, Extent.square(3), Extent.ONE, new Padding.Same(), Rounding.FLOOR),
        "group");
    made.node("both", new Op.Concat(), "pool", "swish");
    made.node("resize", new Op.Resize(new Extent(5, 4)), "both");
    made.node("drop", new Op.Dropout(0.25f), "resize");
    made.node("dense", new Op.Dense(7, Bias.ADDED), "drop");
    return Network.of(INPUT, made.nodes);
  }

  private void node(String name, Op op, String... inputs) {
    nodes.add(new Node(name, op, List.of(inputs)));
  }

  private void stem(int channels) {
    node("stem", pointwise(channels, Bias.ADDED), Network.INPUT);
  }

  private void take(String name) {
    networks.put(name, Network.of(INPUT, nodes));
    nodes = new ArrayList<>();
  }

  private void behindStem(String name, int channels, Op op) {
    stem(channels);
    node("op", op, "stem");
    take(name);
  }

  private static Op pointwise(int channels, Bias bias) {
    return convolution(channels, 1, 1, 1, 1, Padding.none(), bias);
  }

  private static Op convolution(
      int channels, int kernel, int stride, int dilation, int groups, Padding padding, Bias bias) {
    return new Op.Convolution(
        channels,
        Extent.square(kernel),
        Extent.square(stride),
        Extent.square(dilation),
        groups,
        padding,
        bias);
  }

  /** Convolutions of the pictures themselves, whose gradient nobody asks for. */
  private void addFirstConvolutions() {
    Padding same = new Padding.Same();
    Padding one = new Padding.Symmetric(1, 1);
    first("a 3x3 convolution of the input", 3, convolution(6, 3, 1, 1, 1, one, Bias.ADDED));
    first("the same, stride 2, SAME", 3, convolution(9, 3, 2, 1, 1, same, Bias.NONE));
    first(
        "the same, stride 3, without padding",
        3,
        convolution(9, 3, 3, 1, 1, Padding.none(), Bias.NONE));
    first(
        "a 2x2 convolution of the input, padded on two sides",
        3,
        convolution(6, 2, 1, 1, 1, new Padding.Explicit(0, 3, 2, 0), Bias.ADDED));
    first("a dilated convolution of the input", 3, convolution(6, 3, 1, 2, 1, same, Bias.NONE));
    first("a 5x5 convolution of grey pictures", 1, convolution(6, 5, 2, 1, 1, same, Bias.NONE));
    first("a 3x3 convolution of nine channels", 9, convolution(6, 3, 1, 1, 1, same, Bias.NONE));
    networks.put("a 7x7 convolution of larger pictures", ofLargerPictures());
    node("op", convolution(6, 3, 2, 1, 1, same, Bias.NONE), Network.INPUT);
    node(
        "pool",
        new Op.Pool(PoolKind.MAX, Extent.square(3), Extent.square(2), same, Rounding.FLOOR),
        Network.INPUT);
    node("both", new Op.Concat(), "op", "pool");
    take("a convolution of an input that a pool reads too");
  }

  private void first(String name, int channels, Op op) {
    node("op", op, Network.INPUT);
    networks.put(name, Network.of(new Shape(7, 6, channels), nodes));
    nodes = new ArrayList<>();
  }

  private void addConvolutions() {
    Padding same = new Padding.Same();
    Padding one = new Padding.Symmetric(1, 1);
    stem(5);
    take("a pointwise convolution of the input");
    behindStem("a pointwise convolution", 5, pointwise(9, Bias.NONE));
    behindStem("a strided 1x1 convolution", 5, convolution(9, 1, 2, 1, 1, same, Bias.ADDED));
    behindStem("a 3x3 convolution", 5, convolution(6, 3, 1, 1, 1, one, Bias.ADDED));
    behindStem("a 3x3 convolution, stride 2, SAME", 5, convolution(6, 3, 2, 1, 1, same, Bias.NONE));
    behindStem(
        "a 3x3 convolution, stride 2, symmetric", 5, convolution(6, 3, 2, 1, 1, one, Bias.NONE));
    behindStem(
        "a convolution padded on two sides",
        5,
        convolution(6, 3, 1, 1, 1, new Padding.Explicit(0, 3, 2, 0), Bias.NONE));
    behindStem("a dilated convolution", 5, convolution(6, 3, 1, 2, 1, same, Bias.NONE));
    behindStem("a convolution in 3 groups", 6, convolution(9, 3, 1, 1, 3, one, Bias.ADDED));
    behindStem("a pointwise convolution in groups", 6, convolution(4, 1, 1, 1, 2, one, Bias.NONE));
    behindStem("two filters a channel", 5, convolution(10, 3, 1, 1, 5, same, Bias.ADDED));
    behindStem("a dense layer over a picture", 5, new Op.Dense(4, Bias.ADDED));
    stem(5);
    node("mean", new Op.GlobalAveragePool(), "stem");
    node("dense", new Op.Dense(4, Bias.NONE), "mean");
    take("a dense layer over a vector");
  }

  private void addDepthwise() {
    Padding same = new Padding.Same();
    Padding one = new Padding.Symmetric(1, 1);
    behindStem("depthwise 3x3", 9, convolution(9, 3, 1, 1, 9, one, Bias.NONE));
    behindStem("depthwise 3x3 with bias", 9, convolution(9, 3, 1, 1, 9, one, Bias.ADDED));
    behindStem("depthwise, stride 2, SAME", 9, convolution(9, 3, 2, 1, 9, same, Bias.NONE));
    behindStem("depthwise, stride 2, symmetric", 9, convolution(9, 3, 2, 1, 9, one, Bias.NONE));
    behindStem("depthwise 5x5, stride 2, SAME", 5, convolution(5, 5, 2, 1, 5, same, Bias.NONE));
    behindStem("depthwise 5x5", 5, convolution(5, 5, 1, 1, 5, same, Bias.ADDED));
    behindStem("depthwise, dilation 2", 5, convolution(5, 3, 1, 2, 5, same, Bias.NONE));
    behindStem(
        "depthwise without padding", 5, convolution(5, 3, 1, 1, 5, Padding.none(), Bias.NONE));
    behindStem(
        "depthwise, stride 3, without padding",
        5,
        convolution(5, 2, 3, 1, 5, Padding.none(), Bias.NONE));
    behindStem(
        "depthwise padded behind the picture alone",
        5,
        convolution(5, 3, 1, 1, 5, new Padding.Explicit(0, 0, 4, 5), Bias.NONE));
    behindStem(
        "depthwise, stride 2, padded far behind the picture",
        5,
        convolution(5, 3, 2, 1, 5, new Padding.Explicit(0, 1, 7, 6), Bias.NONE));
    stem(5);
    node("a", new Op.Activation(new ActivationFunction.Sigmoid()), "stem");
    node("dw", convolution(5, 3, 1, 1, 5, one, Bias.NONE), "a");
    take("depthwise behind an activation that is not zero at zero");
  }

  private void addNormalizations() {
    Op norm = new Op.BatchNorm(0.001f);
    node("conv", pointwise(5, Bias.NONE), Network.INPUT);
    node("bn", norm, "conv");
    take("batch normalisation");
    behindStem("batch normalisation behind a bias", 5, norm);
    stem(5);
    node("bn", norm, "stem");
    node("act", new Op.Activation(new ActivationFunction.Swish()), "bn");
    node("next", pointwise(4, Bias.NONE), "act");
    take("a bias, batch normalisation and activation");
    node("conv", convolution(5, 3, 1, 1, 1, new Padding.Same(), Bias.ADDED), Network.INPUT);
    node("dw", convolution(5, 3, 1, 1, 5, new Padding.Same(), Bias.ADDED), "conv");
    node("bn", norm, "dw");
    take("batch normalisation behind a depthwise convolution with bias");
    stem(5);
    node("act", new Op.Activation(new ActivationFunction.Swish()), "stem");
    node("bn", norm, "act");
    take("batch normalisation behind an activation");
    stem(5);
    node("bn", norm, "stem");
    node("bn2", norm, "bn");
    node("act", new Op.Activation(new ActivationFunction.Sigmoid()), "bn2");
    take("batch normalisation twice");
    node("bn", norm, Network.INPUT);
    node("conv", pointwise(4, Bias.NONE), "bn");
    take("batch normalisation of the input");
    stem(5);
    node("bn", norm, "stem");
    node("both", new Op.Add(), "stem", "bn");
    take("batch normalisation of what another reads");
  }

  private void addActivations() {
    Map<String, ActivationFunction> functions =
        Map.of(
            "ReLU", new ActivationFunction.Relu(),
            "ReLU6", new ActivationFunction.Relu6(),
            "hard sigmoid", ActivationFunction.HardSigmoid.ofMobileNetV3(),
            "a steeper hard sigmoid", new ActivationFunction.HardSigmoid(0.4f, 0.5f),
            "hard swish", new ActivationFunction.HardSwish(),
            "sigmoid", new ActivationFunction.Sigmoid(),
            "swish", new ActivationFunction.Swish());
    functions.forEach((name, function) -> {
      behindStem(name, 5, new Op.Activation(function));
      stem(5);
      // Few numbers, so that some seed keeps all of them away from the corners.
      node("mean", new Op.GlobalAveragePool(), "stem");
      node("act", new Op.Activation(function), "mean");
      node("a", pointwise(4, Bias.NONE), "act");
      node("b", pointwise(4, Bias.NONE), "act");
      node("sum", new Op.Add(), "a", "b");
      node("last", new Op.Activation(function), "sum");
      take(name + " with two readers, and behind a sum");
    });
    stem(5);
    node("act", new Op.Activation(new ActivationFunction.Swish()), "stem");
    node("act2", new Op.Activation(new ActivationFunction.Sigmoid()), "act");
    take("two activations");
    node("act", new Op.Activation(new ActivationFunction.Swish()), Network.INPUT);
    node("conv", pointwise(4, Bias.NONE), "act");
    take("an activation of the input");
    stem(5);
    node("act", new Op.Activation(new ActivationFunction.Swish()), "stem");
    node("sum", new Op.Add(), "stem", "act");
    take("an activation of what another reads");
  }

  private void addPools() {
    for (PoolKind kind : PoolKind.values()) {
      for (Rounding rounding : Rounding.values()) {
        behindStem(
            "%s pool, %s".formatted(kind, rounding),
            5,
            new Op.Pool(
                kind, Extent.square(3), Extent.square(2), new Padding.Symmetric(1, 1), rounding));
      }
      behindStem(
          "%s pool, SAME".formatted(kind),
          5,
          new Op.Pool(
              kind, Extent.square(2), Extent.square(2), new Padding.Same(), Rounding.FLOOR));
    }
    behindStem("a global average pool", 9, new Op.GlobalAveragePool());
  }

  private void addJunctions() {
    stem(5);
    node("b", convolution(5, 3, 1, 1, 1, new Padding.Same(), Bias.ADDED), "stem");
    node("sum", new Op.Add(), "stem", "b");
    take("a shortcut");
    stem(5);
    node("dw", convolution(5, 3, 1, 1, 5, new Padding.Same(), Bias.ADDED), "stem");
    node("sum", new Op.Add(), "dw", "stem");
    node("dw2", convolution(5, 3, 1, 1, 5, new Padding.Same(), Bias.ADDED), "sum");
    node("sum2", new Op.Add(), "sum", "dw2");
    node("last", pointwise(4, Bias.ADDED), "sum2");
    take("two shortcuts around depthwise convolutions");
    stem(5);
    node("a", pointwise(4, Bias.NONE), "stem");
    node("bn", new Op.BatchNorm(0.001f), "a");
    node("b", pointwise(4, Bias.ADDED), "stem");
    node("sum", new Op.Add(), "bn", "b");
    node("last", pointwise(3, Bias.NONE), "sum");
    take("a sum of two branches, which share its gradient");
    addExpansions();
    stem(5);
    // Few numbers, as for activations.
    node("mean", new Op.GlobalAveragePool(), "stem");
    node("projected", pointwise(5, Bias.NONE), "mean");
    node("bn", new Op.BatchNorm(0.001f), "projected");
    node("act", new Op.Activation(new ActivationFunction.Relu6()), "bn");
    node("sum", new Op.Add(), "act", "mean");
    node("last", pointwise(3, Bias.NONE), "sum");
    take("ReLU6 behind a projection, before the shortcut");
    stem(5);
    node("sum", new Op.Add(), "stem", "stem");
    take("a sum of a value with itself");
    stem(5);
    node("sum", new Op.Add(), "stem", "stem");
    node("last", pointwise(3, Bias.NONE), "sum");
    take("twice a value, read by a convolution");
    stem(5);
    node("a", pointwise(3, Bias.ADDED), "stem");
    node("both", new Op.Concat(), "a", "stem", "a");
    node("last", pointwise(3, Bias.NONE), "both");
    take("a concatenation");
    stem(5);
    gate("stem", 5, ActivationFunction.HardSigmoid.ofMobileNetV3());
    take("squeeze-and-excite");
  }

  /** Two blocks, and a third whose expansion takes a sum as well. */
  private void addExpansions() {
    stem(3);
    String narrow = "stem";
    for (int i = 0; i < 3; i++) {
      String expanded = "expand%d.bn".formatted(i);
      node("expand" + i, pointwise(9, Bias.NONE), narrow);
      node(expanded, new Op.BatchNorm(0.001f), "expand" + i);
      if (i > 0) {
        node("sum" + i, new Op.Add(), expanded, "act" + (i - 1));
        expanded = "sum" + i;
      }
      node("act" + i, new Op.Activation(new ActivationFunction.Swish()), expanded);
      node("dw" + i, convolution(9, 3, 1, 1, 9, new Padding.Same(), Bias.NONE), "act" + i);
      narrow = "project" + i;
      node(narrow, pointwise(3, Bias.NONE), "dw" + i);
    }
    take("shortcuts between expansions");
  }

  private void gate(String of, int channels, ActivationFunction function) {
    node("squeeze", new Op.GlobalAveragePool(), of);
    node("reduce", pointwise(3, Bias.ADDED), "squeeze");
    node("relu", new Op.Activation(new ActivationFunction.Relu()), "reduce");
    node("expand", pointwise(channels, Bias.ADDED), "relu");
    node("gate", new Op.Activation(function), "expand");
    node("scale", new Op.Scale(), of, "gate");
  }

  private void addOthers() {
    behindStem(
        "local response normalisation", 9, new Op.LocalResponseNormalization(5, 0.5f, 0.75f, 1));
    behindStem(
        "an even local response normalisation",
        9,
        new Op.LocalResponseNormalization(4, 0.5f, 0.75f, 1));
    behindStem("a larger picture", 5, new Op.Resize(new Extent(11, 9)));
    behindStem("a smaller picture", 5, new Op.Resize(new Extent(4, 3)));
    behindStem("dropout", 9, new Op.Dropout(0.4f));
  }
}
