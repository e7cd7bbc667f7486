package org.mobilenet4j.training.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LossTest {
  private static final Loss.CrossEntropy PLAIN = new Loss.CrossEntropy(0);

  @Test
  void equal_logits_cost_the_logarithm_of_the_classes() {
    float[] gradient = new float[4];

    double loss = PLAIN.valueAndGradient(new float[4], new float[] {0, 1, 0, 0}, 1, 4, gradient);

    assertThat(loss).isCloseTo(Math.log(4), within(1e-15));
    assertThat(gradient).containsExactly(0.25f, -0.75f, 0.25f, 0.25f);
  }

  @Test
  void logits_beyond_the_range_of_exponentials_are_no_trouble() {
    float[] logits = {3e38f, -3e38f, 0, 1000};
    float[] target = {1, 0, 0, 0};
    float[] gradient = new float[4];

    assertThat(PLAIN.valueAndGradient(logits, target, 1, 4, gradient)).isZero();
    assertThat(gradient).containsExactly(0, 0, 0, 0);
    assertThat(new Loss.Binary(0).valueAndGradient(logits, target, 1, 4, gradient))
        .isCloseTo((1000 + Math.log(2)) / 4, within(1e-12));
    assertThat(gradient).containsExactly(0, 0, 0.125f, 0.25f);
  }

  @Test
  void a_logit_that_is_not_a_number_shows_in_the_loss() {
    float[] logits = {Float.NaN, 0};
    float[] target = {0, 1};
    float[] gradient = new float[2];

    assertThat(PLAIN.valueAndGradient(logits, target, 1, 2, gradient)).isNaN();
    assertThat(new Loss.Binary(0).valueAndGradient(logits, target, 1, 2, gradient)).isNaN();
    assertThat(
            new Loss.Distillation(2, 0.5, PLAIN)
                .valueAndGradient(logits, target, new float[2], 1, 2, gradient))
        .isNaN();
  }

  @Test
  void a_student_who_knows_all_the_teacher_knows_is_not_pulled() {
    float[] logits = {1, -2, 0.5f};
    float[] gradient = new float[3];

    double loss =
        new Loss.Distillation(3, 1, PLAIN)
            .valueAndGradient(logits, new float[] {0, 1, 0}, logits.clone(), 1, 3, gradient);

    assertThat(loss).isZero();
    assertThat(gradient).containsExactly(0, 0, 0);
  }

  @Test
  void balanced_weights_make_every_class_count_the_same() {
    ClassWeights weights = ClassWeights.balanced(90, 10);

    assertThat(weights.factors()).containsExactly(100 / 180.0, 5.0);
    assertThat(90 * weights.factors().get(0))
        .isCloseTo(10 * weights.factors().get(1), within(1e-12));
  }

  @Test
  void what_does_not_fit_is_refused() {
    float[] two = new float[2];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PLAIN.valueAndGradient(two, two, 1, 3, new float[3]))
        .withMessage("1 rows of 3 classes, but the logits hold 2 numbers; expected at least 3.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PLAIN.valueAndGradient(two, two, 0, 2, two))
        .withMessage("A loss over 0 rows of 2 classes; expected at least one of each.");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Loss.Distillation(1, 0.5, PLAIN).valueAndGradient(two, two, 1, 2, two))
        .withMessage("Distillation needs the logits of the teacher; hand them over.");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Loss.CrossEntropy(0, new ClassWeights(List.of(1.0, 2.0, 3.0)))
                .valueAndGradient(two, two, 1, 2, two))
        .withMessage("3 class weights for 2 classes; expected one each.");
    assertThatIllegalArgumentException().isThrownBy(() -> new Loss.CrossEntropy(1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Loss.Distillation(0, 0.5, PLAIN));
    assertThatIllegalArgumentException().isThrownBy(() -> new Loss.Distillation(1, 1.5, PLAIN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Loss.Distillation(1, 1, new Loss.Distillation(1, 1, PLAIN)));
    assertThatIllegalArgumentException().isThrownBy(() -> ClassWeights.balanced(3, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ClassWeights(List.of(0.0)));
  }
}
