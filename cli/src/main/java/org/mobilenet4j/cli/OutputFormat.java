package org.mobilenet4j.cli;

/** For whom results are printed. */
enum OutputFormat {
  /** For people. */
  TABLE,
  /** For programs. */
  JSON
}
