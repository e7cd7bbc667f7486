package org.mobilenet4j.training;

import org.mobilenet4j.training.gradient.TrainableNetwork;
import org.mobilenet4j.training.optimization.MovingAverage;

/**
 * What a run holds in memory, stated before its first step; all but the batch in bytes. Decoded
 * pictures that are kept ({@link org.mobilenet4j.training.data.PictureCache}), archives, the
 * pictures being decoded, and a teacher with its weights and activations come on top.
 *
 * @param batch pictures of a batch
 * @param activations activations, their gradients and scratch; grows with the batch
 * @param weights weights, their gradients, running statistics and the copies that kernels read
 * @param remembered what the optimiser remembers, and the averages of the weights
 * @param kept the first weights and the best so far, from the first epoch's end on
 * @param batches the batch that is learned from and those that wait
 * @param copies made for a moment while a checkpoint is written or better weights are kept
 */
public record TrainingMemory(
    int batch,
    long activations,
    long weights,
    long remembered,
    long kept,
    long batches,
    long copies) {
  /**
   * @param pictureFloats numbers of a picture as the network sees it
   * @param batches that are there at the same time
   * @param checkpointed whether the run writes checkpoints
   */
  static TrainingMemory of(
      TrainingTask task, RunState state, int pictureFloats, int batches, boolean checkpointed) {
    TrainableNetwork network = state.network();
    long floats = RunState.arrays(network).values().stream().mapToLong(array -> array.length).sum();
    long copy = floats * Float.BYTES;
    long averages = state.average().map(MovingAverage::bytes).orElse(0L);
    long remembered = state.optimizer().bytes() + averages;
    int classes = task.data().train().labels().size();
    long batch = (long) Float.BYTES * task.batch() * (pictureFloats + classes);
    return new TrainingMemory(
        task.batch(),
        network.activationBytes(),
        network.weightBytes(),
        remembered,
        2 * copy,
        batch * batches,
        Math.max(copy, checkpointed ? remembered : 0));
  }

  /**
   * @return bytes held all the time, once there are best weights
   */
  public long heldBytes() {
    return activations + weights + remembered + kept + batches;
  }

  /**
   * @return bytes held at the most
   */
  public long peakBytes() {
    return heldBytes() + copies;
  }

  /**
   * @return bytes of activations a picture
   */
  public long activationsOfPicture() {
    return activations / batch;
  }
}
