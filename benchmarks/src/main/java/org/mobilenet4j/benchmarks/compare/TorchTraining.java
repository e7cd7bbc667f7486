package org.mobilenet4j.benchmarks.compare;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Steps of PyTorch in a process of its own, which waits for its next command while others work. */
final class TorchTraining implements TrainingSide {
  private static final long LAST_SECONDS = 10;

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;
  private final String name;

  private TorchTraining(Process process) throws IOException {
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.commands =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.name = answer("its start");
  }

  /**
   * Starts a process, whose standard error is that of this one.
   *
   * @param python an interpreter that has torch and torchvision
   * @param script {@code train_torch.py}
   * @param start what {@link TrainingCase#write} wrote
   * @param format {@code channels_last} or {@code default}
   */
  static TorchTraining start(
      String python, Path script, Path start, TrainingCase what, int threads, String format)
      throws IOException {
    List<String> command =
        List.of(
            python,
            script.toString(),
            start.toString(),
            what.network().key(),
            Integer.toString(what.resolution()),
            Integer.toString(what.batch()),
            Integer.toString(threads),
            format,
            Double.toString(TrainingCase.WEIGHT_DECAY));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      return new TorchTraining(process);
    } catch (IOException | RuntimeException e) {
      process.destroy();
      throw e;
    }
  }

  private String answer(String what) throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IllegalStateException("The Python process ended at %s.".formatted(what));
    }
    return line;
  }

  private String[] ask(String command) {
    try {
      commands.write(command);
      commands.newLine();
      commands.flush();
      return answer("'" + command + "'").split(" ", -1);
    } catch (IOException e) {
      throw new IllegalStateException(
          "The Python process cannot be asked '%s'.".formatted(command), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double[] losses(int steps, double rate) {
    String[] losses = ask("losses %d %s".formatted(steps, rate));
    return Arrays.stream(losses).mapToDouble(Double::parseDouble).toArray();
  }

  @Override
  public Turn turn(int steps, double rate) {
    String[] nanos = ask("turn %d %s".formatted(steps, rate));
    return new Turn(Long.parseLong(nanos[0]), Long.parseLong(nanos[1]), Long.parseLong(nanos[2]));
  }

  @Override
  public Resident resident() {
    String[] bytes = ask("memory");
    return new Resident(Long.parseLong(bytes[0]), Long.parseLong(bytes[2]));
  }

  /** Ends the process: its input is at its end. */
  @Override
  public void close() {
    try {
      commands.close();
      if (!process.waitFor(LAST_SECONDS, TimeUnit.SECONDS)) {
        process.destroy();
      }
    } catch (IOException e) {
      process.destroy(); // it has ended by itself
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
