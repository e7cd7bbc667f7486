package org.mobilenet4j.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class SeriesTest {
  @Test
  void the_process_in_the_middle_speaks_and_the_worst_is_known() {
    Series series = new Series();
    for (double median : new double[] {12e6, 10e6, 15e6}) {
      series.add(new Sample("any", median, 9e6, median, 9e6, 50e9));
    }

    assertThat(series.medianProcess().medianNanos()).isEqualTo(12e6);
    assertThat(series.worstProcess().medianNanos()).isEqualTo(15e6);
    assertThat(series.spread()).isEqualTo(1.25);
  }

  @Test
  void of_an_even_count_of_processes_the_two_in_the_middle_speak() {
    Series series = new Series();
    series.add(new Sample("any", 20e6, 18e6, 19e6, 17e6, 50e9));
    series.add(new Sample("any", 10e6, 9e6, 10e6, 8e6, 40e9));

    assertThat(series.medianProcess())
        .isEqualTo(new Sample("any", 15e6, 13.5e6, 14.5e6, 12.5e6, 45e9));
    assertThat(series.spread()).isEqualTo(20.0 / 15);
  }

  @Test
  void the_share_of_the_peak_counts_all_threads() {
    Series series = new Series();
    series.add(new Sample("any", 10e6, 10e6, 10e6, 10e6, 50e9));

    double share = series.shareOfPeak(300_000_000, 10e6, 2);

    assertThat(share).isCloseTo(0.3, within(1e-9));
  }

  @Test
  void a_sample_survives_the_way_from_process_to_process() {
    Sample sample = Sample.of("any", new long[] {30, 10, 20}, new long[] {3, 1, 2}, 2, 5e9);
    String[] fields = sample.line().split("\t", -1);

    Sample back = Sample.of(java.util.List.of(fields).subList(1, fields.length));

    assertThat(back).isEqualTo(sample).isEqualTo(new Sample("any", 10, 5, 1, 0.5, 5e9));
  }
}
