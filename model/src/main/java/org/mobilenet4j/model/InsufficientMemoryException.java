package org.mobilenet4j.model;

import org.mobilenet4j.network.MobileNetException;

/** Something that is sound but needs more memory than the JVM may use. */
public final class InsufficientMemoryException extends MobileNetException {
  private static final long serialVersionUID = 1L;

  private InsufficientMemoryException(String message) {
    super(message);
  }

  /**
   * The refusal of something that is larger than any Java array.
   *
   * @param what the subject of a sentence
   * @param floats how many numbers it has
   * @return the exception, to be thrown
   */
  public static InsufficientMemoryException beyondOneArray(String what, long floats) {
    return new InsufficientMemoryException(
        "%s take %,d numbers, more than one array holds; use a smaller input."
            .formatted(what, floats));
  }

  /**
   * Refuses what cannot fit, before it is allocated.
   *
   * @param bytes how much is about to be allocated
   * @param what what for, as the subject of a sentence
   * @throws InsufficientMemoryException if the JVM's memory, with what is in use now, has no room
   *     for it
   */
  public static void requireRoom(long bytes, String what) {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    // What is in use includes garbage: without it there may be more room than this, never less.
    if (bytes > runtime.maxMemory() - used) {
      System.gc();
      used = runtime.totalMemory() - runtime.freeMemory();
    }
    if (bytes > runtime.maxMemory() - used) {
      throw new InsufficientMemoryException(
          "%s needs %,d MB of memory, but only %,d MB of the JVM's %,d MB are free; use a smaller input or network, or give the JVM more (-Xmx)."
              .formatted(
                  what,
                  bytes >> 20,
                  (runtime.maxMemory() - used) >> 20,
                  runtime.maxMemory() >> 20));
    }
  }
}
