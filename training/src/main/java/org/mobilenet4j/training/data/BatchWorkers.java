package org.mobilenet4j.training.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Threads that make batches beside the consumer, a stated number ahead of it and no more. */
final class BatchWorkers implements AutoCloseable {
  private final BatchMaker maker;
  private final int count;
  private final int ahead;
  private final List<Thread> threads = new ArrayList<>();
  // Everything below is guarded by this object.
  private final Map<Integer, BatchMaker.Made> made = new HashMap<>();
  private int nextToMake;
  private int nextToTake;
  private boolean closed;
  private @Nullable Throwable failure;

  BatchWorkers(BatchMaker maker, BatchOptions options, int first, int count) {
    this.maker = maker;
    this.count = count;
    this.ahead = options.ahead();
    this.nextToMake = first;
    this.nextToTake = first;
    for (int i = 0; i < options.threads(); i++) {
      threads.add(Thread.ofPlatform().daemon().name("batches-" + i).start(this::work));
    }
  }

  private void work() {
    try {
      for (int number = claim(); number < count; number = claim()) {
        deliver(number, maker.make(number));
      }
    } catch (InterruptedException _) {
      // Closed while waiting: nobody wants another batch.
    } catch (Throwable e) { // an error too must reach the consumer, who would wait for ever
      fail(e);
    }
  }

  /** The number of the next batch to make, once it is not too far ahead; {@code count} to end. */
  private synchronized int claim() throws InterruptedException {
    while (!closed && nextToMake < count && nextToMake >= nextToTake + ahead) {
      wait();
    }
    return closed || failure != null ? count : Math.min(nextToMake++, count);
  }

  private synchronized void deliver(int number, BatchMaker.Made batch) {
    made.put(number, batch);
    notifyAll();
  }

  private synchronized void fail(Throwable e) {
    failure = failure == null ? e : failure;
    notifyAll();
  }

  /** Waits for a batch; numbers are asked for in order. */
  synchronized BatchMaker.Made take(int number) {
    BatchMaker.@Nullable Made batch = made.remove(number);
    while (batch == null) {
      if (failure != null) {
        throw rethrown(failure);
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting for a batch.", e);
      }
      batch = made.remove(number);
    }
    nextToTake = number + 1;
    notifyAll();
    return batch;
  }

  /** What ended a worker ends the consumer as it is: running out of memory stays just that. */
  private static RuntimeException rethrown(Throwable failure) {
    return switch (failure) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      default -> new IllegalStateException("A batch could not be made.", failure);
    };
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      made.clear();
      notifyAll();
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true; // the thread ends by itself: it works on one batch
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
