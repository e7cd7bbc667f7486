package org.mobilenet4j.cli;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where a command reads and prints.
 *
 * @param in what is piped in
 * @param out results
 * @param err progress and remarks
 */
record Console(InputStream in, PrintStream out, PrintStream err) {
  /** Says something beside the result, for a person. */
  void remark(String sentence) {
    err.println("mobilenet4j: " + sentence);
  }
}
