package org.mobilenet4j.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Starts the command line. */
public final class Main {
  private static final int RESULTS_MISSING = 2;

  private Main() {}

  /**
   * @param args what the user typed
   */
  public static void main(String[] args) {
    // Numbers are written alike everywhere: programs read them, and so do our documents.
    Locale.setDefault(Locale.ROOT);
    StandardOutput out = StandardOutput.over(new FileOutputStream(FileDescriptor.out));
    PrintStream err =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.err)),
            true,
            StandardCharsets.UTF_8);
    Console console = new Console(System.in, out, err);
    int exitCode = Commands.run(args, console);
    Optional<IOException> loss = out.loss();
    loss.ifPresent(failure ->
        console.remark(
            "standard output cannot be written (%s), so that results are missing; make room, or send them elsewhere."
                .formatted(InputException.reason(failure))));
    System.exit(loss.isPresent() ? RESULTS_MISSING : exitCode);
  }
}
