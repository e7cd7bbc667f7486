package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.model.safetensors.SafetensorsFile;
import org.mobilenet4j.model.safetensors.SafetensorsWriter;
import org.mobilenet4j.model.tensors.ElementType;
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

/** A run of a small network over a few drawn pictures. */
class TrainerTest {
  private static final int BATCH = 8;
  private static final int STEPS = 6;
  private static final Extent TWO = Extent.square(2);
  private static final Extent THREE = Extent.square(3);
  private static final Padding HALF = Padding.half(THREE);

  @TempDir private Path folder = Path.of("");

  private static Recipe recipe() {
    Recipe recipe = Recipes.named("small-pictures").withEpochs(2).withBatchSize(BATCH);
    return recipe.withRegularization(
        new Regularization(recipe.regularization().weightDecay(), 0.2, 0.1, 0.1));
  }

  /** Everything that a run has to keep: normalisations, a shortcut, dropout. */
  private static Network network() {
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

  private static TrainingTask task(Recipe recipe) {
    Network network = network();
    DataSplits pictures = GeneratedPictures.splits(3, 24, STEPS * BATCH, 12, 12);
    return TrainingTask.of(
        network,
        WeightInitialization.of(network, 5),
        recipe,
        pictures,
        Preprocessing.torchvision(),
        7);
  }

  private static Trainer trainer(
      Recipe recipe, int threads, Optional<Path> checkpoint, TrainingListener listener) {
    return new Trainer(task(recipe), new ScalarGradientKernels(), threads, checkpoint, listener);
  }

  private static Weights leftAlone(int threads) {
    try (Trainer trainer = trainer(recipe(), threads, Optional.empty(), TrainingListener.SILENT)) {
      return trainer.run().weights();
    }
  }

  /** Stops a run after some steps; its checkpoint lies there then. */
  private static void stopAfter(int steps, Path checkpoint) {
    List<Trainer> running = new ArrayList<>();
    TrainingListener stopping =
        new TrainingListener() {
          private int done;

          @Override
          public void stepDone(StepProgress progress) {
            done++;
            if (done == steps) {
              running.forEach(Trainer::stop);
            }
          }
        };
    try (Trainer trainer = trainer(recipe(), 1, Optional.of(checkpoint), stopping)) {
      running.add(trainer);
      assertThat(trainer.run().finished()).isFalse();
    }
  }

  @Test
  void the_weights_do_not_depend_on_the_number_of_threads() {
    assertThat(leftAlone(3).tensors()).isEqualTo(leftAlone(1).tensors());
  }

  @ParameterizedTest(name = "stopped after {0} steps of 12")
  @ValueSource(ints = {1, 5, 6, 9})
  void a_run_that_is_stopped_and_resumed_ends_as_one_left_alone(int steps) {
    Path checkpoint = folder.resolve("run.checkpoint");
    stopAfter(steps, checkpoint);

    Weights resumed;
    try (Trainer trainer = trainer(recipe(), 2, Optional.of(checkpoint), TrainingListener.SILENT)) {
      trainer.resume();
      resumed = trainer.run().weights();
    }

    assertThat(resumed.tensors()).isEqualTo(leftAlone(1).tensors());
  }

  @Test
  void a_run_that_diverges_says_where_and_keeps_its_checkpoint() {
    Path checkpoint = folder.resolve("run.checkpoint");
    try (Trainer trainer =
        trainer(
            recipe().withLearningRate(1e30), 1, Optional.of(checkpoint), TrainingListener.SILENT)) {
      assertThatThrownBy(trainer::run)
          .isInstanceOf(TrainingException.class)
          .hasMessageMatching(
              "Training diverged in epoch 1, step \\d of 6: .* \\(first in '[^']+'\\); lower the learning rate, which is .*, or clip gradients; the checkpoint .*run.checkpoint is from before\\.");
    }
    assertThat(checkpoint).exists();
  }

  @ParameterizedTest(name = "{0} is ''{1}''")
  @CsvSource({
    "position, '-3 0 0.0 0 0 0.0'",
    "position, '1 7 0.0 0 0 0.0'",
    "position, '1 2 NaN 0 -5 0.0'",
    "position, '1 2'",
    "position, ''",
    "optimizer, 'sgd-nesterov -4'",
    "optimizer, 'sgd-nesterov'",
    "average, 'moving-average -1'",
    "best, '1 x 2 true'",
    "epochs, '0 0 0 0 0 0 - 0 0'",
    "epochs, 'one'",
  })
  void a_damaged_checkpoint_is_refused_in_one_sentence(String key, String value) {
    Path checkpoint = folder.resolve("run.checkpoint");
    stopAfter(STEPS + 1, checkpoint);
    rewrite(checkpoint, key, value);

    try (Trainer trainer = trainer(recipe(), 1, Optional.of(checkpoint), TrainingListener.SILENT)) {
      assertThatThrownBy(trainer::resume)
          .isInstanceOf(TrainingException.class)
          .hasMessage(checkpoint + " is a damaged checkpoint; start the run anew.");
    }
  }

  @Test
  void the_checkpoint_of_another_run_is_refused() {
    Path checkpoint = folder.resolve("run.checkpoint");
    stopAfter(1, checkpoint);

    try (Trainer trainer =
        trainer(
            recipe().withLearningRate(0.5), 1, Optional.of(checkpoint), TrainingListener.SILENT)) {
      assertThatThrownBy(trainer::resume)
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("is the checkpoint of another run");
    }
  }

  @Test
  void a_run_that_is_resumed_may_become_longer() {
    Path checkpoint = folder.resolve("run.checkpoint");
    stopAfter(STEPS + 1, checkpoint);

    try (Trainer trainer =
        trainer(recipe().withEpochs(3), 1, Optional.of(checkpoint), TrainingListener.SILENT)) {
      trainer.resume();
      assertThat(trainer.run().epochs()).hasSize(3);
    }
  }

  @Test
  void a_run_that_is_resumed_cannot_end_before_it_was_stopped() {
    Path checkpoint = folder.resolve("run.checkpoint");
    stopAfter(STEPS + 1, checkpoint);

    try (Trainer trainer =
        trainer(recipe().withEpochs(1), 1, Optional.of(checkpoint), TrainingListener.SILENT)) {
      assertThatThrownBy(trainer::resume)
          .isInstanceOf(TrainingException.class)
          .hasMessage(
              checkpoint
                  + " is past the end of epoch 1, with which the run was to end; let it have more epochs.");
    }
  }

  private static void rewrite(Path file, String key, String value) {
    List<SafetensorsWriter.Stored> tensors = new ArrayList<>();
    Map<String, String> texts;
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      texts = new HashMap<>(open.metadata());
      for (String name : open.entries().keySet()) {
        tensors.add(new SafetensorsWriter.Stored(name, open.load(name), ElementType.F32));
      }
    }
    texts.put(key, value);
    SafetensorsWriter.write(file, tensors, texts, Overwrite.REPLACE);
  }
}
