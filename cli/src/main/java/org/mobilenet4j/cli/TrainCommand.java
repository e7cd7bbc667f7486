package org.mobilenet4j.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.training.StoppedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a model of a folder of photos. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a network on your photos, or without any on pictures that it draws itself.",
      "Writes the model, and beside it a report as a web page. Ctrl-C ends the run with a checkpoint,"
          + " from which 'resume' goes on."
    },
    footer = {
      "",
      "Examples:",
      "  mobilenet4j train",
      "  mobilenet4j train --data photos/ --output flowers.safetensors",
      "  mobilenet4j train --data photos.zip --architecture mobilenet-v3-small --resolution 128 \\",
      "      --recipe small-data --epochs 30",
      "  mobilenet4j train --data photos/ --from v2.safetensors --freeze backbone",
      "  mobilenet4j train --data photos/ --teacher large.safetensors --output small.safetensors"
    })
final class TrainCommand implements Callable<Integer> {
  /** How a program ends that Ctrl-C has ended. */
  private static final int INTERRUPTED = 130;

  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final TrainingChoice choice = new TrainingChoice();

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "table, which is the default, or json: a line an epoch, and a last one.",
      defaultValue = "table")
  private OutputFormat format = OutputFormat.TABLE;

  TrainCommand(Console console) {
    this.console = console;
  }

  /** Words that mean something elsewhere get a reason here; the help does not offer them. */
  static void hideRefused(CommandSpec train) {
    for (String name : List.of("--classes", "--without-classifier", "--input-channels")) {
      OptionSpec offered = Objects.requireNonNull(train.findOption(name), name);
      OptionSpec hidden = OptionSpec.builder(offered).hidden(true).build();
      var _ = train.remove(offered).addOption(hidden);
    }
  }

  @Override
  public Integer call() {
    return run(Invocation.of(words()));
  }

  /** Goes on with a run, in another format or with other threads if that is wished. */
  int resume(
      Invocation invocation, @Nullable OutputFormat otherFormat, @Nullable Integer otherThreads) {
    format = otherFormat == null ? format : otherFormat;
    choice.takeThreads(otherThreads);
    return run(invocation);
  }

  private List<String> words() {
    if (spec == null) {
      throw new IllegalStateException("The command line gave no specification.");
    }
    List<String> all = spec.commandLine().getParseResult().originalArgs();
    return all.subList(all.indexOf("train") + 1, all.size());
  }

  /** Reads the words, and then the pictures. */
  TrainingSetup setup(Invocation invocation) {
    return choice.setup(invocation);
  }

  private int run(Invocation invocation) {
    RunClock clock = RunClock.of(invocation);
    return run(invocation, setup(invocation), clock);
  }

  /** Trains on the pictures that were read. */
  int run(Invocation invocation, TrainingSetup setup, RunClock clock) {
    ScalarRemark.print(console);
    TrainingPrinter printer = TrainingPrinter.of(console, format, setup, clock);
    try (printer;
        Learner learner = Learner.of(setup, invocation, printer);
        Interruption _ = new Interruption(learner::stop)) {
      printer.ready(learner);
      return learnAndFinish(learner, setup, printer);
    }
  }

  /** All that is said is said before {@link Interruption} lets the JVM end. */
  private int learnAndFinish(Learner learner, TrainingSetup setup, TrainingPrinter printer) {
    try {
      return finish(learner, learner.learn(), setup, printer);
    } catch (StoppedException e) {
      printer.close();
      console.remark(String.valueOf(e.getMessage()));
      return INTERRUPTED;
    }
  }

  private int finish(
      Learner learner, Learner.Learnt learnt, TrainingSetup setup, TrainingPrinter printer) {
    printer.close();
    if (!learnt.finished()) {
      console.remark(
          "Stopped; the state of the run is in %s. To go on: mobilenet4j resume %s"
              .formatted(setup.checkpoint(), ShellWord.of(setup.checkpoint())));
      console.out().flush();
      return INTERRUPTED;
    }
    TrainedModel trained = TrainedModel.of(setup, learner, learnt, printer.lost());
    ResultFiles.write(setup, trained);
    printer.finish(trained);
    console.out().flush();
    return 0;
  }
}
