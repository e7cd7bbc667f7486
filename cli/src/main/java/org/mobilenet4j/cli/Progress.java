package org.mobilenet4j.cli;

import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error, where a person looks at it; nothing where nobody does. */
final class Progress implements AutoCloseable {
  private static final int COLUMNS = 110;

  private final @Nullable ProgressBar bar;
  private final Console console;

  private Progress(@Nullable ProgressBar bar, Console console) {
    this.bar = bar;
    this.console = console;
  }

  static Progress of(String task, long most, Console console) {
    if (Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isEmpty()) {
      return new Progress(null, console);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(most)
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
