package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.training.optimization.ClassWeights;

/** Models, pictures and weights that do not go together. */
class FineTuningTaskTest {
  @Test
  void a_model_that_does_not_say_how_photos_are_prepared_is_refused() {
    Model silent =
        new Model(
            SmallTuning.model().network(),
            SmallTuning.model().weights(),
            Optional.empty(),
            List.of(),
            SmallTuning.model().provenance());

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> FineTuningTask.of(silent, SmallTuning.RECIPE, SmallTuning.DATA, 1))
        .withMessage(
            "The model does not say how photos are prepared; import it again with --preprocessing tf, torchvision, caffe or unit.");
  }

  @Test
  void a_model_that_reads_other_channels_than_its_preprocessing_makes_is_refused() {
    Network grey = SmallTuning.network(1);
    Model model =
        new Model(
            grey,
            WeightInitialization.of(grey, 1),
            Optional.of(Preprocessing.tf()),
            List.of(),
            new Provenance(Map.of()));

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> FineTuningTask.of(model, SmallTuning.RECIPE, SmallTuning.DATA, 1))
        .withMessage(
            "The network reads 24x24x1, but its preprocessing makes 3 channels; import it again with another --preprocessing.");
  }

  @Test
  void class_weights_for_another_number_of_classes_are_refused() {
    ClassWeights two = new ClassWeights(List.of(1.0, 2.0));

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> SmallTuning.task().withClassWeights(two))
        .withMessage("2 class weights for 12 classes; expected one a class.");
  }
}
