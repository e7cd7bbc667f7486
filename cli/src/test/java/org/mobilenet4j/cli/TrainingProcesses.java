package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Trainings as programs of their own, which can be killed.
 *
 * @param folder in which they run
 */
record TrainingProcesses(Path folder) {
  /**
   * Starts a program.
   *
   * @param before words of the shell before it, if there are any
   * @param words of its command line
   */
  Process start(List<String> before, Object... words) throws IOException {
    List<String> line = new ArrayList<>(before);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "--add-modules=jdk.incubator.vector",
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            "org.mobilenet4j.cli.Main"));
    Arrays.stream(words).map(String::valueOf).forEach(line::add);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder
        .directory(folder.toFile())
        .redirectError(folder.resolve("err.txt").toFile())
        .start();
  }

  /** Lets some epochs pass, and a moment. */
  static void letPass(Process process, int epochs, long millis)
      throws IOException, InterruptedException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (int i = 0; i < epochs; i++) {
      String line = out.readLine();
      assertThat(line).as("the program went on").isNotNull().contains("\"epoch\"");
    }
    assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
  }

  /** What lies in the folder, sorted. */
  List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::getFileName).map(String::valueOf).sorted().toList();
    }
  }
}
