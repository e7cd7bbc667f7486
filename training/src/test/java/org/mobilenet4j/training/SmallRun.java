package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.data.generated.GeneratedPictures;
import org.mobilenet4j.training.recipe.Recipe;
import org.mobilenet4j.training.recipe.Recipes;
import org.mobilenet4j.training.recipe.Regularization;

/** A small network and drawn pictures, to be trained in a second. */
final class SmallRun {
  static final int BATCH = 8;
  static final int STEPS = 6;
  static final DataSplits PICTURES = GeneratedPictures.splits(3, 24, STEPS * BATCH, 12, 12);

  private static final Extent TWO = Extent.square(2);
  private static final Extent THREE = Extent.square(3);
  private static final Padding HALF = Padding.half(THREE);

  private SmallRun() {}

  static Recipe recipe() {
    Recipe recipe = Recipes.named("small-pictures").withEpochs(2).withBatchSize(BATCH);
    return recipe.withRegularization(
        new Regularization(recipe.regularization().weightDecay(), 0.2, 0.1, 0.1));
  }

  /** Everything that a run has to keep: normalisations, a shortcut, dropout. */
  static Network network() {
    Network.Builder network = new Network.Builder(new Shape(24, 24, 3));
    layer(
        network,
        "stem",
        new Op.Convolution(8, THREE, TWO, Extent.ONE, 1, HALF, Bias.NONE),
        "input");
    layer(
        network,
        "dw",
        new Op.Convolution(8, THREE, Extent.ONE, Extent.ONE, 8, HALF, Bias.NONE),
        "stem.relu");
    layer(
        network,
        "pw",
        new Op.Convolution(8, Extent.ONE, Extent.ONE, Extent.ONE, 1, Padding.none(), Bias.NONE),
        "dw.relu");
    add(network, "sum", new Op.Add(), "pw.bn", "stem.relu");
    add(network, "pool", new Op.GlobalAveragePool(), "sum");
    add(network, "dropout", new Op.Dropout(0.2f), "pool");
    add(network, "fc", new Op.Dense(12, Bias.ADDED), "dropout");
    return network.build();
  }

  private static void layer(Network.Builder network, String name, Op convolution, String input) {
    add(network, name, convolution, input);
    add(network, name + ".bn", new Op.BatchNorm(1e-3f), name);
    if (!name.equals("pw")) {
      add(network, name + ".relu", new Op.Activation(new ActivationFunction.Relu6()), name + ".bn");
    }
  }

  private static void add(Network.Builder network, String name, Op op, String... inputs) {
    Shape unused = network.add(new Node(name, op, List.of(inputs)));
    assertThat(unused.channels()).isPositive();
  }

  static TrainingTask task(Recipe recipe) {
    return task(recipe, PICTURES);
  }

  static TrainingTask task(Recipe recipe, DataSplits pictures) {
    Network network = network();
    return TrainingTask.of(
        network,
        WeightInitialization.of(network, 5),
        recipe,
        pictures,
        Preprocessing.torchvision(),
        7);
  }
}
