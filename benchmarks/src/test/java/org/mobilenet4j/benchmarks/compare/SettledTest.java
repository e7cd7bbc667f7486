package org.mobilenet4j.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SettledTest {
  /** Ends of images from the times of each; the first one includes the loading. */
  private static long[] ends(LongStream times) {
    long[] ends = times.toArray();
    Arrays.parallelPrefix(ends, Long::sum);
    return ends;
  }

  private static LongStream times(int count, long nanos) {
    return LongStream.generate(() -> nanos).limit(count);
  }

  @Test
  void slow_images_at_first_are_the_way_to_steady_speed() {
    long[] ends =
        ends(
            LongStream.concat(
                LongStream.of(500), LongStream.concat(times(20, 100), times(300, 10))));

    Settled settled = Settled.of(ends);

    assertThat(settled.steadyNanos()).isEqualTo(10);
    // Loading, 20 slow images; a window of nine is fast once four of them are slow at most.
    assertThat(settled.nanos()).isEqualTo(500 + 16 * 100);
  }

  @Test
  void a_single_slow_image_later_is_no_setback() {
    long[] ends = ends(LongStream.concat(LongStream.of(500, 10, 10, 900), times(300, 10)));

    assertThat(Settled.of(ends).nanos()).isEqualTo(500);
  }

  @Test
  void a_tenth_slower_is_steady_and_more_is_not() {
    assertThat(Settled.of(ends(LongStream.concat(times(50, 110), times(300, 100)))).nanos())
        .isEqualTo(110);
    assertThat(Settled.of(ends(LongStream.concat(times(50, 112), times(300, 100)))).nanos())
        .isGreaterThan(40 * 112);
  }

  @Test
  void too_few_images_say_nothing() {
    assertThat(Settled.of(ends(times(9, 10))).nanos()).isInfinite();
  }
}
