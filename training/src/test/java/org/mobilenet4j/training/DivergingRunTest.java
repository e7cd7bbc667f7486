package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.model.safetensors.SafetensorsFile;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.training.optimization.GradientClipping;
import org.mobilenet4j.training.optimization.Schedule;
import org.mobilenet4j.training.recipe.Recipe;

/** Runs that cannot go on: what is said, and which checkpoint stays. */
class DivergingRunTest {
  private static final Recipe HOPELESS = SmallRun.recipe().withLearningRate(1e30);

  /** One batch an epoch, so that validation is the first to see what the step did. */
  private static final Recipe ALL_AT_ONCE =
      SmallRun.recipe().withBatchSize(SmallRun.STEPS * SmallRun.BATCH).withLearningRate(1e30);

  /**
   * Steps of bounded length, far too long: from the second step on the loss is beyond all sense,
   * and a number all the time. Twenty such steps are over in the fourth epoch.
   */
  private static final Recipe TOO_FAST =
      SmallRun.recipe()
          .withEpochs(6)
          .withLearningRate(1000)
          .withSchedule(new Schedule.Constant())
          .withClipping(new GradientClipping.ByGlobalNorm(1));

  @TempDir private Path folder = Path.of("");

  /** Asks its trainer to stop after some steps. */
  private static final class Stopping implements TrainingListener {
    private final List<Trainer> running = new ArrayList<>();
    private final int after;
    private int done;

    Stopping(int after) {
      this.after = after;
    }

    @Override
    public void stepDone(StepProgress progress) {
      done++;
      if (done == after) {
        running.forEach(Trainer::stop);
      }
    }
  }

  private Path checkpoint() {
    return folder.resolve("run.checkpoint");
  }

  private Trainer trainer(TrainingTask task, TrainingListener listener) {
    return new Trainer(task, new ScalarGradientKernels(), 1, Optional.of(checkpoint()), listener);
  }

  private String diverged(TrainingTask task, boolean resumed) {
    try (Trainer trainer = trainer(task, TrainingListener.SILENT)) {
      if (resumed) {
        trainer.resume();
      }
      TrainingResult result = trainer.run();
      throw new AssertionError("The run went on to its end: " + result.epochs());
    } catch (TrainingException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void stopAfter(int steps, TrainingTask task) {
    Stopping stopping = new Stopping(steps);
    try (Trainer trainer = trainer(task, stopping)) {
      stopping.running.add(trainer);
      assertThat(trainer.run().finished()).isFalse();
    }
  }

  /** Epoch, from 0, and batch of the checkpoint. */
  private String kept() {
    try (SafetensorsFile file = SafetensorsFile.open(checkpoint())) {
      String[] position = String.valueOf(file.metadata().get("position")).split(" ", -1);
      return position[0] + " " + position[1];
    }
  }

  /** First weights of which one tensor is filled with a number. */
  private static Weights filled(String tensor, float number) {
    Network network = SmallRun.network();
    Map<Weights.Key, Tensor> tensors =
        new LinkedHashMap<>(WeightInitialization.of(network, 5).tensors());
    tensors.replaceAll((key, old) -> {
      if (!key.toString().equals(tensor)) {
        return old;
      }
      float[] values = new float[old.values().length];
      Arrays.fill(values, number);
      return new Tensor(old.dimensions(), values);
    });
    return Weights.of(tensors);
  }

  private static TrainingTask beginningWith(Weights weights) {
    return TrainingTask.of(
        SmallRun.network(),
        weights,
        SmallRun.recipe(),
        SmallRun.PICTURES,
        Preprocessing.torchvision(),
        7);
  }

  @Test
  void a_run_that_diverges_says_where_and_what_to_do() {
    assertThat(diverged(SmallRun.task(HOPELESS), false))
        .matches(
            "Training diverged in epoch 1, step \\d of 6: .* \\(first in '[^']+'\\); begin anew with a lower learning rate, such as --learning-rate 1e29 instead of 1e30, and with --overwrite: from the checkpoint .*run.checkpoint, which is from before, the run would come here again\\.");
    assertThat(checkpoint()).exists();
  }

  @Test
  void without_a_checkpoint_none_is_spoken_of() {
    try (Trainer trainer =
        new Trainer(
            SmallRun.task(HOPELESS),
            new ScalarGradientKernels(),
            1,
            Optional.empty(),
            TrainingListener.SILENT)) {
      assertThatExceptionOfType(TrainingException.class)
          .isThrownBy(trainer::run)
          .withMessageEndingWith("such as --learning-rate 1e29 instead of 1e30.");
    }
  }

  @Test
  void what_the_last_step_of_an_epoch_did_is_seen_when_the_weights_are_judged() {
    assertThat(diverged(SmallRun.task(ALL_AT_ONCE), false))
        .matches(
            "Training diverged in epoch 1, after its last step: '.+' is answered with -?(NaN|Infinity) \\(first in '[^']+'\\); begin anew with a lower learning rate, such as --learning-rate 1e29 instead of 1e30, .*");
    assertThat(kept()).isEqualTo("0 0");
  }

  @Test
  void statistics_that_are_not_finite_end_a_run_even_if_its_answers_are_numbers() {
    TrainingTask task = beginningWith(filled("pw.bn.variance", Float.POSITIVE_INFINITY));

    assertThat(diverged(task, false))
        .startsWith(
            "Training diverged in epoch 1, after its last step: 'pw.bn.variance' holds what is no finite number; begin anew");
  }

  @Test
  void weights_that_are_not_finite_are_not_kept() {
    stopAfter(2, beginningWith(filled("pw.bn.variance", Float.POSITIVE_INFINITY)));

    assertThat(kept()).isEqualTo("0 0");
  }

  @Test
  void the_checkpoint_is_from_before_the_loss_was_beyond_all_sense() {
    String sentence = diverged(SmallRun.task(TOO_FAST), false);

    assertThat(sentence)
        .matches(
            "Training diverged in epoch 4, step \\d of 6: for 20 steps the loss has been above 24\\.8, .* \\(the largest gradient is that of '[^']+'\\); begin anew .*");
    assertThat(kept()).isEqualTo("0 0");
  }

  @Test
  void a_run_that_is_stopped_while_its_loss_is_beyond_all_sense_keeps_the_state_before() {
    stopAfter(9, SmallRun.task(TOO_FAST));

    assertThat(kept()).isEqualTo("0 0");
  }

  @Test
  void a_run_that_is_resumed_is_stopped_where_one_left_alone_is() {
    String alone = diverged(SmallRun.task(TOO_FAST), false);
    stopAfter(1, SmallRun.task(TOO_FAST));
    assertThat(kept()).isEqualTo("0 1");

    String resumed = diverged(SmallRun.task(TOO_FAST), true);

    assertThat(resumed).isEqualTo(alone);
  }

  @Test
  void weights_that_answer_with_no_number_are_refused() {
    try (Trainer trainer = trainer(SmallRun.task(SmallRun.recipe()), TrainingListener.SILENT)) {
      assertThatExceptionOfType(TrainingException.class)
          .isThrownBy(
              () -> trainer.score(filled("fc.bias", Float.NaN), SmallRun.PICTURES.validation()))
          .withMessage(
              "'%s' is answered with NaN; expected finite numbers; train with a lower learning rate.",
              SmallRun.PICTURES.validation().name(0));
    }
  }
}
