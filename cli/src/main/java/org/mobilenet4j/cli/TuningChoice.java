package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.training.BatchNormTuning;
import org.mobilenet4j.training.Freezing;
import picocli.CommandLine.Option;

/** A model to begin with and what becomes of it, as it is typed. */
final class TuningChoice {
  @Option(
      names = "--from",
      paramLabel = "MODEL",
      description =
          "A model to begin with, a file or cifar10, which comes with the program: a new head is"
              + " trained on its features, then the whole network.")
  private @Nullable Path from;

  @Option(
      names = "--freeze",
      paramLabel = "WHAT",
      description =
          "What of that model stays as it is: none (the default), backbone (only the new head is"
              + " trained, a matter of seconds), or the name of the first block that learns.")
  private @Nullable String freeze;

  @Option(
      names = "--batch-norm",
      paramLabel = "HOW",
      description =
          "What becomes of that model's batch normalisations where it learns: frozen (the default),"
              + " frozen-statistics (factors and shifts learn), train, or recalibrate (only the"
              + " statistics follow your pictures).")
  private @Nullable BatchNormWord batchNorm;

  /** The words for what becomes of batch normalisations. */
  enum BatchNormWord {
    FROZEN(BatchNormTuning.FROZEN, "statistics, factors and shifts stay as they are"),
    FROZEN_STATISTICS(
        BatchNormTuning.FROZEN_STATISTICS, "factors and shifts learn, statistics stay as they are"),
    TRAIN(BatchNormTuning.LEARNING, "factors and shifts learn, statistics follow the pictures"),
    RECALIBRATE(
        BatchNormTuning.RECALIBRATED,
        "statistics follow the pictures, factors and shifts stay as they are");

    private final BatchNormTuning tuning;
    private final String meaning;

    BatchNormWord(BatchNormTuning tuning, String meaning) {
      this.tuning = tuning;
      this.meaning = meaning;
    }

    /** What a run says of it when it begins. */
    static String describe(BatchNormTuning tuning) {
      for (BatchNormWord word : values()) {
        if (word.tuning == tuning) {
          return "%s: %s".formatted(WordConverter.word(word), word.meaning);
        }
      }
      throw new IllegalArgumentException("There is no word for " + tuning + ".");
    }
  }

  /** Whether there is a model to begin with. */
  boolean given() {
    return from != null;
  }

  /** Where the model lies, if it is a file. */
  Optional<Path> file(Path base) {
    return Optional.ofNullable(from).map(base::resolve);
  }

  /**
   * The model.
   *
   * @param base to which relative names belong
   */
  Optional<Model> read(Path base) {
    if (from == null) {
      if (freeze != null || batchNorm != null) {
        throw new InputException(
            "%s is for a model to begin with; give that with --from."
                .formatted(freeze != null ? "--freeze" : "--batch-norm"));
      }
      return Optional.empty();
    }
    if (batchNorm != null && freezing() instanceof Freezing.Backbone) {
      throw new InputException(
          "With --freeze backbone nothing but the new head learns, so --batch-norm has no effect; leave one of them out.");
    }
    return Optional.of(NamedModel.of(base, from).model());
  }

  /** The file's name, without its folder. */
  String name() {
    return String.valueOf(from == null ? "" : from.getFileName());
  }

  /** What of the model stays as it is. */
  Freezing freezing() {
    return freeze == null ? new Freezing.Nothing() : Freezing.of(freeze);
  }

  /** What becomes of its batch normalisations. */
  BatchNormTuning batchNorm() {
    return batchNorm == null ? BatchNormTuning.FROZEN : batchNorm.tuning;
  }
}
