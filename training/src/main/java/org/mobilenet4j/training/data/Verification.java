package org.mobilenet4j.training.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mobilenet4j.vision.image.ImageFormatException;

/** Decodes pictures to see which can be read. */
final class Verification {
  private Verification() {}

  /** The pictures that can be read; the others are added to {@code unreadable} in their order. */
  static DataSet readable(DataSet set, int threads, List<UnreadablePicture> unreadable) {
    List<Optional<UnreadablePicture>> outcomes =
        SideBySide.map(set.size(), threads, index -> outcome(set, index));
    outcomes.forEach(outcome -> outcome.ifPresent(unreadable::add));
    int[] readable =
        IntStream.range(0, set.size()).filter(i -> outcomes.get(i).isEmpty()).toArray();
    return readable.length == set.size() ? set : new Selection(set, readable);
  }

  private static Optional<UnreadablePicture> outcome(DataSet set, int index) {
    try {
      set.picture(index);
      return Optional.empty();
    } catch (ImageFormatException e) {
      return Optional.of(new UnreadablePicture(set.name(index), String.valueOf(e.getMessage())));
    }
  }
}
