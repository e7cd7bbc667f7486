package org.mobilenet4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shapes against a count of the places where a window can stand, one after the other. */
class PaddingTest {
  private static final int CASES = 3_000;

  /** Places of a window whose taps all lie inside the padded picture. */
  private static int places(int size, int before, int after, int kernel, int dilation, int stride) {
    int count = 0;
    for (int at = -before; at + (kernel - 1) * dilation < size + after; at += stride) {
      count++;
    }
    return count;
  }

  /** Caffe's and PyTorch's rule: also the places that begin before the padding behind. */
  private static int placesRoundedUp(int size, int before, int after, int kernel, int stride) {
    int count = 0;
    for (int at = -before; ; at += stride) {
      boolean whole = at + kernel <= size + after;
      boolean partly = at + kernel < size + after + stride && at < size;
      if (!whole && !partly) {
        return count;
      }
      count++;
    }
  }

  @Test
  void convolutions_have_as_many_outputs_as_there_are_places_for_the_window() {
    Random random = new Random(1);
    for (int i = 0; i < CASES; i++) {
      int height = 1 + random.nextInt(40);
      int width = 1 + random.nextInt(40);
      Extent kernel = new Extent(1 + random.nextInt(7), 1 + random.nextInt(7));
      Extent stride = new Extent(1 + random.nextInt(4), 1 + random.nextInt(4));
      Extent dilation = new Extent(1 + random.nextInt(3), 1 + random.nextInt(3));
      Padding padding =
          switch (random.nextInt(3)) {
            case 0 -> new Padding.Symmetric(random.nextInt(5), random.nextInt(5));
            case 1 ->
                new Padding.Explicit(
                    random.nextInt(5), random.nextInt(5), random.nextInt(5), random.nextInt(5));
            default -> new Padding.Same();
          };
      Padding.Amounts pad = padding.resolve(new Extent(height, width), kernel, stride, dilation);
      Op op = new Op.Convolution(4, kernel, stride, dilation, 1, padding, Bias.NONE);
      int rows =
          places(
              height, pad.top(), pad.bottom(), kernel.height(), dilation.height(), stride.height());
      int columns =
          places(width, pad.left(), pad.right(), kernel.width(), dilation.width(), stride.width());

      if (rows == 0 || columns == 0) {
        assertThatThrownBy(() -> infer(op, new Shape(height, width, 2)))
            .as("case %d: %s on %d×%d", i, op, height, width)
            .isInstanceOf(NetworkException.class)
            .hasMessageContaining("no room");
      } else {
        assertThat(infer(op, new Shape(height, width, 2)))
            .as("case %d: %s on %d×%d", i, op, height, width)
            .isEqualTo(new Shape(rows, columns, 4));
      }
    }
  }

  @Test
  void same_gives_input_over_stride_rounded_up_with_the_least_padding_and_the_rest_behind() {
    for (int size = 1; size <= 33; size++) {
      for (int kernel = 1; kernel <= 7; kernel++) {
        for (int stride = 1; stride <= 4; stride++) {
          for (int dilation = 1; dilation <= 3; dilation++) {
            Padding.Amounts pad =
                new Padding.Same()
                    .resolve(
                        Extent.square(size),
                        Extent.square(kernel),
                        Extent.square(stride),
                        Extent.square(dilation));
            String where = "%d, %d/%d, %d".formatted(size, kernel, stride, dilation);
            int wanted = -Math.floorDiv(-size, stride);

            int found = places(size, pad.top(), pad.bottom(), kernel, dilation, stride);
            assertThat(found).as(where).isEqualTo(wanted);
            assertThat(pad.bottom() - pad.top()).as(where).isBetween(0, 1);
            if (pad.bottom() > 0) {
              int less = places(size, pad.top(), pad.bottom() - 1, kernel, dilation, stride);
              assertThat(less).as(where).isLessThan(wanted);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // TensorFlow's at stride 2 on even inputs against PyTorch's: the samples are one pixel apart.
    "224, 3, 2, 0, 1, 1, 1",
    "112, 5, 2, 1, 2, 2, 2",
    // They agree on odd inputs and at stride 1.
    "15, 3, 2, 1, 1, 1, 1",
    "14, 3, 1, 1, 1, 1, 1",
    "14, 5, 1, 2, 2, 2, 2",
  })
  void same_and_symmetric_differ_at_stride_two_of_even_inputs(
      int size, int kernel, int stride, int before, int after, int half, int otherHalf) {
    Padding.Amounts same =
        new Padding.Same()
            .resolve(Extent.square(size), Extent.square(kernel), Extent.square(stride), Extent.ONE);
    Padding.Amounts symmetric =
        Padding.half(Extent.square(kernel))
            .resolve(Extent.square(size), Extent.square(kernel), Extent.square(stride), Extent.ONE);

    assertThat(same).isEqualTo(new Padding.Amounts(before, before, after, after));
    assertThat(symmetric).isEqualTo(new Padding.Amounts(half, half, otherHalf, otherHalf));
  }

  @Test
  void pools_round_down_or_up_as_they_are_told() {
    Random random = new Random(2);
    for (int i = 0; i < CASES; i++) {
      int height = 1 + random.nextInt(40);
      int width = 1 + random.nextInt(40);
      Extent kernel = new Extent(1 + random.nextInt(5), 1 + random.nextInt(5));
      Extent stride = new Extent(1 + random.nextInt(4), 1 + random.nextInt(4));
      // A window must hold a pixel, so the padding is less than the kernel.
      int top = random.nextInt(kernel.height());
      int left = random.nextInt(kernel.width());
      Padding padding = new Padding.Symmetric(top, left);
      Shape in = new Shape(height, width, 3);
      for (Rounding rounding : Rounding.values()) {
        int rows =
            rounding == Rounding.FLOOR
                ? places(height, top, top, kernel.height(), 1, stride.height())
                : placesRoundedUp(height, top, top, kernel.height(), stride.height());
        int columns =
            rounding == Rounding.FLOOR
                ? places(width, left, left, kernel.width(), 1, stride.width())
                : placesRoundedUp(width, left, left, kernel.width(), stride.width());
        Op op = new Op.Pool(PoolKind.MAX, kernel, stride, padding, rounding);
        if (rows == 0 || columns == 0) {
          assertThatThrownBy(() -> infer(op, in))
              .as("case %d: %s on %s", i, op, in)
              .isInstanceOf(NetworkException.class);
        } else {
          assertThat(infer(op, in))
              .as("case %d: %s on %s", i, op, in)
              .isEqualTo(new Shape(rows, columns, 3));
        }
      }
    }
  }

  private static Shape infer(Op op, Shape in) {
    return ShapeInference.infer(new Node("node", op, List.of(Network.INPUT)), List.of(in));
  }
}
