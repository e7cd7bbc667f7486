package org.mobilenet4j.training.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which split a folder's name means, and where in a source the folders of the classes lie. */
enum SplitFolders {
  TRAIN(Set.of("train", "training")),
  VALIDATION(Set.of("validation", "valid", "val")),
  TEST(Set.of("test", "testing"));

  /** An archive may hold one folder around everything. */
  private static final int MOST_FOLDERS_AROUND = 1;

  private final Set<String> names;

  SplitFolders(Set<String> names) {
    this.names = names;
  }

  static Optional<SplitFolders> named(String folder) {
    String name = folder.toLowerCase(Locale.ROOT);
    for (SplitFolders split : values()) {
      if (split.names.contains(name)) {
        return Optional.of(split);
      }
    }
    return Optional.empty();
  }

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
    return folders(pictures, 0).isEmpty() ? Optional.empty() : Optional.of(new Layout(false, 0));
  }

  /** Folders of splits, each with folders of classes in it. */
  private static boolean isSplit(List<StoredPicture> pictures, int depth) {
    Set<SplitFolders> found = new TreeSet<>();
    boolean classesBelow = true;
    boolean others = false;
    for (StoredPicture picture : pictures) {
      List<String> place = picture.place();
      if (place.size() < depth + 2) {
        continue;
      }
      Optional<SplitFolders> split = named(place.get(depth));
      others |= split.isEmpty();
      split.ifPresent(found::add);
      classesBelow &= split.isEmpty() || place.size() >= depth + 3;
    }
    // One folder named train beside others may be the class of trains.
    return classesBelow && (found.size() > 1 || (found.contains(TRAIN) && !others));
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
