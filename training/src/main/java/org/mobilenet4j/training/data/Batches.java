package org.mobilenet4j.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mobilenet4j.training.data.augmentation.AugmentationPolicy;
import org.mobilenet4j.training.random.Draws;
import org.mobilenet4j.vision.Preprocessor;

/**
 * The batches of one epoch, in order; the same to the bit for any number of threads. A picture that
 * cannot be read is left out of its batch and reported. For one consumer thread at a time.
 *
 * {@snippet :
 * try (Batches batches = Batches.training(pictures, preprocessor, policy, options, epoch, 0)) {
 *   Optional<Batch> batch = batches.next();
 *   while (batch.isPresent()) {
 *     step(batch.get());
 *     batch = batches.next();
 *   }
 * }
 * }
 */
public final class Batches implements AutoCloseable {
  private static final long ORDER = 0x6f726465;

  private final BatchMaker maker;
  private final BatchOptions options;
  private final int count;
  private final Optional<BatchWorkers> workers;
  private final List<UnreadablePicture> unreadable = new ArrayList<>();
  private int handedOver;
  private int next;
  private boolean closed;

  private Batches(BatchMaker maker, BatchOptions options, int count, int first) {
    if (first < 0 || first > count) {
      throw new IllegalArgumentException(
          "Batch %d of an epoch of %d; expected from 0 to %d.".formatted(first, count, count));
    }
    this.maker = maker;
    this.options = options;
    this.count = count;
    this.next = first;
    this.workers =
        options.threads() == 0
            ? Optional.empty()
            : Optional.of(new BatchWorkers(maker, options, first, count));
  }

  /**
   * Training batches: augmented, in an order drawn from seed and epoch. An incomplete last batch is
   * dropped unless it is the only one; other pictures are dropped each epoch.
   *
   * @param pictures the data set
   * @param preprocessor of the network
   * @param policy what is done to the pictures
   * @param options size, seed, threads
   * @param epoch from 0
   * @param first number of the batch to begin with; above 0 to resume in mid-epoch
   * @return the batches
   */
  public static Batches training(
      DataSet pictures,
      Preprocessor preprocessor,
      AugmentationPolicy policy,
      BatchOptions options,
      int epoch,
      int first) {
    int[] order = Draws.of(options.seed(), ORDER, epoch).permutation(pictures.size());
    BatchMaker maker =
        new BatchMaker(
            pictures, preprocessor, policy, order, options.size(), options.seed(), epoch);
    return new Batches(maker, options, trainingBatches(pictures.size(), options.size()), first);
  }

  /**
   * The batches of a training epoch.
   *
   * @param pictures how many there are
   * @param size pictures a batch
   * @return how many batches
   */
  public static int trainingBatches(int pictures, int size) {
    return pictures < size ? Math.min(pictures, 1) : pictures / size;
  }

  /**
   * Evaluation batches: every picture in the order of the data set, framed as the network wants it.
   *
   * @param pictures the data set
   * @param preprocessor of the network
   * @param options size and threads; the seed does not matter
   * @return the batches
   */
  public static Batches evaluation(
      DataSet pictures, Preprocessor preprocessor, BatchOptions options) {
    int[] order = IntStream.range(0, pictures.size()).toArray();
    BatchMaker maker =
        new BatchMaker(
            pictures,
            preprocessor,
            AugmentationPolicy.of(),
            order,
            options.size(),
            options.seed(),
            0);
    return new Batches(maker, options, Math.ceilDiv(pictures.size(), options.size()), 0);
  }

  /**
   * The batches of the whole epoch, those before the first one asked for included.
   *
   * @return not negative
   */
  public int count() {
    return count;
  }

  /**
   * The next batch; waits for it if need be. A batch of which no picture can be read is passed
   * over.
   *
   * @return empty at the end of the epoch
   * @throws IllegalStateException if this is closed, or the waiting thread is interrupted
   */
  public Optional<Batch> next() {
    if (closed) {
      throw new IllegalStateException("These batches are closed.");
    }
    while (next < count) {
      int number = next;
      BatchMaker.Made made =
          workers.map(team -> team.take(number)).orElseGet(() -> maker.make(number));
      next++;
      unreadable.addAll(made.unreadable());
      if (made.batch().isPresent()) {
        return made.batch();
      }
    }
    return Optional.empty();
  }

  /**
   * The pictures that were left out of the batches taken so far.
   *
   * @return in the order of the epoch
   */
  public List<UnreadablePicture> unreadable() {
    return List.copyOf(unreadable);
  }

  /**
   * Those of {@link #unreadable} that this method has not handed over yet.
   *
   * @return in the order of the epoch
   */
  public List<UnreadablePicture> newlyUnreadable() {
    List<UnreadablePicture> fresh = List.copyOf(unreadable.subList(handedOver, unreadable.size()));
    handedOver = unreadable.size();
    return fresh;
  }

  /** Ends the threads, after the pictures that they work on. */
  @Override
  public void close() {
    closed = true;
    workers.ifPresent(BatchWorkers::close);
  }

  @Override
  public String toString() {
    return "%d batches of %d pictures, next is %d".formatted(count, options.size(), next);
  }
}
