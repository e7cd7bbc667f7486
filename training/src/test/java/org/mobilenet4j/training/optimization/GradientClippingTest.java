package org.mobilenet4j.training.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.Gang;

class GradientClippingTest {
  private static final int[] SIZES = {1, 3, 4095, 4096, 4097, 30011};

  @Test
  void clipped_gradients_have_the_same_bits_for_any_number_of_threads() {
    List<LearnedTensor> alone = tensors();
    double norm = clip(new GradientClipping.ByGlobalNorm(1), alone, 1).global();

    for (int threads : new int[] {2, 3, 7}) {
      List<LearnedTensor> shared = tensors();

      assertThat(clip(new GradientClipping.ByGlobalNorm(1), shared, threads).global())
          .isEqualTo(norm);
      for (int i = 0; i < shared.size(); i++) {
        assertThat(shared.get(i).gradient()).isEqualTo(alone.get(i).gradient());
      }
    }
    // Every factor and product is rounded by 2⁻²⁴ of itself.
    assertThat(clip(new GradientClipping.None(), alone, 1).global()).isCloseTo(1, within(1e-6));
  }

  @Test
  void the_length_of_each_gradient_is_told_apart() {
    List<LearnedTensor> tensors = tensors();
    java.util.Arrays.fill(tensors.get(1).gradient(), 0);
    tensors.get(1).gradient()[0] = 3;
    tensors.get(1).gradient()[2] = -4;

    GradientNorms norms = clip(new GradientClipping.None(), tensors, 2);

    assertThat(norms.of(1)).isEqualTo(5);
    assertThat(norms.firstNotFinite()).isEmpty();
  }

  @Test
  void a_gradient_that_is_not_finite_is_named_and_nothing_is_changed() {
    for (GradientClipping clipping :
        List.of(new GradientClipping.ByGlobalNorm(1), new GradientClipping.ByValue(0.1))) {
      for (float odd : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
        List<LearnedTensor> tensors = tensors();
        tensors.get(4).gradient()[4000] = odd;
        float[] before = tensors.get(3).gradient().clone();

        GradientNorms norms = clip(clipping, tensors, 2);

        assertThat(norms.firstNotFinite()).hasValue(4);
        assertThat(norms.global() < Double.POSITIVE_INFINITY).isFalse();
        assertThat(tensors.get(3).gradient()).isEqualTo(before);
      }
    }
  }

  @Test
  void gradients_too_large_for_squares_in_float_have_a_length() {
    float[] gradient = {3e30f, 4e30f};
    LearnedTensor tensor = new LearnedTensor("w", DecayRole.BIAS, new float[2], gradient);

    assertThat(clip(new GradientClipping.ByGlobalNorm(10), List.of(tensor), 1).global())
        .isCloseTo(5e30, within(1e24));
    assertThat(gradient[0]).isCloseTo(6, within(1e-5f));
  }

  @Test
  void a_limit_of_nothing_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GradientClipping.ByValue(0))
        .withMessage("Gradients clipped at 0.0; expected a number above 0.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GradientClipping.ByGlobalNorm(Double.NaN));
  }

  private static GradientNorms clip(
      GradientClipping clipping, List<LearnedTensor> tensors, int threads) {
    try (Gang gang = Gang.ofExactly(threads)) {
      return clipping.clip(tensors, gang);
    }
  }

  private static List<LearnedTensor> tensors() {
    List<LearnedTensor> tensors = new ArrayList<>();
    for (int size : SIZES) {
      float[] gradient = new float[size];
      SplittableRandom random = new SplittableRandom(size);
      for (int i = 0; i < size; i++) {
        gradient[i] = (float) random.nextDouble(-1, 1);
      }
      tensors.add(new LearnedTensor("t" + size, DecayRole.CONVOLUTION, new float[size], gradient));
    }
    return tensors;
  }
}
