package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobilenet4j.kernels.gradient.GradientKernelChoice;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.training.Trainer;
import org.mobilenet4j.training.TrainingMemory;
import org.mobilenet4j.training.TrainingResult;
import org.mobilenet4j.training.TrainingTask;
import org.mobilenet4j.training.WeightInitialization;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/** A network that is trained from nothing. */
record NewNetwork(StartingPoint.Nothing start, TrainingSetup setup, Trainer trainer)
    implements Learner {
  static NewNetwork of(
      StartingPoint.Nothing start,
      TrainingSetup setup,
      Invocation invocation,
      TrainingPrinter printer) {
    TrainingTask task =
        new TrainingTask(
            start.network(),
            WeightInitialization.of(start.network(), setup.seed()),
            setup.recipe(),
            setup.data(),
            start.preprocessing(),
            Set.of(),
            Set.of(),
            setup.classWeights(),
            setup.seed(),
            setup.teacher().map(TeacherChoice.Named::teacher));
    printer.begin(); // a teacher of other classes was refused before
    Trainer trainer =
        Trainer.warmedUp(
            task,
            GradientKernelChoice.best(),
            setup.threads(),
            Optional.of(setup.checkpoint()),
            invocation.notes(),
            printer);
    try {
      if (invocation.checkpoint().isPresent()) {
        trainer.resume();
      }
      return new NewNetwork(start, setup, trainer);
    } catch (RuntimeException | Error e) {
      trainer.close();
      throw e;
    }
  }

  @Override
  public Network network() {
    return start.network();
  }

  @Override
  public List<String> prologue() {
    TrainingMemory memory = trainer.memory();
    List<String> lines = new ArrayList<>();
    lines.add(
        "memory          %.1f MiB a picture for activations and gradients, %.0f MiB for batches of %d;"
            .formatted(
                mebibytes(memory.activationsOfPicture()),
                mebibytes(memory.activations()),
                memory.batch()));
    lines.add(
        "                %.0f MiB at most with weights, optimiser and waiting batches, and up to %.0f MiB of pictures"
            .formatted(mebibytes(memory.peakBytes()), mebibytes(DataChoice.cacheBytes())));
    lines.add("threads         %d".formatted(setup.threads()));
    lines.addAll(setup.teacherLines());
    lines.add("");
    lines.addAll(trainer.decayTable());
    return lines;
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }

  @Override
  public void stop() {
    trainer.stop();
  }

  @Override
  public Learnt learn() {
    TrainingResult result = trainer.run();
    Model model =
        new Model(
            start.network(),
            result.weights(),
            Optional.of(start.preprocessing()),
            setup.data().train().labels(),
            new Provenance(start.facts()));
    return new Learnt(
        model,
        result.epochs(),
        "the %s weights of epoch %d"
            .formatted(result.averaged() ? "averaged" : "raw", result.bestEpoch()),
        result.averaged(),
        result.bestEpoch(),
        result.warnings(),
        result.finished());
  }

  @Override
  public List<ScoredPicture> score(Model model, DataSet pictures) {
    return trainer.score(model.weights(), pictures);
  }

  @Override
  public void close() {
    trainer.close();
  }
}
