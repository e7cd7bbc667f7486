package org.mobilenet4j.cli;

import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error, where a person looks at it; nothing where nobody does. */
final class Progress implements AutoCloseable {
  private static final int COLUMNS = 80;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  static Progress of(String task, long most, Console console) {
    if (Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isEmpty()) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(most)
            .setConsumer(new ConsoleProgressBarConsumer(console.err(), COLUMNS))
            .build());
  }

  void done(long count) {
    if (bar != null) {
      bar.stepTo(count);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
