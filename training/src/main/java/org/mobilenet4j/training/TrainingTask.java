package org.mobilenet4j.training;

import java.util.Optional;
import java.util.Set;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.optimization.ClassWeights;
import org.mobilenet4j.training.recipe.Recipe;

/**
 * All that decides over the result of a run; the number of threads does not.
 *
 * @param network what is trained; its outputs are the classes of the data
 * @param initial its first weights
 * @param recipe how it is trained
 * @param data pictures to learn from and to choose by
 * @param preprocessing how a picture becomes its input
 * @param frozen names of nodes whose weights stay as they are
 * @param frozenStatistics names of batch normalisations that use and keep their running statistics
 * @param classWeights how much each class counts in the loss
 * @param seed of order, augmentation, dropout
 * @param teacher from which the network learns beside the data; empty for none
 */
public record TrainingTask(
    Network network,
    Weights initial,
    Recipe recipe,
    DataSplits data,
    Preprocessing preprocessing,
    Set<String> frozen,
    Set<String> frozenStatistics,
    ClassWeights classWeights,
    long seed,
    Optional<Teacher> teacher) {
  /**
   * @throws TrainingException if the network does not have an output for each class, there are
   *     class weights for another number of classes, or the teacher has other ones
   * @throws org.mobilenet4j.training.recipe.RecipeException if an augmentation does not fit the
   *     network's input
   */
  public TrainingTask {
    frozen = Set.copyOf(frozen);
    frozenStatistics = Set.copyOf(frozenStatistics);
    initial.requireFit(network, "The first weights");
    AugmentationPolicies.requireRoom(recipe.augmentations(), network.input().extent());
    int classes = data.train().labels().size();
    if (network.outputShape().elements() != classes) {
      throw new TrainingException(
          "The network has %d outputs and the data %d classes; build it with as many."
              .formatted(network.outputShape().elements(), classes));
    }
    requireFit(classWeights, classes);
    teacher.ifPresent(each -> each.requireFit(data.train().labels(), network.input()));
  }

  static void requireFit(ClassWeights weights, int classes) {
    int factors = weights.factors().size();
    if (factors != 0 && factors != classes) {
      throw new TrainingException(
          "%d class weights for %d classes; expected one a class.".formatted(factors, classes));
    }
  }

  /**
   * @param network what is trained
   * @param initial its first weights
   * @param recipe how
   * @param data pictures
   * @param preprocessing how a picture becomes the input
   * @param seed of everything random
   * @return a task in which everything learns, every class counts the same, and nobody teaches
   */
  public static TrainingTask of(
      Network network,
      Weights initial,
      Recipe recipe,
      DataSplits data,
      Preprocessing preprocessing,
      long seed) {
    return new TrainingTask(
        network,
        initial,
        recipe,
        data,
        preprocessing,
        Set.of(),
        Set.of(),
        ClassWeights.equal(),
        seed,
        Optional.empty());
  }

  /**
   * @param model from which the network learns beside the data
   * @return the task with it
   * @throws TrainingException if it has other classes
   */
  public TrainingTask withTeacher(Teacher model) {
    return new TrainingTask(
        network,
        initial,
        recipe,
        data,
        preprocessing,
        frozen,
        frozenStatistics,
        classWeights,
        seed,
        Optional.of(model));
  }

  /** Pictures in a step: those of the recipe, or all there are. */
  int batch() {
    return Math.min(recipe.batchSize(), data.train().size());
  }
}
