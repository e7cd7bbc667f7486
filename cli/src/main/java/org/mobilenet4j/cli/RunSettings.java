package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobilenet4j.training.Freezing;
import org.mobilenet4j.training.data.ClassCount;
import org.mobilenet4j.training.report.NamedValue;

/**
 * What decides over the result of a run beside data and seed, as it really is: the same names and
 * values on the console and in the report, and the most of it in the model file.
 */
final class RunSettings {
  private static final String BATCH_NORM = "batch norm";
  private static final String EPSILON_NOTE = "batch-norm-epsilon:";

  /** What is used of a recipe where nothing but a new head learns. */
  private static final List<NamedValue> PROBE =
      List.of(
          new NamedValue("recipe", "linear probe: a new head on features that are computed once"),
          new NamedValue("optimizer", "L-BFGS over all pictures at a time, until it converges"),
          new NamedValue(
              "penalty", "on squared weights; the one with the least loss on validation pictures"),
          new NamedValue("augmentation", "none"));

  private static final Set<String> FACTS =
      Set.of("recipe", "batch", "batch-norm", "frozen", "class-weights", "teacher");

  /** Of the pictures to learn from; what more than this is left out of an epoch is told. */
  private static final double NOTABLE_SHARE = 0.03;

  private RunSettings() {}

  /** In the order to be shown. */
  static List<NamedValue> of(TrainingSetup setup) {
    List<NamedValue> settings = new ArrayList<>();
    if (setup.start().probesOnly()) {
      settings.addAll(PROBE);
      settings.add(new NamedValue(BATCH_NORM, batchNorm(setup)));
    } else {
      for (NamedValue setting : setup.recipe().settings()) {
        settings.add(
            setting.name().equals(BATCH_NORM)
                ? new NamedValue(BATCH_NORM, batchNorm(setup))
                : setting);
      }
    }
    if (setup.start() instanceof StartingPoint.KnownModel model) {
      settings.add(new NamedValue("frozen", frozen(model)));
    }
    if (!setup.classWeights().factors().isEmpty()) {
      settings.add(new NamedValue("class weights", classWeights(setup)));
    }
    setup.teacherText().ifPresent(text -> settings.add(new NamedValue("teacher", text)));
    return settings;
  }

  /** What is not simply the recipe's source's, a sentence each. */
  static List<String> notes(TrainingSetup setup) {
    if (setup.start().probesOnly()) {
      return List.of();
    }
    boolean itsEpsilon =
        BatchNormText.hasEpsilonOf(setup.start().network(), setup.recipe().batchNorm());
    List<String> notes = new ArrayList<>();
    for (String note : setup.recipe().notes()) {
      if (itsEpsilon || !note.startsWith(EPSILON_NOTE)) {
        notes.add(note);
      }
    }
    leftOver(setup.data().train().size(), setup.recipe().batchSize()).ifPresent(notes::add);
    return notes;
  }

  /** An epoch has whole batches, which matters where there are few of them. */
  private static Optional<String> leftOver(int pictures, int batch) {
    int left = pictures % batch;
    return left <= NOTABLE_SHARE * pictures
        ? Optional.empty()
        : Optional.of(
            "batch: an epoch has whole batches, so it leaves out %d of %d pictures, others each time; smaller batches leave out fewer."
                .formatted(left, pictures));
  }

  /** For the model file; what a model to begin with says of its own training is not this run's. */
  static Map<String, String> facts(TrainingSetup setup) {
    Map<String, String> facts = new LinkedHashMap<>(setup.start().facts());
    facts.keySet().removeAll(FACTS);
    if (setup.start().probesOnly()) {
      facts.put("recipe", "linear probe");
    } else {
      facts.put("recipe", setup.recipe().name());
      facts.put("batch", Integer.toString(setup.recipe().batchSize()));
    }
    facts.put("batch-norm", batchNorm(setup));
    if (setup.start() instanceof StartingPoint.KnownModel model) {
      facts.put("frozen", frozen(model));
    }
    if (!setup.classWeights().factors().isEmpty()) {
      facts.put("class-weights", classWeights(setup));
    }
    setup.teacher().ifPresent(teacher -> facts.put("teacher", teacher.text()));
    return facts;
  }

  /** A setting as the console shows it. */
  static String line(NamedValue setting) {
    return line(setting.name(), setting.value());
  }

  static String line(String name, String value) {
    return "%-15s %s".formatted(name, value);
  }

  private static String batchNorm(TrainingSetup setup) {
    return BatchNormText.of(setup.start(), setup.recipe().batchNorm());
  }

  private static String frozen(StartingPoint.KnownModel model) {
    return switch (model.task().freezing()) {
      case Freezing.Nothing _ -> "nothing of the model";
      case Freezing.Backbone _ -> "all of the model but its new head";
      case Freezing.Before(String block) -> "all of the model before %s".formatted(block);
    };
  }

  private static String classWeights(TrainingSetup setup) {
    List<Double> factors = setup.classWeights().factors();
    List<ClassCount> classes = setup.data().findings().classes();
    List<String> shown = new ArrayList<>();
    if (factors.size() <= MetricsTable.MOST_CLASSES) {
      for (int i = 0; i < factors.size(); i++) {
        shown.add("%s %.2f".formatted(classes.get(i).label(), factors.get(i)));
      }
    } else {
      double least = factors.stream().mapToDouble(factor -> factor).min().orElse(1);
      double most = factors.stream().mapToDouble(factor -> factor).max().orElse(1);
      shown.add("factors from %.2f to %.2f".formatted(least, most));
    }
    return "every class counts the same: " + String.join(", ", shown);
  }
}
