package org.mobilenet4j.kernels.blocked;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.CacheLine;

/**
 * Room for the data of trials that load much: from the beginning of a cache line on, as where their
 * kernels are at work. In arrays of their own these data would lie as they fall, and a kernel that
 * is good would seem slow in most processes.
 *
 * <p>Trials share it, since an array that G1 puts at the beginning of a region is large: the latest
 * one stands in a static field, guarded by the class, and only as long as some trial uses it.
 */
final class TrialRoom {
  private static @Nullable WeakReference<TrialRoom> latest;

  private final float[] array;
  private int next = CacheLine.FIRST;

  private TrialRoom(int size) {
    this.array = new float[size];
  }

  /**
   * @param floats how many
   * @return a place for so many, which nobody else gets; whoever uses it holds on to it
   */
  static synchronized Place take(int floats) {
    int lines = CacheLine.wholeLines(floats);
    WeakReference<TrialRoom> last = latest;
    TrialRoom room = last == null ? null : last.get();
    if (room == null || lines > room.array.length - room.next) {
      room = new TrialRoom(Math.max(CacheLine.REGION, Math.addExact(CacheLine.FIRST, lines)));
      latest = new WeakReference<>(room);
    }
    int start = room.next;
    room.next += lines;
    return new Place(room, start);
  }

  /** A place that holds some numbers. */
  static Place of(float[] numbers) {
    Place place = take(numbers.length);
    System.arraycopy(numbers, 0, place.array(), place.start(), numbers.length);
    return place;
  }

  /**
   * Some floats of a room.
   *
   * @param room where
   * @param start the first of them
   */
  record Place(TrialRoom room, int start) {
    float[] array() {
      return room.array;
    }
  }
}
