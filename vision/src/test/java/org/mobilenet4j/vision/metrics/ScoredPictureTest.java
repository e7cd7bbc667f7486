package org.mobilenet4j.vision.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ScoredPictureTest {
  @Test
  void of_probabilities_the_largest_is_the_confidence_and_the_label_s_makes_the_loss() {
    ScoredPicture picture = ScoredPicture.of("a.jpg", 2, new float[] {0.5f, 0.125f, 0.25f, 0.125f});

    assertThat(picture.predicted()).isZero();
    assertThat(picture.rank()).isEqualTo(2);
    assertThat(picture.confidence()).isEqualTo(0.5);
    assertThat(picture.loss()).isCloseTo(2 * Math.log(2), within(1e-15));
    assertThat(picture.correct()).isFalse();
  }

  @Test
  void logits_and_their_softmax_say_the_same() {
    float[] logits = {1.5f, -0.25f, 3f, 2.875f};
    double sum = Math.exp(1.5) + Math.exp(-0.25) + Math.exp(3) + Math.exp(2.875);
    float[] softmax = new float[4];
    for (int i = 0; i < 4; i++) {
      softmax[i] = (float) (Math.exp(logits[i]) / sum);
    }

    ScoredPicture ofLogits = ScoredPicture.ofLogits("a.jpg", 3, logits);
    ScoredPicture ofSoftmax = ScoredPicture.of("a.jpg", 3, softmax);

    assertThat(ofLogits.rank()).isEqualTo(ofSoftmax.rank()).isEqualTo(2);
    assertThat(ofLogits.predicted()).isEqualTo(ofSoftmax.predicted()).isEqualTo(2);
    // The probabilities were rounded to 24 bits.
    assertThat(ofLogits.confidence()).isCloseTo(ofSoftmax.confidence(), within(0x1p-24));
    assertThat(ofLogits.loss()).isCloseTo(ofSoftmax.loss(), within(0x1p-22));
  }

  @Test
  void of_equal_scores_the_lower_index_is_ahead() {
    float[] equal = {0.25f, 0.25f, 0.25f, 0.25f};

    assertThat(ScoredPicture.of("a", 0, equal).rank()).isEqualTo(1);
    assertThat(ScoredPicture.of("a", 3, equal).rank()).isEqualTo(4);
    assertThat(ScoredPicture.of("a", 3, equal).predicted()).isZero();
    assertThat(ScoredPicture.ofLogits("a", 2, new float[3]).rank()).isEqualTo(3);
  }

  @Test
  void a_probability_of_zero_has_a_finite_loss() {
    ScoredPicture rounded = ScoredPicture.of("a", 1, new float[] {1, 0});
    ScoredPicture far = ScoredPicture.ofLogits("a", 1, new float[] {3e38f, -3e38f});

    assertThat(rounded.loss()).isCloseTo(126 * Math.log(2), within(1e-12));
    assertThat(far.loss()).isEqualTo(rounded.loss());
    assertThat(far.confidence()).isEqualTo(1);
  }

  @Test
  void certainty_in_the_right_class_loses_nothing() {
    assertThat(ScoredPicture.of("a", 0, new float[] {1}).loss()).isEqualTo(0.0);
    assertThat(ScoredPicture.ofLogits("a", 0, new float[] {-7}).loss()).isEqualTo(0.0);
  }

  @Test
  void what_is_no_answer_of_a_classifier_is_refused() {
    refused(() -> ScoredPicture.of("a.jpg", 2, new float[] {1, 0}))
        .hasMessage("a.jpg is of class 2, but there are 2 classes; expected an index from 0 to 1.");
    refused(() -> ScoredPicture.of("a.jpg", -1, new float[] {1, 0}))
        .hasMessageStartingWith("a.jpg is of class -1");
    refused(() -> ScoredPicture.of("a.jpg", 0, new float[] {2.5f, -1.5f}))
        .hasMessage("a.jpg: class 0 has the probability 2.5; expected a number from 0 to 1.");
    refused(() -> ScoredPicture.of("a.jpg", 0, new float[] {Float.NaN, 1}))
        .hasMessageContaining("NaN");
    refused(() -> ScoredPicture.of("a.jpg", 0, new float[] {0.5f, 0.25f}))
        .hasMessage("a.jpg: the probabilities have the sum 0.75; expected 1. Are they logits?");
    refused(() -> ScoredPicture.ofLogits("a.jpg", 0, new float[] {0, Float.POSITIVE_INFINITY}))
        .hasMessage("a.jpg: the logit of class 1 is Infinity; expected a finite number.");
    refused(() -> new ScoredPicture("a.jpg", 0, 2, 1, 1, 0.5, 0.5))
        .hasMessageContaining("at place 1, but class 1 came first");
    refused(() -> new ScoredPicture("a.jpg", 0, 2, 2, 2, 0.5, 0.5))
        .hasMessageContaining("among 2 classes");
    refused(() -> new ScoredPicture("a.jpg", 0, 2, 0, 1, 1.5, 0.5))
        .hasMessageContaining("confidence 1.5");
    refused(() -> new ScoredPicture("a.jpg", 0, 2, 0, 1, 0.5, Double.NaN))
        .hasMessageContaining("loss NaN");
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
  }
}
