package org.mobilenet4j.training;

import java.util.Optional;
import org.mobilenet4j.training.data.Batch;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.optimization.Loss;
import org.mobilenet4j.training.recipe.Recipe;

/** What a run makes small: the loss by the targets of a batch and, if there is one, its teacher. */
final class Objective implements AutoCloseable {
  private final Loss loss;
  private final Optional<TeacherAnswers> teacher;
  private final DataSet pictures;

  private Objective(Loss loss, Optional<TeacherAnswers> teacher, DataSet pictures) {
    this.loss = loss;
    this.teacher = teacher;
    this.pictures = pictures;
  }

  /** Starts the threads of the teacher, if there is one. */
  static Objective of(TrainingTask task, int threads) {
    Recipe recipe = task.recipe();
    Loss hard = recipe.loss().loss(recipe.regularization().labelSmoothing(), task.classWeights());
    DataSet pictures = task.data().train();
    return task.teacher()
        .map(teacher ->
            new Objective(
                new Loss.Distillation(teacher.temperature(), teacher.weight(), hard),
                Optional.of(
                    new TeacherAnswers(
                        teacher.model(),
                        task.preprocessing(),
                        task.network().input(),
                        pictures.labels(),
                        threads)),
                pictures))
        .orElseGet(() -> new Objective(hard, Optional.empty(), pictures));
  }

  /**
   * The mean loss of a batch.
   *
   * @param batch pictures and targets, before they are filled up
   * @param targets {@code [size, classes]}, filled up
   * @param logits {@code [size, classes]}, what the network in training says
   * @param size pictures that the network takes at a time
   * @param gradient receives the derivative by each logit
   * @throws TrainingException if the teacher says what is no number
   */
  double valueAndGradient(
      Batch batch, float[] targets, float[] logits, int size, float[] gradient) {
    int classes = logits.length / size;
    if (teacher.isEmpty()) {
      return loss.valueAndGradient(logits, targets, size, classes, gradient);
    }
    float[] said = teacher.get().logits(batch.input());
    requireNumbers(said, classes, batch);
    return loss.valueAndGradient(
        logits, targets, FullBatch.of(said, batch.size(), size), size, classes, gradient);
  }

  /** Else it would look as if the student diverged. */
  private void requireNumbers(float[] said, int classes, Batch batch) {
    for (int i = 0; i < said.length; i++) {
      // Minus infinity is a class that the teacher excludes.
      if (Float.isNaN(said[i]) || said[i] == Float.POSITIVE_INFINITY) {
        throw new TrainingException(
            "The teacher answers '%s' with %s; expected a number; put the teacher to its self-test with 'inspect'."
                .formatted(pictures.name(batch.indices()[i / classes]), said[i]));
      }
    }
  }

  /** Rows whose largest logit is where their largest target is. */
  static long right(float[] logits, float[] targets, int rows, int classes) {
    long right = 0;
    for (int row = 0; row < rows; row++) {
      if (largest(logits, row * classes, classes) == largest(targets, row * classes, classes)) {
        right++;
      }
    }
    return right;
  }

  private static int largest(float[] numbers, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (numbers[from + i] > numbers[from + best]) {
        best = i;
      }
    }
    return best;
  }

  /** Ends the teacher's threads. */
  @Override
  public void close() {
    teacher.ifPresent(TeacherAnswers::close);
  }
}
