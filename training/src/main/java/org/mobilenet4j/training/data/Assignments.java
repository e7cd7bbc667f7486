package org.mobilenet4j.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a source says of its pictures, before anything is asked of it.
 *
 * @param pictures each with its class, in a fixed order; at least one
 * @param emptyClasses names of classes whose folder holds no picture
 * @param remarks a sentence each about what is left out
 */
record Assignments(List<Assignment> pictures, List<String> emptyClasses, List<String> remarks) {
  private static final String EXPECTED =
      "expected a folder for each class with photos in it (jpg, png, webp, bmp, gif, tif), perhaps inside folders train, validation and test";

  /** The folders of classes, perhaps inside those of splits. */
  static Assignments inFolders(String source, Contents contents) {
    SplitFolders.Layout layout =
        SplitFolders.layout(contents.pictures())
            .orElseThrow(() ->
                new DataException(
                    "%s holds no photo in a folder; %s.".formatted(source, EXPECTED)));
    List<Assignment> assigned = new ArrayList<>();
    List<String> loose = new ArrayList<>();
    for (StoredPicture picture : contents.pictures()) {
      assignment(picture, layout).ifPresentOrElse(assigned::add, () -> loose.add(picture.name()));
    }
    List<String> remarks = new ArrayList<>(contents.remarks());
    Remarks.leftOut(loose, "in no folder of a class").ifPresent(remarks::add);
    return new Assignments(
        assigned, emptyClasses(contents.emptyFolders(), assigned, layout), remarks);
  }

  private static Optional<Assignment> assignment(
      StoredPicture picture, SplitFolders.Layout layout) {
    List<String> place = picture.place();
    if (place.size() < layout.classDepth() + 2) {
      return Optional.empty();
    }
    String label = place.get(layout.classDepth());
    if (!layout.splits()) {
      return Optional.of(new Assignment(picture, label, Optional.empty()));
    }
    return Split.named(place.get(layout.depth()))
        .map(split -> new Assignment(picture, label, Optional.of(split)));
  }

  private static List<String> emptyClasses(
      List<List<String>> folders, List<Assignment> assigned, SplitFolders.Layout layout) {
    Set<String> full = new TreeSet<>();
    assigned.forEach(one -> full.add(one.label()));
    List<String> around = assigned.getFirst().picture().place().subList(0, layout.depth());
    Set<String> empty = new TreeSet<>();
    for (List<String> folder : folders) {
      if (folder.size() == layout.classDepth() + 1
          && folder.subList(0, layout.depth()).equals(around)
          && (!layout.splits() || Split.named(folder.get(layout.depth())).isPresent())
          && !full.contains(folder.getLast())) {
        empty.add(folder.getLast());
      }
    }
    return List.copyOf(empty);
  }
}
