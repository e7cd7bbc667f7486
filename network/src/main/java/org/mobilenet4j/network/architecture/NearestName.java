package org.mobilenet4j.network.architecture;

import java.util.Comparator;
import java.util.List;

/** Finds what somebody meant who mistyped a name. */
final class NearestName {
  private NearestName() {}

  /**
   * @param given what was typed
   * @param known the names there are; at least one
   * @return the known name with the fewest letters to insert, delete or replace
   */
  static String of(String given, List<String> known) {
    String start = given.substring(0, Math.min(given.length(), 64));
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(start, name)))
        .orElseThrow(() -> new IllegalArgumentException("There is no name to choose from."));
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
