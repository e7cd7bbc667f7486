package org.mobilenet4j.benchmarks.compare;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Processes of which one may fail: what it should have measured is missing and marked, in a
 * sentence and in the CSV, and the comparison goes on with the others.
 */
final class Attempts {
  /** What goes before the part's name in the CSV. */
  static final String FAILED = "failed-";

  private final Child child;
  private final Results results;
  private final PrintStream out;
  private int failed;

  /**
   * @param out for the sentences about processes that failed
   */
  Attempts(Child child, Results results, PrintStream out) {
    this.child = child;
    this.results = results;
    this.out = out;
  }

  /**
   * Runs a program, as {@link Child#run} does.
   *
   * @param what is to be measured
   * @return the fields of each result; empty if it failed
   */
  Optional<List<List<String>>> run(Figure what, Class<?> program, Object... arguments) {
    return attempt(what, () -> child.run(program, arguments));
  }

  /** Starts a program, as {@link Child#start} does; empty if it failed. */
  Optional<Child.Start> start(Figure what, List<String> command, String word) {
    return attempt(what, () -> child.start(command, word));
  }

  private <T> Optional<T> attempt(Figure what, Supplier<T> process) {
    try {
      return Optional.of(process.get());
    } catch (Child.FailedException e) {
      failed++;
      out.println("Missing in %s: %s".formatted(what.part(), e.getMessage()));
      results.add(what.in(FAILED + what.part()).with("processes", 1));
      return Optional.empty();
    }
  }

  /**
   * Says at the end that figures are missing.
   *
   * @return whether none is
   */
  boolean complete() {
    if (failed > 0) {
      out.printf(
          "%d of the processes failed; the tables are of the others, the log is %s.%n",
          failed, child.log());
    }
    return failed == 0;
  }
}
