package org.mobilenet4j.kernels.blocked;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.kernels.CacheLine;

/** Where packed weights lie. */
class PackedRoomTest {
  @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
  @ParameterizedTest(name = "{0} weights expected")
  @ValueSource(longs = {0, 1, 1_000, 20_000})
  void places_begin_on_cache_lines_and_do_not_overlap(long expected) {
    PackedRoom room = new PackedRoom(expected, Prefetching.NEXT);
    Random random = new Random(expected);
    List<PackedFloats> places = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int floats = 1 + random.nextInt(500);
      places.add(room.take(floats));
      sizes.add(floats);
    }

    for (int i = 0; i < places.size(); i++) {
      PackedFloats place = places.get(i);
      int end = place.start() + sizes.get(i);
      assertThat(place.start() % CacheLine.FLOATS).as("place %d", i).isEqualTo(CacheLine.FIRST);
      assertThat(end).as("end of place %d", i).isLessThanOrEqualTo(place.firsts());
      if (i > 0 && places.get(i - 1).array() == place.array()) {
        int before = places.get(i - 1).start() + sizes.get(i - 1);
        assertThat(place.start()).as("place %d", i).isBetween(before, before + CacheLine.FLOATS);
      }
    }
  }

  @Test
  void what_was_expected_lies_in_one_array() {
    PackedRoom room = new PackedRoom(16_000, Prefetching.NONE);
    float[] first = room.take(4_000).array();

    assertThat(room.take(8_000).array()).isSameAs(first);
    assertThat(room.take(4_000).array()).isSameAs(first);
    assertThat(room.take(16_000).array()).isNotSameAs(first);
  }

  @Test
  void a_large_network_gets_its_room_piece_by_piece() {
    PackedRoom room = new PackedRoom(100_000_000, Prefetching.NONE);

    assertThat(room.take(160).array()).hasSize(CacheLine.FIRST + (8 << 20));
    assertThat(room.take(9 << 20).array()).hasSize(CacheLine.FIRST + (9 << 20));
  }

  @Test
  void the_first_float_of_each_line_lies_once_more_behind_the_lines() {
    PackedRoom room = new PackedRoom(1_000, Prefetching.NEXT);
    PackedFloats first = room.take(40);
    PackedFloats second = room.take(20);
    float[] array = first.array();
    for (int i = 0; i < first.firsts(); i++) {
      array[i] = i;
    }

    second.written();
    assertThat(firsts(first)).startsWith(0, 0, 0, 60, 76, 0);
    first.written();

    assertThat(firsts(first)).startsWith(12, 28, 44, 60, 76, 0);
    assertThat(firsts(first)).as("one to a line").hasSize(first.firsts() / CacheLine.FLOATS);
  }

  private static float[] firsts(PackedFloats of) {
    return Arrays.copyOfRange(of.array(), of.firsts(), of.array().length);
  }

  @Test
  void where_nothing_is_expected_each_has_an_array_for_itself() {
    PackedRoom room = new PackedRoom(0, Prefetching.NONE);

    assertThat(room.take(160).array()).hasSize(CacheLine.FIRST + 160);
    assertThat(room.take(5).array()).hasSize(CacheLine.FIRST + 16);
  }
}
