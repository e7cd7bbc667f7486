package org.mobilenet4j.training.data;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** For what some of the pictures are kept. */
public enum Split {
  /** To learn from. */
  TRAIN(Set.of("train", "training")),
  /** To choose by. */
  VALIDATION(Set.of("validation", "valid", "val")),
  /** To judge by. */
  TEST(Set.of("test", "testing"));

  private final Set<String> names;

  Split(Set<String> names) {
    this.names = names;
  }

  /** The split that a folder or a cell of this name means. */
  static Optional<Split> named(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    for (Split split : values()) {
      if (split.names.contains(name)) {
        return Optional.of(split);
      }
    }
    return Optional.empty();
  }
}
