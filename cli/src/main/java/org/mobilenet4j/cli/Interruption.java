package org.mobilenet4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While it is open, Ctrl-C asks something to stop, and waits until this is closed: until what was
 * asked has kept what it must keep.
 */
final class Interruption implements AutoCloseable {
  /** The step that is under way, and the checkpoint, take far less. */
  private static final long PATIENCE_SECONDS = 120;

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook;

  Interruption(Runnable stop) {
    hook =
        new Thread(
            () -> {
              stop.run();
              await();
            },
            "mobilenet4j-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void await() {
    try {
      if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Thread.currentThread().interrupt(); // the JVM ends without the last steps
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it runs: the program is being ended
    }
  }
}
