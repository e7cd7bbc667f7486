package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

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
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    String[] args = Arrays.stream(words).map(String::valueOf).toArray(String[]::new);
    int exitCode =
        Commands.run(
            args,
            new Console(
                in,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)));
    return new Ran(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
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
