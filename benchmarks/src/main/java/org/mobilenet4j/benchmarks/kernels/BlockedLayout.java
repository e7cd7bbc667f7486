package org.mobilenet4j.benchmarks.kernels;

import org.mobilenet4j.kernels.blocked.BlockedMap;

/** Carries maps between the layout of the API and the blocked one. */
final class BlockedLayout {
  private BlockedLayout() {}

  /**
   * @param map how it shall lie
   * @param channelsLast {@code [height, width, channels]}
   */
  static float[] of(BlockedMap map, float[] channelsLast) {
    float[] blocked = new float[(int) map.floats()];
    for (int i = 0; i < channelsLast.length; i++) {
      blocked[place(map, i)] = channelsLast[i];
    }
    return blocked;
  }

  /** The way back. */
  static float[] channelsLast(BlockedMap map, float[] blocked) {
    float[] channelsLast = new float[map.height() * map.width() * map.channels()];
    for (int i = 0; i < channelsLast.length; i++) {
      channelsLast[i] = blocked[place(map, i)];
    }
    return channelsLast;
  }

  private static int place(BlockedMap map, int index) {
    int channel = index % map.channels();
    int pixel = index / map.channels();
    return channel / map.lanes() * map.plane()
        + map.row(pixel / map.width())
        + pixel % map.width() * map.lanes()
        + channel % map.lanes();
  }
}
