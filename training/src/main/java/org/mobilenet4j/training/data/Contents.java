package org.mobilenet4j.training.data;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What lies in a source, before it is known what it means.
 *
 * @param pictures in the order of their places
 * @param remarks a sentence each about what is no picture
 * @param emptyFolders places of folders without a picture in them, at any depth
 */
record Contents(
    List<StoredPicture> pictures, List<String> remarks, List<List<String>> emptyFolders) {
  /**
   * @param folders places of all folders, with and without pictures
   */
  static Contents of(
      List<StoredPicture> pictures, List<String> remarks, Collection<List<String>> folders) {
    Set<List<String>> full = new HashSet<>();
    for (StoredPicture picture : pictures) {
      for (int depth = 1; depth < picture.place().size(); depth++) {
        full.add(picture.place().subList(0, depth));
      }
    }
    return new Contents(
        pictures, remarks, folders.stream().filter(folder -> !full.contains(folder)).toList());
  }

  /** Whether a place is one that a system keeps for itself. */
  static boolean isOfASystem(List<String> place) {
    return place.stream().anyMatch(part -> part.startsWith(".") || part.equals("__MACOSX"));
  }
}
