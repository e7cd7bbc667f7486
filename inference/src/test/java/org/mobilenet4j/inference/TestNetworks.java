package org.mobilenet4j.inference;

import java.util.List;
import java.util.stream.Stream;
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
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;

/** Small networks that hold every operation, with sizes and strides that are not square. */
final class TestNetworks {
  private TestNetworks() {}

  static Stream<Network> all() {
    return Stream.of(residual(), everything(), ofTheInput());
  }

  /**
   * A block with expansion, depthwise convolution, squeeze-and-excite and shortcut, each
   * normalised.
   */
  static Network residual() {
    return Network.of(
        new Shape(9, 14, 3),
        List.of(
            node("conv0", conv(8, new Extent(3, 3), new Extent(2, 1), 1, Bias.NONE), "input"),
            node("conv0.bn", new Op.BatchNorm(1e-3f), "conv0"),
            node("conv0.act", activation(new ActivationFunction.HardSwish()), "conv0.bn"),
            node("block0.expand", conv(24, Extent.ONE, Extent.ONE, 1, Bias.NONE), "conv0.act"),
            node("block0.expand.bn", new Op.BatchNorm(1e-3f), "block0.expand"),
            node(
                "block0.expand.act",
                activation(new ActivationFunction.Relu6()),
                "block0.expand.bn"),
            node(
                "block0.dw",
                conv(24, new Extent(5, 3), Extent.ONE, 24, Bias.NONE),
                "block0.expand.act"),
            node("block0.dw.bn", new Op.BatchNorm(1e-3f), "block0.dw"),
            node("block0.dw.act", activation(new ActivationFunction.Relu()), "block0.dw.bn"),
            node("block0.se.pool", new Op.GlobalAveragePool(), "block0.dw.act"),
            node("block0.se.reduce", new Op.Dense(6, Bias.ADDED), "block0.se.pool"),
            node(
                "block0.se.reduce.act",
                activation(new ActivationFunction.Relu()),
                "block0.se.reduce"),
            node("block0.se.expand", new Op.Dense(24, Bias.ADDED), "block0.se.reduce.act"),
            node(
                "block0.se.gate",
                activation(ActivationFunction.HardSigmoid.ofMobileNetV3()),
                "block0.se.expand"),
            node("block0.se.scale", new Op.Scale(), "block0.dw.act", "block0.se.gate"),
            node(
                "block0.project", conv(8, Extent.ONE, Extent.ONE, 1, Bias.NONE), "block0.se.scale"),
            node("block0.project.bn", new Op.BatchNorm(1e-3f), "block0.project"),
            node("block0.add", new Op.Add(), "conv0.act", "block0.project.bn"),
            node("pool", new Op.GlobalAveragePool(), "block0.add"),
            node("dropout", new Op.Dropout(0.2f), "pool"),
            node("fc", new Op.Dense(10, Bias.ADDED), "dropout")));
  }

  /** The operations that the family itself does not use. */
  static Network everything() {
    return Network.of(
        new Shape(13, 17, 4),
        List.of(
            node("norm", new Op.BatchNorm(1e-5f), "input"),
            node("norm.act", activation(new ActivationFunction.Sigmoid()), "norm"),
            node("conv", conv(12, new Extent(3, 5), new Extent(1, 2), 2, Bias.ADDED), "norm.act"),
            node("lrn", new Op.LocalResponseNormalization(5, 1e-2f, 0.75f, 1), "conv"),
            node(
                "max",
                new Op.Pool(
                    PoolKind.MAX,
                    new Extent(3, 2),
                    new Extent(2, 2),
                    Padding.none(),
                    Rounding.CEIL),
                "lrn"),
            node(
                "mean",
                new Op.Pool(
                    PoolKind.AVERAGE,
                    new Extent(3, 3),
                    Extent.ONE,
                    new Padding.Same(),
                    Rounding.FLOOR),
                "max"),
            node(
                "mean.padded",
                new Op.Pool(
                    PoolKind.AVERAGE_WITH_PADDING,
                    new Extent(3, 3),
                    Extent.ONE,
                    new Padding.Symmetric(1, 1),
                    Rounding.FLOOR),
                "max"),
            node("concat", new Op.Concat(), "mean", "max", "mean.padded"),
            node("resize", new Op.Resize(new Extent(5, 9)), "concat"),
            node("wide", conv(12, Extent.square(3), Extent.ONE, 1, Bias.ADDED), "resize"),
            node("wide.bn", new Op.BatchNorm(1e-3f), "wide"),
            node("narrow", conv(12, Extent.ONE, Extent.ONE, 1, Bias.ADDED), "resize"),
            node("sum", new Op.Add(), "wide.bn", "narrow"),
            node("sum.act", activation(new ActivationFunction.Swish()), "sum"),
            node("twice", new Op.Add(), "sum.act", "sum.act"),
            node("fc", new Op.Dense(7, Bias.NONE), "twice")));
  }

  /** Operations that read the network's input beside the first convolution. */
  static Network ofTheInput() {
    return Network.of(
        new Shape(11, 6, 4),
        List.of(
            node("dw", conv(4, Extent.square(3), Extent.ONE, 4, Bias.ADDED), "input"),
            node("conv", conv(4, Extent.square(3), Extent.ONE, 1, Bias.ADDED), "dw"),
            node("shortcut", new Op.Add(), "conv", "input"),
            node("point", conv(4, Extent.ONE, Extent.ONE, 1, Bias.ADDED), "dw"),
            node("shortcut2", new Op.Add(), "point", "input"),
            node("gate", new Op.GlobalAveragePool(), "input"),
            node("scale", new Op.Scale(), "shortcut", "gate"),
            node("concat", new Op.Concat(), "scale", "shortcut2", "input"),
            node("wide", conv(19, Extent.square(3), Extent.ONE, 1, Bias.ADDED), "concat"),
            node("wide.act", activation(new ActivationFunction.Swish()), "wide"),
            node("pool", new Op.GlobalAveragePool(), "wide.act"),
            node("fc", new Op.Dense(7, Bias.ADDED), "pool")));
  }

  private static Op conv(int out, Extent kernel, Extent stride, int groups, Bias bias) {
    return new Op.Convolution(out, kernel, stride, Extent.ONE, groups, new Padding.Same(), bias);
  }

  private static Op activation(ActivationFunction function) {
    return new Op.Activation(function);
  }

  private static Node node(String name, Op op, String... inputs) {
    return new Node(name, op, List.of(inputs));
  }

  /** A published network of another size, with further options. */
  static Network small(String name, String resolution, String options) {
    Architecture architecture =
        Architecture.named(name)
            .with(ArchitectureOption.RESOLUTION, resolution)
            .with(ArchitectureOption.CLASSES, "11");
    for (String option : options.split(",", -1)) {
      String[] pair = option.split("=", 2);
      if (pair.length == 2) {
        architecture = architecture.with(ArchitectureOption.of(pair[0]), pair[1]);
      }
    }
    return architecture.build();
  }
}
