package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A command that was run in this JVM, and what came of it.
 *
 * @param exitCode 0 done, 1 a bug, 2 the user's input
 * @param out standard output
 * @param err standard error
 */
record Ran(int exitCode, String out, String err) {
  static Ran command(Object... words) {
    return withInput("", words);
  }

  static Ran withInput(String input, Object... words) {
    return run(input, () -> {}, words);
  }

  /** A command during which something happens: as soon as it says anything, on either stream. */
  static Ran meanwhile(Happening happening, Object... words) {
    return run("", happening, words);
  }

  private static Ran run(String input, Happening happening, Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    AtomicBoolean happened = new AtomicBoolean();
    String[] args = Arrays.stream(words).map(String::valueOf).toArray(String[]::new);
    int exitCode =
        Commands.run(
            args,
            new Console(
                in,
                new PrintStream(
                    new Watched(out, happening, happened), false, StandardCharsets.UTF_8),
                new PrintStream(
                    new Watched(err, happening, happened), true, StandardCharsets.UTF_8)));
    return new Ran(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** What happens while a command runs. */
  @FunctionalInterface
  interface Happening {
    void happen() throws IOException;
  }

  /** A stream before whose first byte something happens. */
  private static final class Watched extends FilterOutputStream {
    private final Happening happening;
    private final AtomicBoolean happened;

    Watched(OutputStream out, Happening happening, AtomicBoolean happened) {
      super(out);
      this.happening = happening;
      this.happened = happened;
    }

    @Override
    public void write(int value) throws IOException {
      if (happened.compareAndSet(false, true)) {
        try {
          happening.happen();
        } catch (IOException e) {
          throw new UncheckedIOException(e); // a PrintStream swallows the others
        }
      }
      out.write(value);
    }
  }

  /** Done, and nothing to remark. */
  Ran succeeded() {
    assertThat(err).isEmpty();
    assertThat(exitCode).isZero();
    return this;
  }

  /** One sentence, exit code 2 and no result. */
  Ran refused(String... parts) {
    assertThat(err).startsWith("mobilenet4j: ").endsWith("\n").doesNotContain("\tat ", "Exception");
    assertThat(err.lines()).hasSize(1);
    assertThat(err.strip()).matches("(?s).*[.?']$").hasSizeLessThan(600);
    for (String part : parts) {
      assertThat(err).contains(part);
    }
    assertThat(out).isEmpty();
    assertThat(exitCode).isEqualTo(2);
    return this;
  }

  List<String> lines() {
    return out.lines().toList();
  }

  /** The document on standard output. */
  JsonDocument json() {
    assertThat(out.lines()).as("one line a document").hasSize(1);
    return JsonDocument.parse(out);
  }
}
