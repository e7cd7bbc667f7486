package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.inference.SelfTest;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.training.data.UnreadablePicture;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/**
 * What came of a training.
 *
 * @param model as its file keeps it
 * @param learnt the course of the run
 * @param metrics over the pictures that it did not learn from
 * @param lost pictures that could be read when the run began and not when their turn came
 * @param missing a sentence about those of them on which it was to be judged, if there are any
 */
record TrainedModel(
    Model model,
    Learner.Learnt learnt,
    ClassificationMetrics metrics,
    List<UnreadablePicture> lost,
    Optional<String> missing) {
  /** How many epochs the run had. */
  static final String EPOCHS = "epochs";

  /** Which of its weights these are. */
  static final String WEIGHTS = "weights";

  TrainedModel {
    lost = List.copyOf(lost);
  }

  /**
   * Rounds, judges, and notes how it was made: nothing that the same words would not give again.
   *
   * @param lost takes the pictures that cannot be read any more
   */
  static TrainedModel of(
      TrainingSetup setup, Learner learner, Learner.Learnt learnt, LostPictures lost) {
    Model stored = setup.storage().round(learnt.model());
    List<ScoredPicture> scored = learner.score(stored, setup.judging());
    requireSome(setup, scored);
    ClassificationMetrics metrics = ClassificationMetrics.of(stored.labels(), scored);
    Map<String, String> facts = new LinkedHashMap<>(facts(setup));
    facts.put(EPOCHS, Integer.toString(learnt.epochs().size()));
    facts.put(WEIGHTS, learnt.weights());
    facts.put(
        StatedAccuracy.FACT,
        new StatedAccuracy(metrics.top1(), metrics.pictures().size(), setup.judgingName()).fact());
    return new TrainedModel(
        new Model(
            stored.network(),
            stored.weights(),
            stored.preprocessing(),
            stored.labels(),
            new Provenance(facts)),
        learnt,
        metrics,
        lost.all(),
        missing(setup, scored.size()));
  }

  private static void requireSome(TrainingSetup setup, List<ScoredPicture> scored) {
    if (scored.isEmpty()) {
      throw new InputException(
          "None of the %s %s pictures can be read any more, so the model cannot be judged and is not written; put them back, then %s."
              .formatted(
                  TextTable.count(setup.judging().size()),
                  setup.judgingName(),
                  setup.start().probesOnly()
                      ? "begin anew"
                      : "go on with 'mobilenet4j resume %s'"
                          .formatted(ShellWord.of(setup.checkpoint()))));
    }
  }

  private static Optional<String> missing(TrainingSetup setup, int judged) {
    int all = setup.judging().size();
    return judged == all
        ? Optional.empty()
        : Optional.of(
            "%s of %s %s pictures cannot be read any more; accuracy and all other figures are those of the other %s."
                .formatted(
                    TextTable.count(all - judged),
                    TextTable.count(all),
                    setup.judgingName(),
                    TextTable.count(judged)));
  }

  /** What to know before trusting it, beside the pictures that were lost one by one. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>(learnt.warnings());
    warnings.removeAll(lost.stream().map(UnreadablePicture::reason).toList());
    missing.ifPresent(warnings::add);
    return warnings;
  }

  /** What a model file of such a run says in any case, whatever comes of it. */
  static Map<String, String> facts(TrainingSetup setup) {
    Map<String, String> facts = new LinkedHashMap<>(RunSettings.facts(setup));
    facts.put("data", setup.dataName());
    facts.put("seed", Long.toString(setup.seed()));
    return facts;
  }

  void write(TrainingSetup setup) {
    SelfTest.withGoldenPairs(model).write(setup.output(), setup.storage(), Overwrite.REPLACE);
  }
}
