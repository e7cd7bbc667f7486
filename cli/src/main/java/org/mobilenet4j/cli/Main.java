package org.mobilenet4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Starts the command line. */
public final class Main {
  private Main() {}

  /**
   * @param args what the user typed
   */
  public static void main(String[] args) {
    // Numbers are written alike everywhere: programs read them, and so do our documents.
    Locale.setDefault(Locale.ROOT);
    PrintStream out = utf8(FileDescriptor.out, false);
    PrintStream err = utf8(FileDescriptor.err, true);
    int exitCode = Commands.run(args, new Console(System.in, out, err));
    out.flush();
    System.exit(exitCode);
  }

  private static PrintStream utf8(FileDescriptor descriptor, boolean autoFlush) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16),
        autoFlush,
        StandardCharsets.UTF_8);
  }
}
