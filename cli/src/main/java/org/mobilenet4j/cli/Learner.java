package org.mobilenet4j.cli;

import java.util.List;
import java.util.Optional;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.training.ProbeFigures;
import org.mobilenet4j.training.TrainingResult;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.report.EpochFigures;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/** What trains. All but {@link #stop} are for one thread. */
sealed interface Learner extends AutoCloseable permits NewNetwork, TunedModel {
  /**
   * What came of it.
   *
   * @param model with its labels and preprocessing
   * @param probe what came of the first stage, if there was one
   * @param epochs what came of each
   * @param weights which ones these are, in words
   * @param averaged whether they are averages
   * @param bestEpoch after which they were found; 0 before the first
   * @param warnings what should be known before the result is trusted
   * @param finished whether the run came to its end
   */
  record Learnt(
      Model model,
      Optional<ProbeFigures> probe,
      List<EpochFigures> epochs,
      String weights,
      boolean averaged,
      int bestEpoch,
      List<String> warnings,
      boolean finished) {
    public Learnt {
      epochs = List.copyOf(epochs);
      warnings = List.copyOf(warnings);
    }

    /** Which weights of a network in training were the best, in words. */
    static String weightsOf(TrainingResult result) {
      return "the %s weights of epoch %d"
          .formatted(result.averaged() ? "averaged" : "raw", result.bestEpoch());
    }
  }

  static Learner of(TrainingSetup setup, Invocation invocation, TrainingPrinter printer) {
    return switch (setup.start()) {
      case StartingPoint.Nothing nothing -> NewNetwork.of(nothing, setup, invocation, printer);
      case StartingPoint.KnownModel model -> TunedModel.of(model, setup, invocation, printer);
    };
  }

  /** With an output for each class. */
  Network network();

  /** What it takes and how weights decay, a line each. */
  List<String> prologue();

  /** Asks the run to stop after its step, and to write its checkpoint. */
  void stop();

  /** Trains to the end, or until it is stopped. */
  Learnt learn();

  /** What the model says about pictures. */
  List<ScoredPicture> score(Model model, DataSet pictures);

  @Override
  void close();
}
