package org.mobilenet4j.network.audit;

import java.util.Locale;

/** What becomes of a printed figure or claim. */
public enum Verdict {
  /** It is so, exactly or in the sense of the words. */
  HOLDS,
  /** The printed figure is the exact one, rounded. */
  ROUNDS,
  /** The printed figure is the exact one, cut off. */
  TRUNCATES,
  /** Another figure was meant, as its place shows. */
  MISPRINT,
  /** It is not so. */
  DOES_NOT_HOLD,
  /** No arithmetic settles it; the reason names the experiment. */
  CANNOT_BE_COUNTED;

  /**
   * @return the verdict in words: {@code does not hold}
   */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
