package org.mobilenet4j.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PredictionsTest {
  private static final List<String> NAMES = List.of("ant", "bee", "cat");

  @Test
  void the_likeliest_class_comes_first_with_its_share_of_the_exponentials() {
    // e^0 : e^ln 2 : e^ln 5 is 1 : 2 : 5, of 8.
    Predictions predictions =
        Predictions.of(new float[] {0, (float) Math.log(2), (float) Math.log(5)}, NAMES);

    List<Prediction> top = predictions.top(2);

    assertThat(top).extracting(Prediction::label).containsExactly("cat", "bee");
    assertThat(top).extracting(Prediction::index).containsExactly(2, 1);
    assertThat(top.get(0).probability()).isCloseTo(0.625f, within(1e-6f));
    assertThat(top.get(1).probability()).isCloseTo(0.25f, within(1e-6f));
    assertThat(top.get(0).logit()).isEqualTo((float) Math.log(5));
  }

  @Test
  void logits_beyond_the_range_of_the_exponential_still_give_probabilities() {
    List<Prediction> top = Predictions.of(new float[] {-2000, 3000, 3000}, NAMES).top(3);

    assertThat(top).extracting(Prediction::probability).containsExactly(0.5f, 0.5f, 0f);
  }

  @Test
  void of_equal_classes_the_lower_index_comes_first_in_the_list_and_in_rank() {
    Predictions predictions = Predictions.of(new float[] {1, 7, 7}, NAMES);

    assertThat(predictions.top(3)).extracting(Prediction::index).containsExactly(1, 2, 0);
    assertThat(List.of(predictions.rank(0), predictions.rank(1), predictions.rank(2)))
        .containsExactly(3, 1, 2);
  }

  @Test
  void more_than_there_are_gives_all_and_less_than_one_is_refused() {
    Predictions predictions = Predictions.of(new float[] {1, 2, 3}, NAMES);

    assertThat(predictions.top(9)).hasSize(3);
    assertThatThrownBy(() -> predictions.top(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The top 0 of the predictions; ask for at least one.");
  }

  @Test
  void a_class_that_is_not_there_has_no_rank() {
    Predictions predictions = Predictions.of(new float[] {1, 2, 3}, NAMES);

    assertThatThrownBy(() -> predictions.rank(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Class 3 of predictions for 3 classes; expected an index from 0 to 2.");
  }

  @Test
  void without_labels_a_class_is_called_by_its_index() {
    assertThat(Predictions.of(new float[] {1, 2}, List.of()).top(1))
        .extracting(Prediction::label)
        .containsExactly("1");
  }

  @Test
  void the_logits_given_out_are_a_copy() {
    Predictions predictions = Predictions.of(new float[] {1, 2}, List.of());

    predictions.logits()[0] = 99;

    assertThat(predictions.logits()).containsExactly(1, 2);
  }
}
