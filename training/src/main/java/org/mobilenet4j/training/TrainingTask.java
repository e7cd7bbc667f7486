package org.mobilenet4j.training;

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
    long seed) {
  /**
   * @throws TrainingException if the network does not have an output for each class
   */
  public TrainingTask {
    frozen = Set.copyOf(frozen);
    frozenStatistics = Set.copyOf(frozenStatistics);
    initial.requireFit(network, "The first weights");
    int classes = data.train().labels().size();
    if (network.outputShape().elements() != classes) {
      throw new TrainingException(
          "The network has %d outputs and the data %d classes; build it with as many."
              .formatted(network.outputShape().elements(), classes));
    }
  }

  /**
   * @param network what is trained
   * @param initial its first weights
   * @param recipe how
   * @param data pictures
   * @param preprocessing how a picture becomes the input
   * @param seed of everything random
   * @return a task in which everything learns and every class counts the same
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
        seed);
  }

  /** Pictures in a step: those of the recipe, or all there are. */
  int batch() {
    return Math.min(recipe.batchSize(), data.train().size());
  }
}
