package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.data.UnreadablePicture;
import org.mobilenet4j.vision.image.ImageFormatException;
import org.mobilenet4j.vision.image.Pixels;

/** Pictures that could be read when a run began and cannot be read when their turn comes. */
class VanishingPicturesTest {
  private static final DataSplits WHOLE = SmallRun.PICTURES;

  @TempDir private Path folder = Path.of("");

  /** The same pictures without some of them. */
  private record Torn(DataSet pictures, IntPredicate gone) implements DataSet {
    @Override
    public List<String> labels() {
      return pictures.labels();
    }

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
      if (gone.test(index)) {
        throw new ImageFormatException("%d.png is gone.".formatted(index));
      }
      return pictures.picture(index);
    }
  }

  private static DataSplits splits(IntPredicate train, IntPredicate validation) {
    return new DataSplits(
        new Torn(WHOLE.train(), train),
        new Torn(WHOLE.validation(), validation),
        Optional.empty(),
        WHOLE.findings());
  }

  private static Trainer trainer(
      DataSplits data, Optional<Path> checkpoint, TrainingListener listener) {
    return new Trainer(
        SmallRun.task(SmallRun.recipe(), data),
        new ScalarGradientKernels(),
        1,
        checkpoint,
        listener);
  }

  /** Remembers what it is told, and when. */
  private static final class Diary implements TrainingListener {
    private final List<String> warnings = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private int steps;
    private int stepsAtFirst = -1;

    @Override
    public void stepDone(StepProgress progress) {
      steps++;
    }

    @Override
    public void unreadable(UnreadablePicture picture) {
      names.add(picture.name());
      warned(picture.reason());
    }

    @Override
    public void warned(String sentence) {
      warnings.add(sentence);
      if (stepsAtFirst < 0) {
        stepsAtFirst = steps;
      }
    }
  }

  @Test
  void the_run_goes_on_and_each_is_told_once_in_its_epoch() {
    Diary diary = new Diary();

    try (Trainer trainer =
        trainer(splits(i -> i == 5 || i == 17, i -> i == 3), Optional.empty(), diary)) {
      TrainingResult result = trainer.run();

      assertThat(result.finished()).isTrue();
      assertThat(result.epochs()).hasSize(2);
      assertThat(result.warnings()).isEqualTo(diary.warnings);
    }
    assertThat(diary.warnings)
        .containsExactlyInAnyOrder("5.png is gone.", "17.png is gone.", "3.png is gone.");
    assertThat(diary.names)
        .containsExactlyInAnyOrder(
            WHOLE.train().name(5), WHOLE.train().name(17), WHOLE.validation().name(3));
    assertThat(diary.stepsAtFirst).as("told before the epoch is over").isLessThan(SmallRun.STEPS);
  }

  @Test
  void what_was_told_before_a_stop_is_kept() {
    Path checkpoint = folder.resolve("run.checkpoint");
    DataSplits torn = splits(i -> i % 2 == 0, i -> false);
    List<Trainer> running = new ArrayList<>();
    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void stepDone(StepProgress progress) {
            running.forEach(Trainer::stop);
          }
        };
    try (Trainer trainer = trainer(torn, Optional.of(checkpoint), stopping)) {
      running.add(trainer);
      assertThat(trainer.run().warnings()).isNotEmpty();
    }

    try (Trainer trainer = trainer(torn, Optional.of(checkpoint), TrainingListener.SILENT)) {
      trainer.resume();
      List<String> warnings = trainer.run().warnings();

      assertThat(warnings).hasSize(SmallRun.STEPS * SmallRun.BATCH / 2).doesNotHaveDuplicates();
    }
  }

  @Test
  void with_none_to_learn_from_the_run_ends() {
    try (Trainer trainer =
        trainer(splits(i -> true, i -> false), Optional.empty(), TrainingListener.SILENT)) {
      assertThatExceptionOfType(TrainingException.class)
          .isThrownBy(trainer::run)
          .withMessage(
              "None of the pictures to learn from can be read any more; were they moved or removed?");
    }
  }

  @Test
  void with_none_to_validate_with_the_run_ends() {
    try (Trainer trainer =
        trainer(splits(i -> false, i -> true), Optional.empty(), TrainingListener.SILENT)) {
      assertThatExceptionOfType(TrainingException.class)
          .isThrownBy(trainer::run)
          .withMessage("No validation picture can be read any more; were they moved or removed?");
    }
  }
}
