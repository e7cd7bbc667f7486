package org.mobilenet4j.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mobilenet4j.inference.SelfTest;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;

/**
 * What came of a training.
 *
 * @param model as its file keeps it
 * @param learnt the course of the run
 * @param metrics over the pictures that it did not learn from
 */
record TrainedModel(Model model, Learner.Learnt learnt, ClassificationMetrics metrics) {
  /** How many epochs the run had. */
  static final String EPOCHS = "epochs";

  /** Which of its weights these are. */
  static final String WEIGHTS = "weights";

  /**
   * Rounds, judges, and notes how it was made: nothing that the same words would not give again.
   */
  static TrainedModel of(TrainingSetup setup, Learner learner, Learner.Learnt learnt) {
    Model stored = setup.storage().round(learnt.model());
    ClassificationMetrics metrics =
        ClassificationMetrics.of(stored.labels(), learner.score(stored, setup.judging()));
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
        metrics);
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
