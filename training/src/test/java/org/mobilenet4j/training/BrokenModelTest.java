package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;

/** Fine-tuning of models that hold or give what is no finite number. */
class BrokenModelTest {
  /** The model with some of its tensors filled with a number each. */
  private static Model filled(Map<String, Float> numbers) {
    Model model = SmallTuning.model();
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>(model.weights().tensors());
    tensors.replaceAll((key, old) -> {
      Float number = numbers.get(key.toString());
      if (number == null) {
        return old;
      }
      float[] values = new float[old.values().length];
      Arrays.fill(values, number);
      return new Tensor(old.dimensions(), values);
    });
    return model.with(model.network(), Weights.of(tensors));
  }

  private static FineTuningTask task(Model model) {
    return FineTuningTask.of(model, SmallTuning.RECIPE, SmallTuning.DATA, 1);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void one_with_weights_that_are_not_finite_is_refused_before_its_features_are_computed(
      float number) {
    Model broken = filled(Map.of("conv2.bn.beta", number));

    for (Freezing freezing : new Freezing[] {new Freezing.Backbone(), new Freezing.Nothing()}) {
      assertThatExceptionOfType(TrainingException.class)
          .isThrownBy(() -> SmallTuning.run(task(broken).withFreezing(freezing), 1))
          .withMessage(
              "The model to begin with holds %s in 'conv2.bn.beta'; expected finite numbers; take another model, or import this one again.",
              number);
    }
  }

  @Test
  void one_whose_features_are_not_finite_is_refused_by_the_first_picture() {
    Model broken = filled(Map.of("conv1.bn.beta", 3e38f, "conv2.bn.gamma", 1e10f));

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> SmallTuning.run(task(broken).withFreezing(new Freezing.Backbone()), 2))
        .withMessageMatching(
            "The model to begin with gives '%s' a feature that is (NaN|Infinity); expected finite numbers; put the model to its self-test with 'inspect', or take another\\."
                .formatted(SmallTuning.DATA.train().name(0)));
  }

  @Test
  void the_old_head_may_be_broken_for_it_is_exchanged() {
    FineTuningResult result =
        SmallTuning.run(
            task(filled(Map.of("fc.bias", Float.NaN))).withFreezing(new Freezing.Backbone()), 1);

    assertThat(result.finished()).isTrue();
  }

  @Test
  void a_model_that_answers_with_no_number_is_not_scored() {
    FineTuningResult sound =
        SmallTuning.run(SmallTuning.task().withFreezing(new Freezing.Backbone()), 1);
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>(sound.model().weights().tensors());
    tensors.replaceAll((key, old) -> {
      if (!key.toString().equals("fc.bias")) {
        return old;
      }
      float[] values = old.values().clone();
      values[2] = Float.POSITIVE_INFINITY;
      return new Tensor(old.dimensions(), values);
    });
    Model broken = sound.model().with(sound.model().network(), Weights.of(tensors));

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> FineTuning.score(broken, SmallTuning.DATA.validation(), 1, _ -> {}))
        .withMessage(
            "'%s' is answered with Infinity; expected finite numbers; train with a lower learning rate.",
            SmallTuning.DATA.validation().name(0));
  }
}
