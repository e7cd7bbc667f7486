package org.mobilenet4j.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
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

/** Small models for tests. */
public final class ModelSamples {
  private ModelSamples() {}

  /** One of every operation, every activation function, every padding. */
  public static Network everything() {
    Network.Builder builder = new Network.Builder(new Shape(9, 11, 3));
    builder.add(
        node(
            "conv",
            convolution(8, new Extent(3, 5), new Extent(2, 1), 1, new Padding.Same(), Bias.NONE),
            "input"));
    builder.add(node("conv.bn", new Op.BatchNorm(1e-3f), "conv"));
    builder.add(node("relu6", new Op.Activation(new ActivationFunction.Relu6()), "conv.bn"));
    builder.add(
        node(
            "dw",
            convolution(
                8, new Extent(3, 3), Extent.ONE, 8, new Padding.Symmetric(1, 1), Bias.ADDED),
            "relu6"));
    builder.add(node("relu", new Op.Activation(new ActivationFunction.Relu()), "dw"));
    builder.add(node("pool", new Op.GlobalAveragePool(), "relu"));
    builder.add(
        node("gate", new Op.Activation(new ActivationFunction.HardSigmoid(1f / 6, 0.5f)), "pool"));
    builder.add(node("scale", new Op.Scale(), "relu", "gate"));
    builder.add(node("sum", new Op.Add(), "scale", "relu6"));
    builder.add(node("swish", new Op.Activation(new ActivationFunction.HardSwish()), "sum"));
    builder.add(node("sigmoid", new Op.Activation(new ActivationFunction.Sigmoid()), "swish"));
    builder.add(node("silu", new Op.Activation(new ActivationFunction.Swish()), "sigmoid"));
    builder.add(node("both", new Op.Concat(), "silu", "swish"));
    builder.add(node("lrn", new Op.LocalResponseNormalization(5, 1e-4f, 0.75f, 2), "both"));
    builder.add(
        node(
            "max",
            new Op.Pool(
                PoolKind.MAX,
                new Extent(3, 2),
                new Extent(2, 1),
                new Padding.Explicit(0, 0, 1, 1),
                Rounding.CEIL),
            "lrn"));
    builder.add(
        node(
            "average",
            new Op.Pool(
                PoolKind.AVERAGE_WITH_PADDING,
                new Extent(2, 2),
                Extent.ONE,
                new Padding.Symmetric(1, 0),
                Rounding.FLOOR),
            "max"));
    builder.add(node("resize", new Op.Resize(new Extent(4, 3)), "average"));
    builder.add(node("dropout", new Op.Dropout(0.2f), "resize"));
    builder.add(node("fc", new Op.Dense(7, Bias.ADDED), "dropout"));
    return builder.build();
  }

  private static Node node(String name, Op op, String... inputs) {
    return new Node(name, op, List.of(inputs));
  }

  private static Op convolution(
      int channels, Extent kernel, Extent stride, int groups, Padding padding, Bias bias) {
    return new Op.Convolution(channels, kernel, stride, Extent.ONE, groups, padding, bias);
  }

  /** A model whose every fact is drawn by a seed. */
  public static Model random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Model bare = SeededWeights.of(random.nextBoolean() ? everything() : chain(random), seed);
    int outputs = Math.toIntExact(bare.network().outputShape().elements());
    List<String> labels = new ArrayList<>();
    if (random.nextBoolean()) {
      for (int i = 0; i < outputs; i++) {
        labels.add(text(random));
      }
    }
    Optional<Preprocessing> preprocessing =
        switch (random.nextInt(3)) {
          case 0 -> Optional.empty();
          case 1 ->
              Optional.of(
                  List.of(PreprocessingPreset.values())
                      .get(random.nextInt(4))
                      .preprocessing()
                      .withCrop(new Preprocessing.Crop.None()));
          default ->
              Optional.of(
                  new Preprocessing(
                      Preprocessing.Resampling.BICUBIC,
                      new Preprocessing.Crop.Centre(random.nextDouble(0.01, 1)),
                      Preprocessing.ChannelOrder.GREY,
                      random.nextDouble(),
                      List.of(random.nextDouble()),
                      List.of(random.nextDouble() + 1e-9)));
        };
    Provenance provenance = new Provenance(Map.of(text(random) + "a", text(random), "b", ""));
    return new Model(bare.network(), bare.weights(), preprocessing, labels, provenance);
  }

  private static Network chain(SplittableRandom random) {
    Network.Builder builder =
        new Network.Builder(
            new Shape(4 + random.nextInt(9), 4 + random.nextInt(9), 1 + random.nextInt(4)));
    String before = Network.INPUT;
    int length = 1 + random.nextInt(5);
    for (int i = 0; i < length; i++) {
      Op op =
          switch (random.nextInt(4)) {
            case 0 ->
                new Op.Convolution(
                    1 + random.nextInt(9),
                    new Extent(1 + random.nextInt(3), 1 + random.nextInt(3)),
                    new Extent(1 + random.nextInt(2), 1),
                    new Extent(1, 1 + random.nextInt(2)),
                    1,
                    new Padding.Same(),
                    random.nextBoolean() ? Bias.ADDED : Bias.NONE);
            case 1 -> new Op.BatchNorm(random.nextInt(2) * 1e-5f);
            case 2 -> new Op.Activation(new ActivationFunction.HardSigmoid(0.2f, 0.5f));
            default -> new Op.Dropout(0.5f);
          };
      String name = "n" + i + (random.nextBoolean() ? ".part" : "");
      builder.add(node(name, op, before));
      before = name;
    }
    return builder.build();
  }

  /** Also what JSON must escape, and letters beyond 16 bits. */
  private static String text(SplittableRandom random) {
    String[] pieces = {"cat", "\"", "\\", "\n", "\u0000", "é", "犬", "🐕", " ", "{", "\u2028"};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }
}
