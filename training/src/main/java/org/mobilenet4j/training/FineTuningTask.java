package org.mobilenet4j.training;

import java.util.Optional;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.optimization.ClassWeights;
import org.mobilenet4j.training.recipe.Recipe;

/**
 * All that decides over the result of fine-tuning; the number of threads does not.
 *
 * @param model whose backbone is taken over, with its preprocessing; its classes may be any, and it
 *     may end with features
 * @param recipe how the whole network is trained after the probe
 * @param data pictures of your classes
 * @param inputSize another input of the network; empty keeps the model's
 * @param freezing what stays as it is
 * @param batchNorm what becomes of batch normalisations in the part that learns
 * @param classWeights how much each class counts in the loss
 * @param seed of order, augmentation, dropout
 * @param teacher from which the whole network learns beside the data; empty for none
 */
public record FineTuningTask(
    Model model,
    Recipe recipe,
    DataSplits data,
    Optional<Extent> inputSize,
    Freezing freezing,
    BatchNormTuning batchNorm,
    ClassWeights classWeights,
    long seed,
    Optional<Teacher> teacher) {
  /**
   * @throws TrainingException if the model does not say how photos are prepared, or says it for
   *     other channels than it reads, or the data sets have different classes, or the teacher has
   *     others
   * @throws org.mobilenet4j.training.recipe.RecipeException if an augmentation does not fit the
   *     network's input
   */
  public FineTuningTask {
    Preprocessing preprocessing =
        model
            .preprocessing()
            .orElseThrow(() ->
                new TrainingException(
                    "The model does not say how photos are prepared; import it again with --preprocessing tf, torchvision, caffe or unit."));
    if (model.network().input().channels() != preprocessing.mean().size()) {
      throw new TrainingException(
          "The network reads %s, but its preprocessing makes %d channels; import it again with another --preprocessing."
              .formatted(model.network().input(), preprocessing.mean().size()));
    }
    TrainingTask.requireFit(classWeights, data.train().labels().size());
    AugmentationPolicies.requireRoom(
        recipe.augmentations(), inputSize.orElse(model.network().input().extent()));
    teacher.ifPresent(each -> each.requireFit(data.train().labels(), model.network().input()));
  }

  /**
   * The usual way: everything learns but batch normalisations, every class counts the same.
   *
   * @param model whose backbone is taken over
   * @param recipe how the whole network is trained
   * @param data pictures of your classes
   * @param seed of everything random
   * @return the task, at the model's input size
   */
  public static FineTuningTask of(Model model, Recipe recipe, DataSplits data, long seed) {
    return new FineTuningTask(
        model,
        recipe,
        data,
        Optional.empty(),
        new Freezing.Nothing(),
        BatchNormTuning.FROZEN,
        ClassWeights.equal(),
        seed,
        Optional.empty());
  }

  /**
   * @param size another input of the network
   * @return the task with it
   */
  public FineTuningTask withInputSize(Extent size) {
    return new FineTuningTask(
        model, recipe, data, Optional.of(size), freezing, batchNorm, classWeights, seed, teacher);
  }

  /**
   * @param what stays as it is
   * @return the task with that
   */
  public FineTuningTask withFreezing(Freezing what) {
    return new FineTuningTask(
        model, recipe, data, inputSize, what, batchNorm, classWeights, seed, teacher);
  }

  /**
   * @param what becomes of batch normalisations
   * @return the task with that
   */
  public FineTuningTask withBatchNorm(BatchNormTuning what) {
    return new FineTuningTask(
        model, recipe, data, inputSize, freezing, what, classWeights, seed, teacher);
  }

  /**
   * @param weights how much each class counts
   * @return the task with them
   */
  public FineTuningTask withClassWeights(ClassWeights weights) {
    return new FineTuningTask(
        model, recipe, data, inputSize, freezing, batchNorm, weights, seed, teacher);
  }

  /**
   * @param other from which the whole network learns beside the data
   * @return the task with it
   * @throws TrainingException if it has other classes
   */
  public FineTuningTask withTeacher(Teacher other) {
    return new FineTuningTask(
        model,
        recipe,
        data,
        inputSize,
        freezing,
        batchNorm,
        classWeights,
        seed,
        Optional.of(other));
  }
}
