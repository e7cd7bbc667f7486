package org.mobilenet4j.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * JVMs of their own, started like this one, that hand back lines of text.
 *
 * @param log where their standard error goes
 */
record Child(Path log) {
  private static final String SEPARATOR = "\t";
  private static final String MARK = "result";

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
   * @throws IllegalStateException if it fails; the message names the log
   */
  List<List<String>> run(Class<?> program, Object... arguments) {
    return run(command(true, program, arguments));
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
   */
  Start start(List<String> command, String word) {
    List<List<String>> results = new ArrayList<>();
    long begun = System.nanoTime();
    try {
      Process process = start(command);
      long nanos = -1;
      try (BufferedReader out = reader(process)) {
        String line;
        while ((line = out.readLine()) != null) {
          if (nanos < 0 && line.contains(word)) {
            nanos = System.nanoTime() - begun;
          }
          addResult(line, results);
        }
      }
      requireSuccess(process, command);
      if (nanos < 0) {
        throw new IllegalStateException(
            "%s printed no line with '%s'; see %s.".formatted(command, word, log));
      }
      return new Start(nanos, results);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("%s cannot be run.".formatted(command), e);
    }
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
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    return command;
  }

  private List<List<String>> run(List<String> command) {
    List<List<String>> results = new ArrayList<>();
    try {
      Process process = start(command);
      try (BufferedReader out = reader(process)) {
        String line;
        while ((line = out.readLine()) != null) {
          addResult(line, results);
        }
      }
      requireSuccess(process, command);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("%s cannot be run.".formatted(command), e);
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

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private void requireSuccess(Process process, List<String> command) throws InterruptedException {
    int code = process.waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          "%s ended with exit code %d; see %s.".formatted(command, code, log));
    }
  }
}
