package org.mobilenet4j.training;

import java.util.List;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.network.Shape;

/**
 * A model from which another one learns (Hinton et al. 2015): it answers each picture of a batch as
 * that was augmented and mixed, and the answers are part of the loss, {@link
 * org.mobilenet4j.training.optimization.Loss.Distillation}. It may be larger than its student, want
 * other numbers for a pixel, and read pictures of another size; they are scaled for it.
 *
 * @param model with the classes of the data, in any order, and its preprocessing
 * @param temperature above 0: 1 is the teacher's own probabilities, more is softer
 * @param weight its share of the loss, from 0 to 1
 */
public record Teacher(Model model, double temperature, double weight) {
  /**
   * @throws TrainingException if the model does not say how photos are prepared, or says it for
   *     other channels than it reads, or does not name its classes, or a number is out of range
   */
  public Teacher {
    Preprocessing preprocessing =
        model
            .preprocessing()
            .orElseThrow(() ->
                new TrainingException(
                    "The teacher does not say how photos are prepared; import it again with --preprocessing tf, torchvision, caffe or unit."));
    Shape input = model.network().input();
    if (input.channels() != preprocessing.mean().size()) {
      throw new TrainingException(
          "The teacher reads %s, but its preprocessing makes %d channels; import it again with another --preprocessing."
              .formatted(input, preprocessing.mean().size()));
    }
    if (model.labels().isEmpty()) {
      throw new TrainingException(
          "The teacher does not name its classes, so they cannot be held against those of the pictures; import it again with --labels.");
    }
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new TrainingException(
          "A teacher at temperature %s; expected a number above 0.".formatted(temperature));
    }
    if (!(weight >= 0 && weight <= 1)) {
      throw new TrainingException(
          "A teacher with weight %s; expected a number from 0 to 1.".formatted(weight));
    }
  }

  /** Refuses a student that it cannot teach. */
  void requireFit(List<String> labels, Shape input) {
    if (model.labels().size() != labels.size()) {
      throw new TrainingException(
          "The teacher knows %d classes and the pictures have %d; take a teacher that was trained on these classes."
              .formatted(model.labels().size(), labels.size()));
    }
    for (String label : labels) {
      if (!model.labels().contains(label)) {
        throw new TrainingException(
            "The teacher does not know the class '%s' of the pictures, but %s; take a teacher that was trained on these classes."
                .formatted(label, model.labels()));
      }
    }
    if (model.network().input().channels() != input.channels()) {
      throw new TrainingException(
          "The teacher reads %s and its student %s; expected as many channels."
              .formatted(model.network().input(), input));
    }
  }

  /** Two teachers that would say or count otherwise have other fingerprints. */
  String fingerprint() {
    return "%s %s %s".formatted(ModelFingerprint.of(model), temperature, weight);
  }
}
