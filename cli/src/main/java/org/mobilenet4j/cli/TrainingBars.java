package org.mobilenet4j.cli;

import org.jspecify.annotations.Nullable;

/**
 * The progress bars of a training, one after the other: pictures whose features are computed, then
 * steps. Each is opened when what it counts begins, and where it begins, so that the time left is
 * that of its own pace: neither features nor the part of a run before it was resumed, which take
 * other times, count in that of the steps. For any thread.
 */
final class TrainingBars implements AutoCloseable {
  private final Progress.Opener opener;
  private @Nullable Progress bar; // guarded by this object, as the others
  private boolean features;
  private int most;

  /**
   * @param opener makes the bars
   */
  TrainingBars(Progress.Opener opener) {
    this.opener = opener;
  }

  /** Features of some of all pictures are there; told out of order, the most of them count. */
  synchronized void features(int done, int all) {
    if (!features) {
      // The first picture has waited until the plan of the backbone was made.
      open("Features", done, all);
      features = true;
      most = 0;
    }
    most = Math.max(most, done);
    if (bar != null) {
      bar.done(most);
    }
  }

  /** There are no more features. */
  synchronized void featuresEnd() {
    close();
  }

  /** Steps begin, after those that were done before a run was stopped. */
  synchronized void steps(long done, long all) {
    open("Training", done, all);
  }

  /** As many steps are done, those before a run was stopped included. */
  synchronized void step(long done, String words) {
    if (bar != null) {
      bar.done(done, words);
    }
  }

  /** Prints lines without a bar in their midst. */
  synchronized void aside(Runnable printing) {
    if (bar == null) {
      printing.run();
    } else {
      bar.aside(printing);
    }
  }

  private void open(String task, long from, long all) {
    close();
    bar = opener.open(task, from, all);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
    bar = null;
    features = false;
  }
}
