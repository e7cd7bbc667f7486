package org.mobilenet4j.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** The same work for many indices on some threads of our own, which end with it. */
final class SideBySide {
  /** Indices a task: few enough that threads end together, many enough to cost nothing. */
  private static final int CHUNK = 64;

  private SideBySide() {}

  /**
   * @param threads 0 for the caller's own
   * @return one result an index, in order
   */
  static <T> List<T> map(int size, int threads, IntFunction<T> work) {
    if (threads == 0) {
      return range(0, size, work);
    }
    try (ExecutorService team =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory())) {
      List<Future<List<T>>> chunks = new ArrayList<>();
      for (int from = 0; from < size; from += CHUNK) {
        int start = from;
        chunks.add(team.submit(() -> range(start, Math.min(start + CHUNK, size), work)));
      }
      List<T> results = new ArrayList<>(size);
      for (Future<List<T>> chunk : chunks) {
        try {
          results.addAll(chunk.get());
        } catch (ExecutionException e) {
          team.shutdownNow();
          throw cause(e);
        } catch (InterruptedException e) {
          team.shutdownNow();
          Thread.currentThread().interrupt();
          throw new IllegalStateException("Interrupted while waiting for pictures.", e);
        }
      }
      return results;
    }
  }

  /** What ended a thread of the team, as it is: running out of memory stays just that. */
  private static RuntimeException cause(ExecutionException e) {
    return switch (e.getCause()) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      case null, default -> new IllegalStateException("Work on the pictures ended early.", e);
    };
  }

  private static <T> List<T> range(int from, int to, IntFunction<T> work) {
    List<T> results = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      results.add(work.apply(i));
    }
    return results;
  }
}
