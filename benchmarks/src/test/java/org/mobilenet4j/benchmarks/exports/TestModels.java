package org.mobilenet4j.benchmarks.exports;

import java.util.List;
import org.mobilenet4j.inference.BatchNormFolding;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.Session;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.file.SeededInput;
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
import org.mobilenet4j.network.architecture.PaddingRule;

/** Small models that the tests of the writers share, and what we compute with them. */
public final class TestModels {
  /** The two orders of summation differ in the last bits; a wrong layout differs in the first. */
  public static final float TOLERANCE = 1e-5f;

  private TestModels() {}

  /** A network of the zoo for small pictures, batch normalisations folded. */
  public static Model folded(String name, PaddingRule padding) {
    Architecture small = Architecture.named(name).classes(10).resolution(64);
    if (small.has(ArchitectureOption.WIDTH)) {
      small = small.width(0.5);
    }
    if (small.has(ArchitectureOption.PADDING)) {
      small = small.padding(padding);
    }
    return BatchNormFolding.fold(SeededWeights.of(small.build(), 7));
  }

  /**
   * What the MobileNets do not have: uneven padding, groups, pools with windows, response
   * normalisation, a batch normalisation that cannot be folded, other activations, and a dense
   * layer that reads a picture of several pixels.
   */
  public static Model unusual() {
    Network network =
        Network.of(
            new Shape(13, 11, 4),
            List.of(
                node("norm", new Op.BatchNorm(1e-3f), Network.INPUT),
                node(
                    "grouped",
                    new Op.Convolution(
                        6,
                        new Extent(3, 2),
                        new Extent(2, 1),
                        Extent.ONE,
                        2,
                        new Padding.Explicit(1, 0, 2, 1),
                        Bias.ADDED),
                    "norm"),
                node("swish", new Op.Activation(new ActivationFunction.Swish()), "grouped"),
                node("lrn", new Op.LocalResponseNormalization(3, 0.5f, 0.75f, 2), "swish"),
                node(
                    "max",
                    new Op.Pool(
                        PoolKind.MAX,
                        Extent.square(3),
                        Extent.square(2),
                        Padding.none(),
                        Rounding.CEIL),
                    "lrn"),
                node(
                    "average",
                    new Op.Pool(
                        PoolKind.AVERAGE_WITH_PADDING,
                        Extent.square(3),
                        Extent.ONE,
                        new Padding.Symmetric(1, 1),
                        Rounding.FLOOR),
                    "max"),
                node("concat", new Op.Concat(), "max", "average"),
                node("hidden", new Op.Dense(9, Bias.ADDED), "concat"),
                node("sigmoid", new Op.Activation(new ActivationFunction.Sigmoid()), "hidden"),
                node("dropout", new Op.Dropout(0.5f), "sigmoid"),
                node("logits", new Op.Dense(5, Bias.NONE), "dropout")));
    return SeededWeights.of(network, 7);
  }

  public static Node node(String name, Op op, String... inputs) {
    return new Node(name, op, List.of(inputs));
  }

  /** A batch of different images. */
  public static float[] images(Model model, int batch) {
    Shape input = model.network().input();
    return SeededInput.of(3, new Shape(batch * input.height(), input.width(), input.channels()));
  }

  /** What we compute. */
  public static float[] logits(Model model, float[] images) {
    try (Session session = Plan.of(model).newSession(1)) {
      return session.run(images);
    }
  }

  /** The largest difference over the largest logit. */
  public static float difference(float[] found, float[] expected) {
    float difference = Math.abs(found.length - expected.length);
    float largest = 0;
    for (int i = 0; i < Math.min(found.length, expected.length); i++) {
      difference = Math.max(difference, Math.abs(found[i] - expected[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    return difference / largest;
  }
}
