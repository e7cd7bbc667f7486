package org.mobilenet4j.training;

import java.util.OptionalInt;
import org.mobilenet4j.training.data.Batch;
import org.mobilenet4j.training.gradient.Statistics;
import org.mobilenet4j.training.gradient.TrainableNetwork;
import org.mobilenet4j.training.optimization.GradientNorms;
import org.mobilenet4j.training.random.Draws;

/**
 * What a run does with a batch: forward, loss, backward, update.
 *
 * @param task of the run
 * @param state which it changes
 * @param objective what is made small
 * @param diverged what is said if it cannot go on
 */
record LearningStep(TrainingTask task, RunState state, Objective objective, DivergedRun diverged) {
  /**
   * Learns from a batch and adds it to the sums of the epoch.
   *
   * @param steps of the epoch
   * @throws TrainingException if the run diverges
   */
  void take(Batch batch, int steps) {
    TrainableNetwork network = state.network();
    RunState.Position at = state.position();
    double progress = at.epoch() + (double) batch.number() / steps;
    double rate = task.recipe().learningRateAt(progress);
    int size = network.batch();
    float[] targets = FullBatch.of(batch.targets(), batch.size(), size);
    float[] logits =
        network.forward(
            FullBatch.of(batch.input(), batch.size(), size),
            Statistics.BATCH_AND_UPDATE,
            Draws.hash(task.seed(), at.epoch(), batch.number()));
    int classes = logits.length / size;
    float[] gradient = new float[logits.length];
    double value = objective.valueAndGradient(batch, targets, logits, size, gradient);
    if (!Double.isFinite(value)) {
      throw diverged(batch, steps, "the loss is " + value + diverged.firstNotFinite());
    }
    network.backward(gradient);
    GradientNorms norms =
        task.recipe().clipping().clip(state.optimizer().tensors(), network.gang());
    OptionalInt broken = norms.firstNotFinite();
    if (broken.isPresent()) {
      String name = state.optimizer().tensors().get(broken.getAsInt()).name();
      throw diverged(
          batch,
          steps,
          "the gradient of '%s' is not finite%s".formatted(name, diverged.firstNotFinite()));
    }
    if (state.divergence().isSeenIn(value)) {
      throw diverged(batch, steps, state.divergence().sentence() + largest(norms));
    }
    state.optimizer().step(rate, task.recipe().regularization().weightDecay(), network.gang());
    state.average().ifPresent(average -> average.update(network.gang()));
    network.refill();
    state.moveTo(
        new RunState.Position(
            at.epoch(),
            at.batch(),
            at.loss() + value * batch.size(),
            at.right() + Objective.right(logits, targets, batch.size(), classes),
            at.seen() + batch.size(),
            at.seconds()));
  }

  private String largest(GradientNorms norms) {
    return " (the largest gradient is that of '%s')"
        .formatted(state.optimizer().tensors().get(norms.largest()).name());
  }

  private TrainingException diverged(Batch batch, int steps, String what) {
    return diverged.atStep(batch.number() + 1, steps, what);
  }
}
