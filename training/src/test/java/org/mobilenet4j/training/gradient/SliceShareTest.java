package org.mobilenet4j.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However many threads and slices there are, each channel of each slice is done once. */
class SliceShareTest {
  private static final int CHANNELS = 13;

  private static int[][] timesDone(int slices, int members) {
    int[][] times = new int[slices][CHANNELS];
    for (int member = 0; member < members; member++) {
      SliceShare share = SliceShare.of(slices, member, members);
      for (int slice = share.firstSlice(); slice < share.endSlice(); slice++) {
        for (int channel = share.from(CHANNELS); channel < share.to(CHANNELS); channel++) {
          times[slice][channel]++;
        }
      }
    }
    return times;
  }

  @ParameterizedTest(name = "{0} slices")
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 15, 16})
  void each_channel_of_each_slice_is_done_once(int slices) {
    for (int members = 1; members <= 40; members++) {
      for (int[] ofSlice : timesDone(slices, members)) {
        assertThat(ofSlice).as("%d threads", members).containsOnly(1);
      }
    }
  }

  @ParameterizedTest(name = "{1} threads on {0} slices do at most {2} of {3} channels each")
  @CsvSource({
    "1, 4, 4, 13", // one slice: all share its channels
    "2, 2, 13, 13",
    "2, 4, 7, 13",
    "2, 8, 4, 13",
    "2, 3, 13, 13", // a thread alone on the second slice
    "4, 8, 7, 13",
    "8, 4, 26, 13"
  })
  void no_thread_stands_idle_for_want_of_slices(int slices, int members, int most, int channels) {
    for (int member = 0; member < members; member++) {
      SliceShare share = SliceShare.of(slices, member, members);

      int done =
          (share.endSlice() - share.firstSlice()) * (share.to(channels) - share.from(channels));

      assertThat(done).as("thread %d", member).isBetween(1, most);
    }
  }
}
