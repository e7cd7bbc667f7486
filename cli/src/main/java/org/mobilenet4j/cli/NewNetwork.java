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
    List<String> lines = new ArrayList<>(MemoryText.of(trainer.memory(), setup));
    lines.add(RunSettings.line("threads", Integer.toString(setup.threads())));
    lines.add("");
    lines.addAll(trainer.decayTable());
    return lines;
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
        Optional.empty(),
        result.epochs(),
        Learnt.weightsOf(result),
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
