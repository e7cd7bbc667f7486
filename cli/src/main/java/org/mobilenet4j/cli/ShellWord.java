package org.mobilenet4j.cli;

import java.nio.file.Path;

/** A word of a command line as a shell wants it typed. */
final class ShellWord {
  private ShellWord() {}

  static String of(Path file) {
    return of(file.toString());
  }

  static String of(String word) {
    return word.matches("[A-Za-z0-9_./:=,+@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
