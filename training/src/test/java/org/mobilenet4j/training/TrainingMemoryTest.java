package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.kernels.gradient.VectorGradientKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.data.generated.GeneratedPictures;
import org.mobilenet4j.training.recipe.Recipe;
import org.mobilenet4j.training.recipe.Recipes;

/** What a run says that it will hold, against what the garbage collector finds. */
class TrainingMemoryTest {
  private static final int SIDE = 32;
  private static final int STEPS = 3;

  /** Small arrays that nobody counts, and headers. */
  private static final long OTHERS = 1L << 17;

  /**
   * What all arrays of numbers take that can be reached. The heap's own figure is no measure: it
   * counts what the collector leaves empty behind large arrays.
   */
  private static long used() {
    try {
      String histogram =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()});
      return histogram
          .lines()
          .map(line -> line.strip().split(" +"))
          .filter(words -> words.length > 3 && words[3].equals("[F"))
          .mapToLong(words -> Long.parseLong(words[2]))
          .sum();
    } catch (JMException e) {
      throw new AssertionError(e);
    }
  }

  private static GradientKernels kernels(String name) {
    return name.equals("scalar")
        ? new ScalarGradientKernels()
        : new VectorGradientKernels(new VectorKernels().blocked());
  }

  private static TrainingTask task(Network network, Weights initial, Recipe recipe) {
    int batch = recipe.batchSize();
    DataSplits pictures = GeneratedPictures.splits(3, SIDE, STEPS * batch, batch, batch);
    return TrainingTask.of(network, initial, recipe, pictures, Preprocessing.torchvision(), 7);
  }

  private static Network network() {
    return Architecture.named("mobilenet-v3-small").classes(12).resolution(SIDE).build();
  }

  private record Memory(TrainingMemory stated, long held) {}

  /** Runs two epochs; the second one has the best weights of the first beside it. */
  private static Memory memory(String kernels, String recipe, int batch) {
    Recipe settings = Recipes.named(recipe).withBatchSize(batch).withEpochs(2);
    Network network = network();
    long before = used();
    AtomicLong held = new AtomicLong();
    TrainingListener looking =
        new TrainingListener() {
          @Override
          public void stepDone(StepProgress progress) {
            if (progress.epoch() == 2 && progress.step() == 1) {
              held.set(used() - before);
            }
          }
        };
    TrainingTask task = task(network, WeightInitialization.of(network, 5), settings);
    try (Trainer trainer = new Trainer(task, kernels(kernels), 1, Optional.empty(), looking)) {
      TrainingMemory stated = trainer.memory();
      assertThat(trainer.run().finished()).isTrue();
      return new Memory(stated, held.get());
    }
  }

  @ParameterizedTest(name = "{1} on {0} kernels, batches of {2}")
  @CsvSource({
    "scalar, small-data, 12",
    "vectors, small-data, 24",
    "vectors, v2-slim, 12",
    "vectors, v3-timm, 24",
  })
  void a_run_holds_what_it_states(String kernels, String recipe, int batch) {
    Memory found = memory(kernels, recipe, batch);

    TrainingMemory stated = found.stated();
    // A batch or two that are still to be made are not there yet.
    assertThat(found.held())
        .as("%s", stated)
        .isBetween(stated.heldBytes() - stated.batches() - OTHERS, stated.heldBytes() + OTHERS);
    assertThat(stated.heldBytes()).isGreaterThan(10 * OTHERS);
  }

  @ParameterizedTest(name = "batch normalisation {0}, frozen: {1}")
  @CsvSource({"FROZEN, none", "LEARNING, none", "LEARNING, block9"})
  void fine_tuning_holds_what_it_states(BatchNormTuning batchNorm, String freeze) {
    long before = used();
    FineTuningTask task = tuning().withBatchNorm(batchNorm).withFreezing(Freezing.of(freeze));
    FineTuningMemory stated =
        new FineTuning(task, kernels("vectors"), 1, Optional.empty(), TrainingListener.SILENT)
            .memory();
    long unchanged = used() - before; // the model, and nothing of what was stated
    AtomicLong held = new AtomicLong();
    TrainingListener looking =
        new TrainingListener() {
          @Override
          public void stepDone(StepProgress progress) {
            if (progress.epoch() == 2 && progress.step() == 1) {
              held.set(used() - before);
            }
          }
        };

    new FineTuning(task, kernels("vectors"), 1, Optional.empty(), looking).run();

    TrainingMemory training = stated.training().orElseThrow();
    assertThat(unchanged).isLessThan(training.kept() / 2 + OTHERS);
    // The first weights are those of the model, and with its old head there are two.
    assertThat(held.get())
        .as("%s", stated)
        .isBetween(
            training.heldBytes() - training.batches() - OTHERS, training.heldBytes() + OTHERS);
  }

  @Test
  void the_probe_of_fine_tuning_holds_all_features() {
    FineTuningTask task = tuning().withFreezing(new Freezing.Backbone());

    FineTuningMemory stated =
        new FineTuning(task, kernels("scalar"), 1, Optional.empty(), TrainingListener.SILENT)
            .memory();

    long learnt = (long) STEPS * 12;
    assertThat(stated.training()).isEmpty();
    assertThat(stated.features()).isEqualTo(4 * ((3 * learnt + 12) * 1024 + learnt * 12));
  }

  private static FineTuningTask tuning() {
    Network network = network();
    Recipe recipe = Recipes.named("fine-tune").withBatchSize(12).withEpochs(2);
    DataSplits pictures = GeneratedPictures.splits(3, SIDE, STEPS * 12, 12, 12);
    Model model =
        new Model(
            network,
            WeightInitialization.of(network, 5),
            Optional.of(Preprocessing.torchvision()),
            pictures.train().labels(),
            new Provenance(Map.of()));
    return FineTuningTask.of(model, recipe, pictures, 7);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"small-data, 12", "v2-slim, 12"})
  void the_parts_are_those_of_the_weights(String recipe, int batch) {
    Recipe settings = Recipes.named(recipe).withBatchSize(batch);
    Network network = network();
    Weights initial = WeightInitialization.of(network, 5);
    long numbers = initial.tensors().values().stream().mapToLong(t -> t.values().length).sum();
    try (Trainer trainer =
        new Trainer(
            task(network, initial, settings),
            new ScalarGradientKernels(),
            1,
            Optional.empty(),
            TrainingListener.SILENT)) {
      TrainingMemory stated = trainer.memory();

      assertThat(stated.kept()).isEqualTo(2 * 4 * numbers);
      assertThat(stated.copies()).isEqualTo(4 * numbers);
      assertThat(stated.batches()).isEqualTo(3L * batch * 4 * (SIDE * SIDE * 3 + 12));
    }
  }
}
