package org.mobilenet4j.training.data;

import java.util.List;
import java.util.Optional;

/** Sentences about what lay in a source and is not used. */
final class Remarks {
  private Remarks() {}

  /**
   * @param names of what is left out
   * @param why completes "is …"
   */
  static Optional<String> leftOut(List<String> names, String why) {
    return switch (names.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of("%s is %s and left out.".formatted(names.getFirst(), why));
      default ->
          Optional.of(
              "%s and %d more are left out, each being %s."
                  .formatted(names.getFirst(), names.size() - 1, why));
    };
  }

  /**
   * @param entries of an archive, each after another one of that name
   */
  static Optional<String> repeated(List<String> entries) {
    return switch (entries.size()) {
      case 0 -> Optional.empty();
      case 1 ->
          Optional.of(
              "%s is in the archive more than once; the last one counts."
                  .formatted(entries.getFirst()));
      default ->
          Optional.of(
              "%s and %d more are in the archive more than once; the last one of each counts."
                  .formatted(entries.getFirst(), entries.size() - 1));
    };
  }

  /**
   * @param classes whose folders hold no photo
   */
  static Optional<String> withoutPhoto(List<String> classes) {
    return switch (classes.size()) {
      case 0 -> Optional.empty();
      case 1 ->
          Optional.of(
              "The folder of class '%s' holds no photo that is read."
                  .formatted(classes.getFirst()));
      default ->
          Optional.of(
              "The folders of class '%s' and of %d more hold no photo that is read."
                  .formatted(classes.getFirst(), classes.size() - 1));
    };
  }
}
