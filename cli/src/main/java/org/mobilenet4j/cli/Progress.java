package org.mobilenet4j.cli;

import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error, where a person looks at it; nothing where nobody does. */
final class Progress implements AutoCloseable {
  private static final int COLUMNS = 110;

  /** Makes a bar. */
  @FunctionalInterface
  interface Opener {
    /**
     * @param task what goes on
     * @param from how much of it was done before, in another time
     * @param most how much there is in all
     */
    Progress open(String task, long from, long most);
  }

  private final @Nullable ProgressBar bar;
  private final Console console;

  private Progress(@Nullable ProgressBar bar, Console console) {
    this.bar = bar;
    this.console = console;
  }

  static Progress of(String task, long most, Console console) {
    return of(task, 0, most, console);
  }

  /** The same for a task of which a part was done before; the time left is that of the rest. */
  static Progress of(String task, long from, long most, Console console) {
    if (Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isEmpty()) {
      return new Progress(null, console);
    }
    return shown(task, from, most, console);
  }

  /** A bar, whoever looks at it. */
  static Progress shown(String task, long from, long most, Console console) {
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(most)
            .startsFrom(from, Duration.ZERO)
            .setConsumer(new ConsoleProgressBarConsumer(console.err(), COLUMNS))
            .build(),
        console);
  }

  void done(long count) {
    if (bar != null) {
      bar.stepTo(count);
    }
  }

  /** The same with a few words behind the bar. */
  void done(long count, String words) {
    if (bar != null) {
      bar.setExtraMessage(words);
      bar.stepTo(count);
    }
  }

  /** Prints lines without the bar in their midst. */
  void aside(Runnable printing) {
    if (bar == null) {
      printing.run();
      return;
    }
    bar.pause();
    console.err().print("\r" + " ".repeat(COLUMNS) + "\r");
    printing.run();
    console.out().flush();
    bar.resume();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
