package org.mobilenet4j.training.optimization;

import java.util.List;

/**
 * An optimiser's arithmetic on a stretch of one tensor; each number by itself, so that any cut
 * gives the same bits.
 */
interface UpdateRule {
  /** What is remembered for each weight, by name. */
  record Slot(String name, float start) {}

  /** An array of each slot for one tensor, in the order of {@link #slots}. */
  List<Slot> slots();

  /**
   * Moves the weights from {@code from} to before {@code to}.
   *
   * @param memory one array a slot
   * @param decay the tensor's weight decay
   * @param step number of this step, from 1
   */
  void update(
      LearnedTensor tensor,
      float[][] memory,
      int from,
      int to,
      double rate,
      double decay,
      long step);

  static UpdateRule of(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Sgd settings -> new SgdUpdate(settings);
      case Optimizer.RmsPropTensorFlow settings -> new RmsPropTensorFlowUpdate(settings);
      case Optimizer.RmsPropTorch settings -> new RmsPropTorchUpdate(settings);
      case Optimizer.AdamW settings -> new AdamWUpdate(settings);
    };
  }
}
