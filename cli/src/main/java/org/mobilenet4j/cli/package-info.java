/**
 * The command line: one class a command, which parses, calls one method below, and prints.
 *
 * <p>Results go to standard output, progress and remarks to standard error. A user's mistake ends
 * with one sentence and exit code 2, a bug with a stack trace and exit code 1. Nothing is computed
 * here.
 */
@NullMarked
package org.mobilenet4j.cli;

import org.jspecify.annotations.NullMarked;
