package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.training.data.DataSplits;

/** Runs that are stopped in their second stage, and their checkpoints. */
class FineTuningResumeTest {
  @TempDir private Path folder;

  /** Stops a run after two steps of its second stage; its checkpoint lies there then. */
  private static FineTuningResult stopped(FineTuningTask task, Path checkpoint) {
    List<FineTuning> running = new ArrayList<>();
    FineTuning stopped =
        new FineTuning(
            task,
            new ScalarGradientKernels(),
            1,
            Optional.of(checkpoint),
            new TrainingListener() {
              @Override
              public void stepDone(StepProgress progress) {
                if (progress.step() == 2) {
                  running.getFirst().stop();
                }
              }
            });
    running.add(stopped);
    return stopped.run();
  }

  private static FineTuningResult resumed(
      FineTuningTask task, Path checkpoint, TrainingListener listener) {
    return new FineTuning(task, new ScalarGradientKernels(), 1, Optional.of(checkpoint), listener)
        .resume();
  }

  @Test
  void a_run_that_was_stopped_and_resumed_ends_with_the_same_bits() {
    Path checkpoint = folder.resolve("checkpoint.safetensors");

    FineTuningResult half = stopped(SmallTuning.task(), checkpoint);
    FineTuningResult whole = resumed(SmallTuning.task(), checkpoint, TrainingListener.SILENT);

    FineTuningResult alone = SmallTuning.run(SmallTuning.task(), 1);
    assertThat(half.finished()).isFalse();
    assertThat(whole.finished()).isTrue();
    assertThat(whole.training().orElseThrow().weights().tensors())
        .isEqualTo(alone.training().orElseThrow().weights().tensors());
    assertThat(whole.model().weights().tensors()).isEqualTo(alone.model().weights().tensors());
  }

  @Test
  void a_run_that_is_resumed_has_the_probe_of_its_checkpoint() {
    Path checkpoint = folder.resolve("checkpoint.safetensors");
    DataSplits data =
        new DataSplits(
            SmallTuning.broken(SmallTuning.DATA.train()),
            SmallTuning.DATA.validation(),
            SmallTuning.DATA.test(),
            SmallTuning.DATA.findings());
    FineTuningTask task = FineTuningTask.of(SmallTuning.model(), SmallTuning.RECIPE, data, 1);
    FineTuningResult half = stopped(task, checkpoint);
    TrainingListener probing =
        new TrainingListener() {
          @Override
          public void featuresDone(int done, int all) {
            throw new AssertionError("Features are computed again.");
          }

          @Override
          public void probeDone(ProbeFigures figures) {
            throw new AssertionError("There is another probe.");
          }
        };

    FineTuningResult whole = resumed(task, checkpoint, probing);

    assertThat(whole.probe()).isEqualTo(half.probe());
    assertThat(whole.warnings()).startsWith("broken.jpg is no picture.");
  }

  @Test
  void a_probe_that_was_better_is_the_result_of_a_resumed_run_too() {
    Path checkpoint = folder.resolve("checkpoint.safetensors");
    FineTuningTask task = SmallTuning.worseThanItsProbe();
    FineTuningResult alone = SmallTuning.run(task, 1);
    assertThat(stopped(task, checkpoint).finished()).isFalse();

    FineTuningResult whole = resumed(task, checkpoint, TrainingListener.SILENT);

    assertThat(whole.fromProbe()).isTrue();
    assertThat(whole.model().weights().tensors()).isEqualTo(alone.model().weights().tensors());
  }

  @Test
  void a_run_that_began_with_another_model_is_not_resumed() {
    Path checkpoint = folder.resolve("checkpoint.safetensors");
    assertThat(stopped(SmallTuning.task(), checkpoint).finished()).isFalse();
    Model other =
        SmallTuning.model()
            .with(SmallTuning.network(3), WeightInitialization.of(SmallTuning.network(3), 10));

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() ->
            resumed(
                FineTuningTask.of(other, SmallTuning.RECIPE, SmallTuning.DATA, 1),
                checkpoint,
                TrainingListener.SILENT))
        .withMessage(
            checkpoint
                + " is the checkpoint of a run that began with another model; resume it with the model it was started with.");
  }
}
