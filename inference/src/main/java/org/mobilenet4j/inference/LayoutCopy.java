package org.mobilenet4j.inference;

import java.util.Arrays;
import java.util.List;
import org.mobilenet4j.kernels.blocked.BlockedMap;

/** Copies of a value from blocks to channels last and back, row by row. */
final class LayoutCopy {
  private LayoutCopy() {}

  /** Whether a value lies channels last as it is: in a single block, or as a single pixel. */
  static boolean isChannelsLast(BlockedMap map) {
    return map.frame().equals(BlockedMap.Frame.NONE)
        && (map.lanes() == map.channels() || map.plane() == map.lanes());
  }

  /**
   * @param nodes for which nodes the copy is made
   * @param map how the value lies
   * @param from where it begins
   * @param to where {@code [height, width, channels]} is to begin
   * @return the step that copies it
   */
  static Step toChannelsLast(List<String> nodes, BlockedMap map, int from, int to) {
    int row = map.width() * map.channels();
    return step(
        "to_channels_last",
        nodes,
        map,
        (w, _, first, end) -> {
          for (int y = first; y < end; y++) {
            for (int b = 0; b < map.blocks(); b++) {
              int source = from + b * map.plane() + map.row(y);
              int target = to + y * row + b * map.lanes();
              int channels = channels(map, b);
              for (int x = 0; x < map.width(); x++) {
                System.arraycopy(
                    w, source + x * map.lanes(), w, target + x * map.channels(), channels);
              }
            }
          }
        });
  }

  /**
   * @param nodes for which nodes the copy is made
   * @param map how the value shall lie
   * @param from where {@code [height, width, channels]} begins
   * @param to where the map is to begin
   * @return the step that copies it and writes its frame
   */
  static Step toBlocks(List<String> nodes, BlockedMap map, int from, int to) {
    int row = map.width() * map.channels();
    return step(
        "to_blocks",
        nodes,
        map,
        (w, _, first, end) -> {
          for (int b = 0; b < map.blocks(); b++) {
            for (int y = first; y < end; y++) {
              int source = from + y * row + b * map.lanes();
              int target = to + b * map.plane() + map.row(y);
              int channels = channels(map, b);
              for (int x = 0; x < map.width(); x++) {
                int pixel = target + x * map.lanes();
                System.arraycopy(w, source + x * map.channels(), w, pixel, channels);
                // Products take whole blocks, and what is no number stays none times zero.
                Arrays.fill(w, pixel + channels, pixel + map.lanes(), 0f);
              }
            }
            map.clearSides(w, to, b, first, end);
            if (first == 0) {
              map.clearEnds(w, to, b);
            }
          }
        });
  }

  /** Channels of a block that are not there to fill it. */
  private static int channels(BlockedMap map, int block) {
    return Math.min(map.lanes(), map.channels() - block * map.lanes());
  }

  private static Step step(String name, List<String> nodes, BlockedMap map, Step.Work work) {
    return new Step(name, nodes, List.of(new StepPart(LayerType.OTHER, 0)), map.height(), 1, work);
  }
}
