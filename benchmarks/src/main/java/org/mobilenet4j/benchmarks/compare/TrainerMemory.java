package org.mobilenet4j.benchmarks.compare;

import java.util.List;
import java.util.Optional;
import org.mobilenet4j.kernels.gradient.GradientKernelChoice;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.training.StepProgress;
import org.mobilenet4j.training.Trainer;
import org.mobilenet4j.training.TrainingListener;
import org.mobilenet4j.training.TrainingMemory;
import org.mobilenet4j.training.TrainingTask;
import org.mobilenet4j.training.WeightInitialization;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.data.generated.GeneratedPictures;
import org.mobilenet4j.training.recipe.Recipe;
import org.mobilenet4j.training.recipe.Recipes;

/**
 * Holds what a run states that it will take against what it takes: a whole run of {@link Trainer}
 * on drawn pictures, two epochs of three steps.
 *
 * <p>A program of its own: network, size, threads; prints one {@link Figures}.
 */
final class TrainerMemory {
  private static final String RECIPE = "v2-slim"; // RMSProp with momentum, and an average
  private static final long SEED = 3;
  private static final int STEPS = 3;
  private static final int FEWEST_PICTURES = 12;

  private TrainerMemory() {}

  /**
   * Bytes, as stated and as found.
   *
   * @param activations stated, of a batch
   * @param heldStated all that the run states to hold
   * @param held what the garbage collector finds between two steps, above the start
   * @param peakStated with what is made for a moment
   * @param resident growth of the resident process: code, compilers and garbage come on top
   */
  record Figures(long activations, long heldStated, long held, long peakStated, long resident) {
    static Figures of(List<String> fields) {
      List<Long> numbers = fields.stream().map(Long::valueOf).toList();
      return new Figures(
          numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3), numbers.get(4));
    }
  }

  /** Looks at the memory in the second epoch, which has the best weights of the first beside it. */
  private static final class Looking implements TrainingListener {
    private long most;

    @Override
    public void stepDone(StepProgress progress) {
      if (progress.epoch() == 2) {
        most = Math.max(most, OurTraining.held());
      }
    }
  }

  public static void main(String[] args) {
    TrainingCase what = TrainingCase.of(BenchmarkNetwork.of(args[0]), args[1]);
    Looking looking = new Looking();
    long residentBefore = OurTraining.status("VmRSS");
    long heldBefore = OurTraining.held();
    int batch = what.batch();
    DataSplits pictures =
        GeneratedPictures.splits(
            SEED, what.resolution(), Math.max(STEPS * batch, FEWEST_PICTURES), batch, 1);
    Network network =
        what.network()
            .architecture()
            .resolution(what.resolution())
            .classes(pictures.train().labels().size())
            .build();
    Recipe recipe = Recipes.named(RECIPE).withBatchSize(batch).withEpochs(2);
    TrainingTask task =
        TrainingTask.of(
            network,
            WeightInitialization.of(network, SEED),
            recipe,
            pictures,
            Preprocessing.torchvision(),
            SEED);
    try (Trainer trainer =
        Trainer.warmedUp(
            task,
            GradientKernelChoice.best(),
            Integer.parseInt(args[2]),
            Optional.empty(),
            java.util.Map.of(),
            looking)) {
      TrainingMemory stated = trainer.memory();
      if (!trainer.run().finished()) {
        throw new IllegalStateException("The run did not come to its end.");
      }
      System.out.println(
          Child.line(
              stated.activations(),
              stated.heldBytes(),
              looking.most - heldBefore,
              stated.peakBytes(),
              OurTraining.status("VmHWM") - residentBefore));
    }
    System.exit(0);
  }
}
