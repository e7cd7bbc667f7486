package org.mobilenet4j.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.training.data.UnreadablePicture;

/**
 * Pictures that could be read when a run began and cannot be read when their turn comes. The
 * console names the first few at once and says at the end how many there are; the report and
 * programs get them all.
 */
final class LostPictures {
  private final Map<String, UnreadablePicture> byName = new LinkedHashMap<>();

  /**
   * Takes one more, whichever stage has found it.
   *
   * @return what to say of it at once: nothing of one that another stage has found already
   */
  Optional<String> add(UnreadablePicture picture) {
    if (byName.putIfAbsent(picture.name(), picture) != null) {
      return Optional.empty();
    }
    int count = byName.size();
    if (count <= Findings.NAMED) {
      return Optional.of(picture.reason());
    }
    return count == Findings.NAMED + 1
        ? Optional.of(
            "More pictures cannot be read any more; how many is said at the end, and the report names them.")
        : Optional.empty();
  }

  /** In the order in which they were found. */
  List<UnreadablePicture> all() {
    return List.copyOf(byName.values());
  }

  /** How many there are, if not all of them were named at once. */
  Optional<String> total() {
    return byName.size() <= Findings.NAMED
        ? Optional.empty()
        : Optional.of(
            "%s pictures in all cannot be read any more. The report names %s."
                .formatted(
                    TextTable.count(byName.size()),
                    byName.size() > Findings.LISTED ? "more" : "all"));
  }
}
