package org.mobilenet4j.training.data;

/**
 * How an epoch is cut into batches and who makes them.
 *
 * @param size pictures a batch; at least 1
 * @param seed of the order and of every augmentation
 * @param threads that decode and augment beside the consumer; 0 for the consumer's own thread. The
 *     batches are the same for every number
 * @param ahead the most batches that wait for the consumer or are being made; at least 1
 */
public record BatchOptions(int size, long seed, int threads, int ahead) {
  public BatchOptions {
    if (size < 1 || threads < 0 || ahead < 1) {
      throw new IllegalArgumentException(
          "Batches of %d pictures by %d threads, %d ahead; expected at least 1, 0 and 1."
              .formatted(size, threads, ahead));
    }
  }

  /**
   * Batches made by the consumer's own thread.
   *
   * @param size pictures a batch; at least 1
   * @param seed of the order and of every augmentation
   * @return the options
   */
  public static BatchOptions of(int size, long seed) {
    return new BatchOptions(size, seed, 0, 1);
  }

  /**
   * The same, made beside the consumer.
   *
   * @param threads that decode and augment; two batches a thread may wait
   * @return the changed options
   */
  public BatchOptions withThreads(int threads) {
    return new BatchOptions(size, seed, threads, Math.max(1, 2 * threads));
  }
}
