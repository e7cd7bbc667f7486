package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobilenet4j.kernels.gradient.GradientKernelChoice;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.training.FineTuning;
import org.mobilenet4j.training.FineTuningMemory;
import org.mobilenet4j.training.FineTuningResult;
import org.mobilenet4j.training.TrainingResult;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.report.EpochFigures;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/** A model that gets a new head, and is then trained on. */
record TunedModel(
    StartingPoint.KnownModel start,
    TrainingSetup setup,
    FineTuning tuning,
    TrainingPrinter printer,
    boolean resuming)
    implements Learner {
  static TunedModel of(
      StartingPoint.KnownModel start,
      TrainingSetup setup,
      Invocation invocation,
      TrainingPrinter printer) {
    FineTuning tuning =
        new FineTuning(
            start.task(),
            GradientKernelChoice.best(),
            setup.threads(),
            Optional.of(setup.checkpoint()),
            invocation.notes(),
            printer);
    printer.begin(); // what cannot be meant was refused before
    return new TunedModel(start, setup, tuning, printer, invocation.checkpoint().isPresent());
  }

  @Override
  public Network network() {
    return tuning.network();
  }

  @Override
  public List<String> prologue() {
    List<String> lines = new ArrayList<>(memory());
    lines.add(RunSettings.line("threads", Integer.toString(setup.threads())));
    List<String> decays = tuning.decayTable();
    if (decays.isEmpty()) {
      return lines; // nothing but the head learns
    }
    lines.add("");
    lines.addAll(decays);
    return lines;
  }

  private List<String> memory() {
    FineTuningMemory memory = tuning.memory();
    return resuming && memory.training().isPresent()
        ? MemoryText.of(memory.training().get(), setup) // the checkpoint keeps the probe
        : MemoryText.of(memory, setup);
  }

  @Override
  public void stop() {
    tuning.stop();
  }

  @Override
  public Learnt learn() {
    FineTuningResult result = resuming ? tuning.resume() : tuning.run();
    List<EpochFigures> epochs = result.training().map(TrainingResult::epochs).orElse(List.of());
    Optional<TrainingResult> better = result.training().filter(_ -> !result.fromProbe());
    Model model = result.model();
    return new Learnt(
        new Model(
            model.network(),
            model.weights(),
            model.preprocessing(),
            model.labels(),
            new Provenance(start.facts())),
        Optional.of(result.probe()),
        epochs,
        better.map(Learnt::weightsOf).orElse("the weights of the linear probe"),
        better.map(TrainingResult::averaged).orElse(false),
        better.map(TrainingResult::bestEpoch).orElse(0),
        result.warnings(),
        result.finished());
  }

  @Override
  public List<ScoredPicture> score(Model model, DataSet pictures) {
    return FineTuning.score(model, pictures, setup.threads(), printer::unreadable);
  }

  @Override
  public void close() {} // each stage ends its own threads
}
