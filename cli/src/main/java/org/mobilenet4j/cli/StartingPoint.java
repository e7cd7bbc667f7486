package org.mobilenet4j.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.training.FineTuningTask;
import org.mobilenet4j.training.Freezing;
import org.mobilenet4j.training.recipe.AugmentationSetting;
import org.mobilenet4j.training.recipe.Recipe;

/** With what a run begins. */
sealed interface StartingPoint {
  /** Where it comes from, for the model file. */
  Map<String, String> facts();

  /** As it begins: a model still has its old head. */
  Network network();

  /** Whether nothing but a new head will learn. */
  default boolean probesOnly() {
    return this instanceof KnownModel model && model.task().freezing() instanceof Freezing.Backbone;
  }

  /**
   * A network that knows nothing.
   *
   * @param network with an output for each class of the data
   * @param preprocessing how a picture becomes its input
   * @param facts where it comes from
   */
  record Nothing(Network network, Preprocessing preprocessing, Map<String, String> facts)
      implements StartingPoint {
    public Nothing {
      facts = Map.copyOf(facts);
    }
  }

  /**
   * A model of other classes, or of other pictures.
   *
   * @param task what becomes of it
   * @param facts where it comes from
   */
  record KnownModel(FineTuningTask task, Map<String, String> facts) implements StartingPoint {
    public KnownModel {
      facts = Map.copyOf(facts);
    }

    @Override
    public Network network() {
      return task.model().network();
    }
  }

  static StartingPoint nothing(Architecture architecture, Recipe recipe) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("architecture", architecture.name());
    architecture.optionsAsText().forEach((key, value) -> facts.put("option." + key, value));
    return new Nothing(architecture.build(), preprocessing(recipe), facts);
  }

  /**
   * @param task what becomes of the model
   * @param file the model's name
   */
  static StartingPoint model(FineTuningTask task, String file) {
    Map<String, String> facts = new LinkedHashMap<>(task.model().provenance().facts());
    facts.put("from", file);
    return new KnownModel(task, facts);
  }

  /** The epsilon that the recipe prints, where it was not typed. */
  static Architecture withEpsilon(
      Architecture architecture, Recipe recipe, Set<ArchitectureOption> typed) {
    ArchitectureOption epsilon = ArchitectureOption.BATCH_NORM_EPSILON;
    return architecture.has(epsilon) && !typed.contains(epsilon)
        ? architecture.with(epsilon, Float.toString((float) recipe.batchNorm().epsilon()))
        : architecture;
  }

  /**
   * Random crops show things larger than they are, and the usual centre crop does so as well; a
   * network that learns from whole pictures is asked about whole pictures.
   */
  static Preprocessing preprocessing(Recipe recipe) {
    boolean crops =
        recipe.augmentations().stream()
            .anyMatch(AugmentationSetting.RandomResizedCrop.class::isInstance);
    Preprocessing usual = Preprocessing.torchvision();
    return crops ? usual : usual.withCrop(new Preprocessing.Crop.Centre(1));
  }
}
