package org.mobilenet4j.cli;

import java.util.List;
import java.util.OptionalInt;

/**
 * Which class a folder or a cell means: by its label, its index from 0, or its WordNet id.
 *
 * @param classes how many there are
 * @param labels one a class, or none
 * @param wnids one a class, or none
 */
record ClassNames(int classes, List<String> labels, List<String> wnids) {
  /** How ImageNet names its folders. */
  private static final String WNID = "n[0-9]{8}";

  ClassNames {
    labels = List.copyOf(labels);
    wnids = List.copyOf(wnids);
    if (!wnids.isEmpty() && wnids.size() != classes) {
      throw new InputException(
          "There are %d WordNet ids for %d classes; expected one a class."
              .formatted(wnids.size(), classes));
    }
  }

  /**
   * @param name a label, an index or a WordNet id
   * @param where it stands, for the message
   */
  int index(String name, String where) {
    OptionalInt byLabel = unique(labels, name, where);
    if (byLabel.isPresent()) {
      return byLabel.getAsInt();
    }
    OptionalInt byWnid = unique(wnids, name, where);
    if (byWnid.isPresent()) {
      return byWnid.getAsInt();
    }
    if (name.matches("[0-9]{1,9}") && Integer.parseInt(name) < classes) {
      return Integer.parseInt(name);
    }
    if (name.matches(WNID) && wnids.isEmpty()) {
      throw new InputException(
          "%s: '%s' is a WordNet id; give --wnids FILE with one id a line in the order of the classes."
              .formatted(where, name));
    }
    throw new InputException(
        "%s: there is no class '%s'; expected %san index from 0 to %d."
            .formatted(
                where, name, labels.isEmpty() ? "" : "a label of the model or ", classes - 1));
  }

  private static OptionalInt unique(List<String> names, String name, String where) {
    int first = names.indexOf(name);
    if (first < 0) {
      return OptionalInt.empty();
    }
    int last = names.lastIndexOf(name);
    if (first != last) {
      throw new InputException(
          "%s: '%s' is the name of the classes %d and %d; give the index instead."
              .formatted(where, name, first, last));
    }
    return OptionalInt.of(first);
  }
}
