package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.model.safetensors.SafetensorsWriter;
import org.mobilenet4j.model.tensors.ElementType;
import org.mobilenet4j.training.report.EpochFigures;

class CheckpointTimeTest {
  private static final int STEPS = 3;

  @TempDir private Path folder;

  /** Stops in the second epoch, and sums up what it is told of time. */
  private static final class Stopwatch implements TrainingListener {
    private final List<FineTuning> running = new ArrayList<>();
    private double finished;
    private double inProgress;

    @Override
    public void probeDone(ProbeFigures figures) {
      finished += figures.seconds();
    }

    @Override
    public void epochDone(EpochFigures figures) {
      finished += figures.seconds();
    }

    @Override
    public void stepDone(StepProgress progress) {
      int pictures = progress.step() * SmallTuning.RECIPE.batchSize();
      inProgress = pictures / progress.imagesPerSecond();
      if (progress.epoch() == 2 && progress.step() == STEPS) {
        running.getFirst().stop();
      }
    }
  }

  @Test
  void it_is_that_of_the_probe_the_epochs_and_the_steps_of_the_last_one() {
    Path checkpoint = folder.resolve("run.checkpoint");
    Stopwatch watch = new Stopwatch();
    FineTuning tuning =
        new FineTuning(
            SmallTuning.task(), new ScalarGradientKernels(), 1, Optional.of(checkpoint), watch);
    watch.running.add(tuning);

    assertThat(tuning.run().finished()).isFalse();

    assertThat(watch.finished).isPositive();
    assertThat(watch.inProgress).isPositive();
    assertThat(CheckpointTime.seconds(checkpoint))
        .isCloseTo(watch.finished + watch.inProgress, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0 0 0 0 0 x", "0 0 0 0 0 -1", "0 0 0 0 0 NaN", "0 0 0 0 0 Infinity"})
  void a_checkpoint_that_does_not_say_it_is_damaged(String position) {
    Path checkpoint = folder.resolve("run.checkpoint");
    SafetensorsWriter.write(
        checkpoint,
        List.of(new SafetensorsWriter.Stored("a", Tensor.vector(new float[1]), ElementType.F32)),
        Map.of("mobilenet4j.checkpoint", "1", "position", position),
        Overwrite.REFUSE);

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> CheckpointTime.seconds(checkpoint))
        .withMessage(
            "%s is a damaged checkpoint, it does not say how long its run took; start the run anew.",
            checkpoint);
  }

  @Test
  void there_must_be_a_checkpoint() {
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> CheckpointTime.seconds(folder.resolve("none")))
        .withMessageContaining("there is no checkpoint");
  }
}
