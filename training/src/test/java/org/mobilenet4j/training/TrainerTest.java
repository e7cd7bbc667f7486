package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.model.safetensors.SafetensorsFile;
import org.mobilenet4j.model.safetensors.SafetensorsWriter;
import org.mobilenet4j.model.tensors.ElementType;
import org.mobilenet4j.training.recipe.Recipe;

/** A run of a small network over a few drawn pictures. */
class TrainerTest {
  private static final int STEPS = SmallRun.STEPS;

  @TempDir private Path folder = Path.of("");

  private static Trainer trainer(
      Recipe recipe, int threads, Optional<Path> checkpoint, TrainingListener listener) {
    return new Trainer(
        SmallRun.task(recipe), new ScalarGradientKernels(), threads, checkpoint, listener);
  }

  private static Weights leftAlone(int threads) {
    try (Trainer trainer =
        trainer(SmallRun.recipe(), threads, Optional.empty(), TrainingListener.SILENT)) {
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
    try (Trainer trainer = trainer(SmallRun.recipe(), 1, Optional.of(checkpoint), stopping)) {
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
    try (Trainer trainer =
        trainer(SmallRun.recipe(), 2, Optional.of(checkpoint), TrainingListener.SILENT)) {
      trainer.resume();
      resumed = trainer.run().weights();
    }

    assertThat(resumed.tensors()).isEqualTo(leftAlone(1).tensors());
  }

  @Test
  void a_run_says_before_its_first_step_how_many_steps_there_are_and_were() {
    Path checkpoint = folder.resolve("run.checkpoint");
    List<String> told = new ArrayList<>();
    TrainingListener listening =
        new TrainingListener() {
          @Override
          public void stepsBegin(long done, long all) {
            told.add("%d of %d steps".formatted(done, all));
          }

          @Override
          public void stepDone(StepProgress progress) {
            told.add("epoch %d, step %d".formatted(progress.epoch(), progress.step()));
          }
        };
    stopAfter(STEPS + 2, checkpoint);

    try (Trainer resumed = trainer(SmallRun.recipe(), 1, Optional.of(checkpoint), listening)) {
      resumed.resume();
      assertThat(resumed.run().finished()).isTrue();
    }
    try (Trainer fresh = trainer(SmallRun.recipe().withEpochs(1), 1, Optional.empty(), listening)) {
      assertThat(fresh.run().finished()).isTrue();
    }

    assertThat(told)
        .hasSize(STEPS - 2 + 1 + STEPS + 1)
        .startsWith("8 of 12 steps", "epoch 2, step 3")
        .containsSubsequence("epoch 2, step 6", "0 of 6 steps", "epoch 1, step 1");
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
    "divergence.limit, 'x'",
    "divergence.limit, '0.0'",
    "divergence.limit, NaN",
    "divergence.limit, Infinity",
  })
  void a_damaged_checkpoint_is_refused_in_one_sentence(String key, String value) {
    Path checkpoint = folder.resolve("run.checkpoint");
    stopAfter(STEPS + 1, checkpoint);
    rewrite(checkpoint, texts -> texts.put(key, value));

    try (Trainer trainer =
        trainer(SmallRun.recipe(), 1, Optional.of(checkpoint), TrainingListener.SILENT)) {
      assertThatThrownBy(trainer::resume)
          .isInstanceOf(TrainingException.class)
          .hasMessage(checkpoint + " is a damaged checkpoint; start the run anew.");
    }
  }

  @Test
  void a_checkpoint_with_a_damaged_weight_is_refused() throws IOException {
    Path checkpoint = folder.resolve("run.checkpoint");
    stopAfter(STEPS + 1, checkpoint);
    byte[] bytes = Files.readAllBytes(checkpoint);
    int exponent = bytes.length - 1; // of the last number
    bytes[exponent] = (byte) (bytes[exponent] ^ 0x40);
    Files.write(checkpoint, bytes);

    assertDamaged(checkpoint, " is a damaged checkpoint, its numbers are not those that were");
  }

  @ParameterizedTest(name = "of {0} percent of its bytes")
  @ValueSource(ints = {0, 1, 50, 99})
  void a_truncated_checkpoint_says_what_to_do(int percent) throws IOException {
    Path checkpoint = folder.resolve("run.checkpoint");
    stopAfter(1, checkpoint);
    byte[] bytes = Files.readAllBytes(checkpoint);
    Files.write(checkpoint, Arrays.copyOf(bytes, bytes.length * percent / 100));

    assertDamaged(checkpoint, "");
  }

  private static void assertDamaged(Path checkpoint, String what) {
    try (Trainer trainer =
        trainer(SmallRun.recipe(), 1, Optional.of(checkpoint), TrainingListener.SILENT)) {
      for (ThrowingCallable reading :
          List.<ThrowingCallable>of(trainer::resume, () -> CheckpointNotes.read(checkpoint))) {
        assertThatThrownBy(reading)
            .isInstanceOf(TrainingException.class)
            .hasMessageStartingWith(checkpoint + what)
            .hasMessageEndingWith("begin the run anew, with --overwrite.");
      }
    }
  }

  @Test
  void the_checkpoint_of_another_run_is_refused() {
    Path checkpoint = folder.resolve("run.checkpoint");
    stopAfter(1, checkpoint);

    try (Trainer trainer =
        trainer(
            SmallRun.recipe().withLearningRate(0.5),
            1,
            Optional.of(checkpoint),
            TrainingListener.SILENT)) {
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
        trainer(
            SmallRun.recipe().withEpochs(3), 1, Optional.of(checkpoint), TrainingListener.SILENT)) {
      trainer.resume();
      assertThat(trainer.run().epochs()).hasSize(3);
    }
  }

  @Test
  void a_run_that_is_resumed_cannot_end_before_it_was_stopped() {
    Path checkpoint = folder.resolve("run.checkpoint");
    stopAfter(STEPS + 1, checkpoint);

    try (Trainer trainer =
        trainer(
            SmallRun.recipe().withEpochs(1), 1, Optional.of(checkpoint), TrainingListener.SILENT)) {
      assertThatThrownBy(trainer::resume)
          .isInstanceOf(TrainingException.class)
          .hasMessage(
              checkpoint
                  + " is past the end of epoch 1, with which the run was to end; let it have more epochs.");
    }
  }

  /** They do not say when a run is lost, and have no checksum. */
  @ParameterizedTest
  @ValueSource(strings = {"divergence.limit", "checksum"})
  void a_checkpoint_of_the_first_versions_is_still_read(String unknown) {
    Path checkpoint = folder.resolve("run.checkpoint");
    stopAfter(STEPS + 1, checkpoint);
    rewrite(checkpoint, texts -> assertThat(texts.remove(unknown)).isNotNull());

    Weights resumed;
    try (Trainer trainer =
        trainer(SmallRun.recipe(), 1, Optional.of(checkpoint), TrainingListener.SILENT)) {
      trainer.resume();
      resumed = trainer.run().weights();
    }

    assertThat(resumed.tensors()).isEqualTo(leftAlone(1).tensors());
  }

  private static void rewrite(Path file, Consumer<Map<String, String>> change) {
    List<SafetensorsWriter.Stored> tensors = new ArrayList<>();
    Map<String, String> texts;
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      texts = new HashMap<>(open.metadata());
      for (String name : open.entries().keySet()) {
        tensors.add(new SafetensorsWriter.Stored(name, open.load(name), ElementType.F32));
      }
    }
    change.accept(texts);
    SafetensorsWriter.write(file, tensors, texts, Overwrite.REPLACE);
  }
}
