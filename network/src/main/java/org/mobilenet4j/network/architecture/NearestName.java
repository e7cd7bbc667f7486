package org.mobilenet4j.network.architecture;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who mistyped a name. */
public final class NearestName {
  private static final int LONGEST = 64;

  private NearestName() {}

  /**
   * Finds the known name with the fewest letters to insert, delete or replace, where these are at
   * most a third of it, else the first one that contains what was typed. Capitals do not count, and
   * {@code _} is as good as {@code -}.
   *
   * @param given what was typed
   * @param known the names there are
   * @return the name that was probably meant; empty if none is near
   */
  public static Optional<String> of(String given, List<String> known) {
    String typed =
        given
            .substring(0, Math.min(given.length(), LONGEST))
            .toLowerCase(Locale.ROOT)
            .replace('_', '-');
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(typed, name)))
        .filter(name -> 3 * distance(typed, name) <= name.length())
        .or(() ->
            known.stream().filter(name -> typed.length() > 1 && name.contains(typed)).findFirst());
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
