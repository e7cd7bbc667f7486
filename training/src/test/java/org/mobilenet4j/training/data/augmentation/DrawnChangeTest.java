package org.mobilenet4j.training.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.training.data.augmentation.Augmentation.Manner;
import org.mobilenet4j.training.data.augmentation.Augmentation.RandAugment;
import org.mobilenet4j.training.random.Draws;

/** Which changes are drawn, how many, and how strong. */
final class DrawnChangeTest {
  private static final int PICTURES = 4000;
  private static final Extent SIZE = new Extent(331, 662);

  private static List<DrawnChange> drawn(RandAugment how) {
    return IntStream.range(0, PICTURES)
        .boxed()
        .flatMap(index -> DrawnChange.of(how, SIZE, Draws.of(1, index)).stream())
        .toList();
  }

  private static double[] strengths(List<DrawnChange> drawn, PixelChange change) {
    return drawn.stream()
        .filter(each -> each.change() == change)
        .mapToDouble(DrawnChange::strength)
        .toArray();
  }

  private static void assertEachAsOften(List<DrawnChange> drawn, ChangeSpace space) {
    Map<PixelChange, Integer> counts = new EnumMap<>(PixelChange.class);
    drawn.forEach(each -> counts.merge(each.change(), 1, Integer::sum));
    double expected = (double) drawn.size() / space.changes().size();

    assertThat(counts.keySet()).isEqualTo(EnumSet.copyOf(space.changes()));
    // Binomial; five deviations.
    assertThat(counts.values())
        .allMatch(count -> Math.abs(count - expected) < 5 * Math.sqrt(expected));
  }

  @Test
  void torchvisions_nine_of_thirty_turns_by_nine_degrees_to_either_side() {
    List<DrawnChange> drawn = drawn(new RandAugment(Manner.TORCHVISION, 2, 3, 0));

    assertThat(drawn).hasSize(2 * PICTURES);
    assertEachAsOften(drawn, ChangeSpace.TORCHVISION);
    assertThat(strengths(drawn, PixelChange.ROTATE)).containsOnly(9, -9).contains(9, -9);
    assertThat(strengths(drawn, PixelChange.TRANSLATE_X)).containsOnly(90, -90).contains(90, -90);
    assertThat(strengths(drawn, PixelChange.SHEAR_Y)).containsOnly(0.09, -0.09);
    assertThat(strengths(drawn, PixelChange.COLOUR)).containsOnly(0.27, -0.27).contains(-0.27);
    assertThat(strengths(drawn, PixelChange.POSTERISE)).containsOnly(7);
    assertThat(strengths(drawn, PixelChange.SOLARISE)).containsOnly(178.5);
    long positive =
        Stream.of(PixelChange.ROTATE, PixelChange.SHEAR_X, PixelChange.CONTRAST)
            .flatMapToDouble(change -> Arrays.stream(strengths(drawn, change)))
            .filter(strength -> strength > 0)
            .count();
    // Of 3 in 14 of 8000 half; a deviation of 21.
    assertThat(positive).isCloseTo(857, within(105L));
  }

  @Test
  void timms_m9_turns_by_27_degrees_and_does_half_of_what_is_drawn() {
    List<DrawnChange> drawn = drawn(new RandAugment(Manner.TIMM, 2, 9, 0));

    // Binomial with a deviation of 45.
    assertThat(drawn.size()).isCloseTo(PICTURES, within(225));
    assertEachAsOften(drawn, ChangeSpace.TIMM);
    assertThat(strengths(drawn, PixelChange.ROTATE)).containsOnly(27, -27).contains(27, -27);
    assertThat(strengths(drawn, PixelChange.POSTERISE)).containsOnly(3);
    assertThat(strengths(drawn, PixelChange.SOLARISE)).containsOnly(230);
    assertThat(strengths(drawn, PixelChange.SOLARISE_ADD)).containsOnly(99);
    for (double strength : strengths(drawn, PixelChange.BRIGHTNESS)) {
      assertThat(1 + strength).isCloseTo(1.72, within(1e-12)); // never less
    }
    for (double strength : strengths(drawn, PixelChange.TRANSLATE_Y)) {
      assertThat(Math.abs(strength)).isCloseTo(0.405 * 331, within(1e-9));
    }
  }

  @Test
  void the_spread_is_that_of_a_normal_distribution_within_the_scale() {
    double[] turns =
        Stream.of(drawn(new RandAugment(Manner.TIMM, 20, 9, 0.5)))
            .flatMapToDouble(drawn -> Arrays.stream(strengths(drawn, PixelChange.ROTATE)))
            .map(Math::abs)
            .toArray();

    // Beyond 10, two deviations away, lie 2.3 % of the draws; they become 10, which is 30 degrees.
    double strongest =
        (double) Arrays.stream(turns).filter(turn -> turn == 30).count() / turns.length;
    assertThat(strongest).isCloseTo(0.0228, within(0.01));
    assertThat(Arrays.stream(turns)).allMatch(turn -> turn > 20 && turn <= 30);
    double mean = Arrays.stream(turns).average().orElseThrow();
    double variance =
        Arrays.stream(turns).map(turn -> (turn - mean) * (turn - mean)).sum() / turns.length;
    // Degrees are three times magnitudes; the cut costs little of mean and deviation.
    assertThat(mean).isCloseTo(27, within(0.1));
    assertThat(Math.sqrt(variance)).isCloseTo(1.5, within(0.1));
  }

  @Test
  void a_fraction_of_a_magnitude_counts() {
    assertThat(strengths(drawn(new RandAugment(Manner.TORCHVISION, 1, 2.5, 0)), PixelChange.ROTATE))
        .containsOnly(7.5, -7.5);
  }

  @Test
  void trivial_augment_draws_one_change_of_any_of_31_strengths() {
    List<DrawnChange> drawn =
        IntStream.range(0, PICTURES)
            .mapToObj(index -> DrawnChange.ofTrivialAugment(SIZE, Draws.of(1, index)))
            .toList();

    assertEachAsOften(drawn, ChangeSpace.TRIVIAL_WIDE);
    double[] turns = strengths(drawn, PixelChange.ROTATE);
    assertThat(Arrays.stream(turns))
        .allMatch(turn -> Math.abs(turn) % 4.5 == 0 && Math.abs(turn) <= 135);
    assertThat(turns).contains(135, -135, 0, 4.5);
    assertThat(Arrays.stream(turns).map(Math::abs).average().orElseThrow())
        .isCloseTo(67.5, within(8.0)); // 286 draws with a deviation of 2.4
    for (double bits : strengths(drawn, PixelChange.POSTERISE)) {
      assertThat(bits).isBetween(2.0, 8.0);
    }
  }

  /** From torchvision's RandAugment._augmentation_space with 31 bins. */
  @Test
  void strengths_of_rand_augment_are_torchvisions() {
    ChangeSpace space = ChangeSpace.TORCHVISION;

    assertThat(space.strength(PixelChange.SHEAR_X, 1, SIZE)).isEqualTo(0.3);
    assertThat(space.strength(PixelChange.TRANSLATE_X, 1, SIZE)).isEqualTo(300);
    assertThat(space.strength(PixelChange.TRANSLATE_Y, 0.5, SIZE)).isEqualTo(75);
    assertThat(space.strength(PixelChange.ROTATE, 10 / 30.0, SIZE)).isEqualTo(10);
    assertThat(space.strength(PixelChange.CONTRAST, 10 / 30.0, SIZE)).isEqualTo(0.3);
    assertThat(space.strength(PixelChange.POSTERISE, 1, SIZE)).isEqualTo(4);
    assertThat(space.strength(PixelChange.POSTERISE, 9 / 30.0, SIZE)).isEqualTo(7);
    assertThat(space.strength(PixelChange.SOLARISE, 0, SIZE)).isEqualTo(255);
    assertThat(space.strength(PixelChange.SOLARISE, 1, SIZE)).isEqualTo(0);
    assertThat(space.changes()).hasSize(14).doesNotContain(PixelChange.INVERT);
  }

  /** From torchvision's TrivialAugmentWide._augmentation_space. */
  @Test
  void strengths_of_trivial_augment_are_torchvisions() {
    ChangeSpace space = ChangeSpace.TRIVIAL_WIDE;

    assertThat(space.strength(PixelChange.SHEAR_X, 1, SIZE)).isEqualTo(0.99);
    assertThat(space.strength(PixelChange.TRANSLATE_X, 1, SIZE)).isEqualTo(32);
    assertThat(space.strength(PixelChange.TRANSLATE_Y, 1 / 30.0, SIZE)).isEqualTo(1);
    assertThat(space.strength(PixelChange.ROTATE, 1, SIZE)).isEqualTo(135);
    assertThat(space.strength(PixelChange.SHARPNESS, 1, SIZE)).isEqualTo(0.99);
    assertThat(space.strength(PixelChange.POSTERISE, 1, SIZE)).isEqualTo(2);
    assertThat(space.strength(PixelChange.SOLARISE, 1, SIZE)).isEqualTo(0);
    assertThat(space.changes()).hasSize(14);
  }

  /** From timm's LEVEL_TO_ARG, at levels 0, 5 and 10. */
  @Test
  void strengths_of_timm_are_timms() {
    ChangeSpace space = ChangeSpace.TIMM;

    assertThat(space.strength(PixelChange.SHEAR_Y, 0.5, SIZE)).isEqualTo(0.15);
    assertThat(space.strength(PixelChange.ROTATE, 1, SIZE)).isEqualTo(30);
    assertThat(1 + space.strength(PixelChange.COLOUR, 0, SIZE)).isCloseTo(0.1, within(1e-12));
    assertThat(1 + space.strength(PixelChange.COLOUR, 1, SIZE)).isCloseTo(1.9, within(1e-12));
    assertThat(space.strength(PixelChange.TRANSLATE_X, 1, SIZE)).isCloseTo(297.9, within(1e-9));
    assertThat(space.strength(PixelChange.POSTERISE, 0, SIZE)).isEqualTo(0);
    assertThat(space.strength(PixelChange.POSTERISE, 1, SIZE)).isEqualTo(4);
    assertThat(space.strength(PixelChange.SOLARISE, 0.5, SIZE)).isEqualTo(128);
    assertThat(space.strength(PixelChange.SOLARISE_ADD, 1, SIZE)).isEqualTo(110);
    assertThat(space.changes()).hasSize(15).doesNotContain(PixelChange.IDENTITY);
  }
}
