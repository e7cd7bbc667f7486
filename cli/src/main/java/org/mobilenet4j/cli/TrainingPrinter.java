package org.mobilenet4j.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.mobilenet4j.network.cost.Cost;
import org.mobilenet4j.training.ProbeFigures;
import org.mobilenet4j.training.StepProgress;
import org.mobilenet4j.training.TrainingListener;
import org.mobilenet4j.training.data.ClassCount;
import org.mobilenet4j.training.data.UnreadablePicture;
import org.mobilenet4j.training.report.EpochFigures;
import org.mobilenet4j.training.report.NextCommand;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;

/** Says how a training goes: to people in lines and with a bar, to programs in documents. */
final class TrainingPrinter implements TrainingListener, AutoCloseable {
  private final Console console;
  private final OutputFormat format;
  private final TrainingSetup setup;
  private final RunClock clock;
  private final TrainingBars bars;
  private final LostPictures lost = new LostPictures();

  TrainingPrinter(
      Console console,
      OutputFormat format,
      TrainingSetup setup,
      RunClock clock,
      TrainingBars bars) {
    this.console = console;
    this.format = format;
    this.setup = setup;
    this.clock = clock;
    this.bars = bars;
  }

  static TrainingPrinter of(
      Console console, OutputFormat format, TrainingSetup setup, RunClock clock) {
    return new TrainingPrinter(
        console,
        format,
        setup,
        clock,
        new TrainingBars((task, from, most) -> Progress.of(task, from, most, console)));
  }

  /** What was found and what will be done. */
  void begin() {
    Findings.sentences(setup.data()).forEach(this::say);
    setup.remarks().forEach(this::say);
    switch (format) {
      case JSON -> {}
      case TABLE -> {
        PrintStream out = console.out();
        out.println(Findings.counts(setup.data(), setup.dataName()) + ".");
        List<ClassCount> classes = setup.data().findings().classes();
        if (classes.size() <= MetricsTable.MOST_CLASSES) {
          TextTable table = new TextTable("class", "to learn", "to choose", "to judge");
          classes.forEach(
              each -> table.row(each.label(), each.train(), each.validation(), each.test()));
          table.print(out);
        }
        out.println();
        RunSettings.of(setup).stream().map(RunSettings::line).forEach(out::println);
        RunSettings.notes(setup).forEach(note -> out.println("  " + note));
        out.println();
        out.flush();
      }
    }
  }

  /** What it takes. */
  void ready(Learner learner) {
    switch (format) {
      case JSON -> {}
      case TABLE -> {
        PrintStream out = console.out();
        Cost cost = Cost.of(learner.network());
        out.printf(
            "network         %s, input %s, %s multiply-adds, %s parameters%n",
            setup.start().facts().getOrDefault("architecture", "of its own"),
            learner.network().input(),
            TextTable.count(cost.multiplyAdds()),
            TextTable.count(cost.parameters()));
        learner.prologue().forEach(out::println);
        out.println();
        out.flush();
      }
    }
  }

  @Override
  public void featuresDone(int done, int all) {
    bars.features(done, all);
  }

  @Override
  public void probeDone(ProbeFigures figures) {
    bars.featuresEnd();
    print(figures);
  }

  private void print(ProbeFigures figures) {
    switch (format) {
      case TABLE ->
          console
              .out()
              .printf(
                  "probe  %s features  accuracy %.1f%%  validation loss %.3f  accuracy %.1f%%  %.1f s%n",
                  TextTable.count(figures.features()),
                  100 * figures.chosen().trainAccuracy(),
                  figures.chosen().validationLoss(),
                  100 * figures.chosen().validationAccuracy(),
                  figures.seconds());
      case JSON -> {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("probe", true);
        document.put("features", figures.features());
        document.put("trainAccuracy", figures.chosen().trainAccuracy());
        document.put("validationLoss", figures.chosen().validationLoss());
        document.put("validationAccuracy", figures.chosen().validationAccuracy());
        document.put("seconds", figures.seconds());
        Json.print(console.out(), document);
      }
    }
    console.out().flush();
  }

  @Override
  public void stepsBegin(long done, long all) {
    bars.steps(done, all);
  }

  @Override
  public void stepDone(StepProgress at) {
    bars.step(
        (long) (at.epoch() - 1) * at.steps() + at.step(),
        "epoch %d/%d, loss %.3f, %.1f%%, %.0f images/s"
            .formatted(
                at.epoch(), at.epochs(), at.loss(), 100 * at.accuracy(), at.imagesPerSecond()));
  }

  @Override
  public void epochDone(EpochFigures figures) {
    bars.aside(() -> print(figures));
  }

  private void print(EpochFigures figures) {
    switch (format) {
      case TABLE -> {
        OptionalDouble averaged = figures.averagedAccuracy();
        console
            .out()
            .printf(
                "epoch %d/%d  loss %.3f  accuracy %.1f%%  validation loss %.3f  accuracy %.1f%%%s  %.0f images/s  %.1f s%n",
                figures.epoch(),
                setup.recipe().epochs(),
                figures.trainLoss(),
                100 * figures.trainAccuracy(),
                figures.validationLoss(),
                100 * figures.validationAccuracy(),
                averaged.isPresent()
                    ? "  averaged %.1f%%".formatted(100 * averaged.getAsDouble())
                    : "",
                figures.imagesPerSecond(),
                figures.seconds());
      }
      case JSON -> {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("epoch", figures.epoch());
        document.put("epochs", setup.recipe().epochs());
        document.put("learningRate", figures.learningRate());
        document.put("trainLoss", figures.trainLoss());
        document.put("trainAccuracy", figures.trainAccuracy());
        document.put("validationLoss", figures.validationLoss());
        document.put("validationAccuracy", figures.validationAccuracy());
        figures
            .averagedAccuracy()
            .ifPresent(accuracy -> document.put("averagedAccuracy", accuracy));
        document.put("imagesPerSecond", figures.imagesPerSecond());
        document.put("seconds", figures.seconds());
        Json.print(console.out(), document);
      }
    }
    console.out().flush();
  }

  @Override
  public void unreadable(UnreadablePicture picture) {
    lost.add(picture).ifPresent(this::warned);
  }

  @Override
  public void warned(String sentence) {
    bars.aside(() -> say(sentence));
  }

  /** What could not be read any more, whichever stage has found it. */
  LostPictures lost() {
    return lost;
  }

  /** To people among the results, to programs beside them. */
  private void say(String sentence) {
    switch (format) {
      case TABLE -> console.out().println("Note: " + Facts.printable(sentence));
      case JSON -> console.remark(Facts.printable(sentence));
    }
  }

  /** What came of it. */
  void finish(TrainedModel trained) {
    ClassificationMetrics metrics = trained.metrics();
    double seconds = clock.seconds();
    lost.total().ifPresent(this::say);
    switch (format) {
      case TABLE -> {
        PrintStream out = console.out();
        out.println();
        if (metrics.labels().size() <= MetricsTable.MOST_CLASSES) {
          MetricsTable.classes(metrics).print(out);
          out.println();
        }
        out.printf(
            "%.1f%% of %s %s pictures are named rightly (95%% confidence: %.1f%% to %.1f%%); calibration error (ECE) %.1f%%%n",
            100 * metrics.top1(),
            TextTable.count(metrics.pictures().size()),
            setup.judgingName(),
            100 * metrics.top1Interval().low(),
            100 * metrics.top1Interval().high(),
            100 * metrics.calibration().expectedError());
        trained.missing().ifPresent(this::say);
        out.printf(
            "model   %s, %s, after %.0f s in all%n",
            setup.output(), trained.learnt().weights(), seconds);
        out.printf("report  %s%n%n", setup.report());
        for (NextCommand next : NextSteps.of(setup)) {
          out.println(next.purpose());
          out.println("  " + next.command());
        }
      }
      case JSON -> {
        trained.missing().ifPresent(this::say);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("accuracy", metrics.top1());
        document.put("images", metrics.pictures().size());
        document.put("seconds", seconds);
        document.put("model", setup.output());
        document.put("report", setup.report());
        document.put("split", setup.judgingName());
        document.put("bestEpoch", trained.learnt().bestEpoch());
        document.put("averaged", trained.learnt().averaged());
        MetricsTable.put(document, metrics);
        Findings.put(document, setup.data(), trained.lost());
        document.put("warnings", trained.warnings());
        Json.print(console.out(), document);
      }
    }
  }

  @Override
  public void close() {
    bars.close();
  }
}
