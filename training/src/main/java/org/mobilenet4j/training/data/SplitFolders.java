package org.mobilenet4j.training.data;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where in a source the folders of splits and of classes lie. */
final class SplitFolders {
  /** An archive may hold one folder around everything. */
  private static final int MOST_FOLDERS_AROUND = 1;

  private SplitFolders() {}

  /**
   * Where the classes' folders lie.
   *
   * @param splits whether there are folders of splits around them
   * @param depth folders around the splits' or the classes' folders
   */
  record Layout(boolean splits, int depth) {
    int classDepth() {
      return splits ? depth + 1 : depth;
    }
  }

  static Optional<Layout> layout(List<StoredPicture> pictures) {
    for (int depth = 0; depth <= MOST_FOLDERS_AROUND; depth++) {
      if (isSplit(pictures, depth)) {
        return Optional.of(new Layout(true, depth));
      }
      if (folders(pictures, depth).size() > 1) {
        return Optional.of(new Layout(false, depth));
      }
    }
    if (folders(pictures, 0).isEmpty()) {
      return Optional.empty();
    }
    // One class alone: the innermost folder, so that there may be one around it here as well.
    boolean around = pictures.stream().noneMatch(picture -> picture.place().size() == 2);
    return Optional.of(new Layout(false, around ? MOST_FOLDERS_AROUND : 0));
  }

  /** Folders of splits, each with folders of classes in it. */
  private static boolean isSplit(List<StoredPicture> pictures, int depth) {
    Set<Split> found = new TreeSet<>();
    boolean classesBelow = true;
    boolean others = false;
    for (StoredPicture picture : pictures) {
      List<String> place = picture.place();
      if (place.size() < depth + 2) {
        continue;
      }
      Optional<Split> split = Split.named(place.get(depth));
      others |= split.isEmpty();
      split.ifPresent(found::add);
      classesBelow &= split.isEmpty() || place.size() >= depth + 3;
    }
    // One folder named train beside others may be the class of trains.
    return classesBelow && (found.size() > 1 || (found.contains(Split.TRAIN) && !others));
  }

  private static Set<String> folders(List<StoredPicture> pictures, int depth) {
    Set<String> names = new TreeSet<>();
    for (StoredPicture picture : pictures) {
      if (picture.place().size() >= depth + 2) {
        names.add(picture.place().get(depth));
      }
    }
    return names;
  }
}
