package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.training.Teacher;
import org.mobilenet4j.training.optimization.PlainNumber;
import picocli.CommandLine.Option;

/** A model to learn from, as it is typed. */
final class TeacherChoice {
  // A soft teacher that counts much more than the labels (Hinton et al. 2015, section 2), in the
  // numbers of Tian et al. 2020, "Contrastive Representation Distillation", for their baseline.
  private static final double TEMPERATURE = 4;
  private static final double WEIGHT = 0.9;

  @Option(
      names = "--teacher",
      paramLabel = "MODEL",
      description =
          "A model of the same classes, larger and better as a rule, a file or cifar10: the network"
              + " learns to answer as it does (distillation).")
  private @Nullable Path file;

  @Option(
      names = "--teacher-weight",
      paramLabel = "X",
      description =
          "The teacher's share of the loss, from 0 to 1; 0.9 by default. The labels have the rest.")
  private @Nullable Double weight;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "How soft the teacher's answers are made, above 0; 4 by default, 1 leaves them as they"
              + " are.")
  private @Nullable Double temperature;

  /**
   * A teacher with its name.
   *
   * @param name of its file
   * @param teacher as it teaches
   */
  record Named(String name, Teacher teacher) {
    /** What the model file and the report say of it. */
    String text() {
      return "%s, weight %s, temperature %s"
          .formatted(name, PlainNumber.of(teacher.weight()), PlainNumber.of(teacher.temperature()));
    }
  }

  /** Where the teacher lies, if it is a file. */
  Optional<Path> file(Path base) {
    return Optional.ofNullable(file).map(base::resolve);
  }

  /**
   * The teacher, if one was given.
   *
   * @param base to which relative names belong
   */
  Optional<Named> read(Path base) {
    if (weight != null && !(weight >= 0 && weight <= 1)) {
      throw new InputException(
          "Option --teacher-weight is %s; expected a number from 0 to 1.".formatted(weight));
    }
    if (temperature != null && !(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new InputException(
          "Option --temperature is %s; expected a number above 0.".formatted(temperature));
    }
    if (file == null) {
      if (weight != null || temperature != null) {
        throw new InputException(
            "%s is for a model to learn from; give that with --teacher."
                .formatted(weight != null ? "--teacher-weight" : "--temperature"));
      }
      return Optional.empty();
    }
    Teacher teacher =
        new Teacher(
            NamedModel.of(base, file).model(),
            temperature == null ? TEMPERATURE : temperature,
            weight == null ? WEIGHT : weight);
    return Optional.of(new Named(String.valueOf(file.getFileName()), teacher));
  }
}
