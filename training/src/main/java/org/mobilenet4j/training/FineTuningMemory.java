package org.mobilenet4j.training;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.network.Network;

/**
 * What fine-tuning holds in memory, stated before it begins. The two stages come one after the
 * other: what the first one holds is free when the second one starts.
 *
 * @param features bytes of the features of all pictures, and of what the linear probe makes of
 *     them; the weights and activations of the backbone come on top
 * @param training the second stage; empty if the backbone stays frozen
 */
public record FineTuningMemory(long features, Optional<TrainingMemory> training) {
  /**
   * Looks at the second stage as it will be; for a moment that takes what the second stage takes,
   * so what cannot fit is refused here, before the first.
   *
   * @param task what is to be done
   * @param kernels what will compute the second stage
   * @param threads that will compute
   * @param checkpoint where the state of the second stage will be kept; empty to keep none
   * @return the memory of both stages
   * @throws TrainingException if the model has no layer to exchange, or the network has no block of
   *     the name that was given
   * @throws org.mobilenet4j.model.InsufficientMemoryException if the second stage needs more memory
   *     than the JVM may use
   */
  public static FineTuningMemory of(
      FineTuningTask task, GradientKernels kernels, int threads, Optional<Path> checkpoint) {
    Network given = task.model().network();
    Network sized =
        task.inputSize()
            .map(size -> given.withInputSize(size.height(), size.width()))
            .orElse(given);
    NewHead head = NewHead.of(task.model(), sized, task.data().train().labels().size());
    return new FineTuningMemory(
        features(task, head),
        task.freezing() instanceof Freezing.Backbone
            ? Optional.empty()
            : Optional.of(training(task, head, kernels, threads, checkpoint)));
  }

  private static long features(FineTuningTask task, NewHead head) {
    long learnt = task.data().train().size();
    long choosing = task.data().validation().size();
    // The regression has a copy that it standardises, by picture and by feature, and logits.
    long floats =
        (3 * learnt + choosing) * head.features() + learnt * task.data().train().labels().size();
    return Float.BYTES * floats;
  }

  private static TrainingMemory training(
      FineTuningTask task,
      NewHead head,
      GradientKernels kernels,
      int threads,
      Optional<Path> checkpoint) {
    int classes = task.data().train().labels().size();
    Set<String> frozen = task.freezing().nodes(head.network(), head.layer());
    TrainingTask second =
        new TrainingTask(
            head.network(),
            head.weights(
                new float[Math.multiplyExact(head.features(), classes)], new float[classes]),
            task.recipe(),
            task.data(),
            task.model().preprocessing().orElseThrow(),
            task.batchNorm().frozenWeights(head.network(), frozen),
            task.batchNorm().frozenStatistics(head.network(), frozen),
            task.classWeights(),
            task.seed(),
            Optional.empty()); // a teacher comes on top
    try (Trainer trainer =
        new Trainer(second, kernels, threads, checkpoint, TrainingListener.SILENT)) {
      return trainer.memory();
    }
  }
}
