package org.mobilenet4j.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.data.generated.GeneratedPictures;
import org.mobilenet4j.training.optimization.ClassWeights;
import org.mobilenet4j.training.recipe.Recipe;
import org.mobilenet4j.training.recipe.Recipes;
import org.mobilenet4j.vision.image.ImageFormatException;
import org.mobilenet4j.vision.image.Pixels;

/** A small model and drawn pictures, to be fine-tuned in a second. */
final class SmallTuning {
  static final Recipe RECIPE = Recipes.named("fine-tune").withEpochs(2).withBatchSize(8);
  static final DataSplits DATA = GeneratedPictures.splits(1, 24, 48, 24, 24);

  static FineTuningTask task() {
    return FineTuningTask.of(model(), RECIPE, DATA, 1);
  }

  static FineTuningTask worseThanItsProbe() {
    return new FineTuningTask(
        model(),
        RECIPE.withLearningRate(3).withEpochs(1),
        DataSplits.of(new ColouredPictures(40, 0), new ColouredPictures(40, 0), Optional.empty()),
        Optional.empty(),
        new Freezing.Nothing(),
        BatchNormTuning.FROZEN,
        ClassWeights.equal(),
        1,
        Optional.empty());
  }

  static FineTuningResult run(FineTuningTask task, int threads) {
    return new FineTuning(
            task, new ScalarGradientKernels(), threads, Optional.empty(), TrainingListener.SILENT)
        .run();
  }

  /** Names of the backbone's tensors that are not what they were. */
  static Set<String> changed(FineTuningResult result) {
    Map<Weights.Key, Tensor> before = model().weights().tensors();
    return result.model().weights().tensors().entrySet().stream()
        .filter(entry -> !entry.getKey().node().equals("fc"))
        .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
        .map(entry -> entry.getKey().toString())
        .collect(Collectors.toSet());
  }

  static Model model() {
    Network network = network(3);
    return new Model(
        network,
        WeightInitialization.of(network, 9),
        Optional.of(Preprocessing.tf()),
        List.of("one", "two", "three"),
        new Provenance(Map.of("source", "a test")));
  }

  /** Two convolutions and a classifier of three. */
  static Network network(int channels) {
    return Network.of(
        new Shape(24, 24, channels),
        List.of(
            convolution("conv1", Network.INPUT, 8),
            new Node("conv1.bn", new Op.BatchNorm(1e-3f), List.of("conv1")),
            new Node(
                "conv1.act", new Op.Activation(new ActivationFunction.Relu()), List.of("conv1.bn")),
            convolution("conv2", "conv1.act", 16),
            new Node("conv2.bn", new Op.BatchNorm(1e-3f), List.of("conv2")),
            new Node(
                "conv2.act", new Op.Activation(new ActivationFunction.Relu()), List.of("conv2.bn")),
            new Node("pool", new Op.GlobalAveragePool(), List.of("conv2.act")),
            new Node("dropout", new Op.Dropout(0.2f), List.of("pool")),
            new Node("fc", new Op.Dense(3, Bias.ADDED), List.of("dropout"))));
  }

  private static Node convolution(String name, String input, int channels) {
    Extent kernel = Extent.square(3);
    return new Node(
        name,
        new Op.Convolution(
            channels, kernel, Extent.square(2), Extent.ONE, 1, Padding.none(), Bias.NONE),
        List.of(input));
  }

  /** The same pictures, of which one cannot be read. */
  static DataSet broken(DataSet pictures) {
    return new ChangedSet(pictures, pictures.labels(), 5);
  }

  /** The same pictures with other classes. */
  static DataSet labelled(DataSet pictures, List<String> labels) {
    return new ChangedSet(pictures, labels, -1);
  }

  /** Another data set with other labels, or a picture that cannot be read. */
  private record ChangedSet(DataSet pictures, List<String> labels, int broken) implements DataSet {
    @Override
    public int size() {
      return pictures.size();
    }

    @Override
    public int label(int index) {
      return pictures.label(index);
    }

    @Override
    public String name(int index) {
      return pictures.name(index);
    }

    @Override
    public Pixels picture(int index) {
      if (index == broken) {
        throw new ImageFormatException("broken.jpg is no picture.");
      }
      return pictures.picture(index);
    }
  }

  private SmallTuning() {}
}
