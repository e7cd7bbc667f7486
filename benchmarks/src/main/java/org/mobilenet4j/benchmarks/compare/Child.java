package org.mobilenet4j.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * JVMs of their own, started like this one, that hand back lines of text.
 *
 * @param log where their standard error goes
 * @param limit how long one may take before it is ended; many times what it should
 */
record Child(Path log, Duration limit) {
  private static final String SEPARATOR = "\t";
  private static final String MARK = "result";
  private static final String CLASS_PATH = "-cp";

  /** A process did not do what it was started for: it crashed, hung, or kept silent. */
  static final class FailedException extends IllegalStateException {
    FailedException(String message) {
      super(message);
    }
  }

  /** A line that {@link #run} recognises among whatever else a runtime prints. */
  static String line(Object... fields) {
    return MARK
        + SEPARATOR
        + Arrays.stream(fields).map(String::valueOf).collect(Collectors.joining(SEPARATOR));
  }

  /**
   * @param program a class with a main method
   * @param arguments its arguments
   * @return the fields of each result
   * @throws FailedException if it fails; the message names the log
   */
  List<List<String>> run(Class<?> program, Object... arguments) {
    return run(command(true, program, arguments), any -> {});
  }

  /**
   * What a process did.
   *
   * @param nanosToLine from its start to the first line that holds a word
   * @param results the fields of each result
   */
  record Start(long nanosToLine, List<List<String>> results) {}

  /**
   * Runs a process and looks how long it takes from its start to the first line that holds a word.
   *
   * @param command the program and its arguments
   * @param word what the line holds
   * @throws FailedException if it fails or prints no such line
   */
  Start start(List<String> command, String word) {
    AtomicLong nanos = new AtomicLong(-1);
    long begun = System.nanoTime();
    List<List<String>> results =
        run(
            command,
            line -> {
              if (nanos.get() < 0 && line.contains(word)) {
                nanos.set(System.nanoTime() - begun);
              }
            });
    if (nanos.get() < 0) {
      throw new FailedException(
          "%s printed no line with '%s'; see %s.".formatted(described(command), word, log));
    }
    return new Start(nanos.get(), results);
  }

  /**
   * The command that starts a program in a JVM like this one.
   *
   * @param vectors whether it has the vector module, which only we need
   */
  static List<String> command(boolean vectors, Class<?> program, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (vectors) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.awt.headless=true");
    command.add(CLASS_PATH);
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    return command;
  }

  private List<List<String>> run(List<String> command, Consumer<String> eachLine) {
    List<List<String>> results = new ArrayList<>();
    try {
      Process process = start(command);
      AtomicBoolean overdue = new AtomicBoolean();
      var _ = Thread.ofVirtual().start(() -> endIfOverdue(process, overdue));
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String line;
        while ((line = out.readLine()) != null) {
          eachLine.accept(line);
          addResult(line, results);
        }
      }
      int code = process.waitFor();
      if (overdue.get()) {
        throw new FailedException(
            "%s had not ended after %d s and was stopped; see %s."
                .formatted(described(command), limit.toSeconds(), log));
      }
      if (code != 0) {
        throw new FailedException(
            "%s ended with exit code %d; see %s.".formatted(described(command), code, log));
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("%s cannot be run.".formatted(described(command)), e);
    }
    return results;
  }

  private static void addResult(String line, List<List<String>> results) {
    List<String> fields = List.of(line.split(SEPARATOR, -1));
    if (fields.getFirst().equals(MARK)) {
      results.add(fields.subList(1, fields.size()));
    }
  }

  private Process start(List<String> command) throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private void endIfOverdue(Process process, AtomicBoolean overdue) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        overdue.set(true);
        // What it started holds its output open, and would keep us reading.
        process.descendants().forEach(Child::end);
        // By the handle: the process itself would close the output under the reader's hands.
        end(process.toHandle());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(ProcessHandle process) {
    var _ = process.destroyForcibly();
  }

  /** Without the JVM and its options, of which the class path alone would fill pages. */
  private static String described(List<String> command) {
    int classPath = command.indexOf(CLASS_PATH);
    return String.join(
        " ", classPath < 0 ? command : command.subList(classPath + 2, command.size()));
  }
}
