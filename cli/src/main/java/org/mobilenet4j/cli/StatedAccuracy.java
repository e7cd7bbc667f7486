package org.mobilenet4j.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mobilenet4j.model.Provenance;

/**
 * How often a model was right when it was made, as its file says it.
 *
 * @param top1 share of the pictures that it named rightly, from 0 to 1
 * @param pictures how many those were
 * @param split what they were called: {@code test} or {@code validation}
 */
record StatedAccuracy(double top1, int pictures, String split) {
  /** The name of the fact in the provenance. */
  static final String FACT = "accuracy";

  private static final Pattern TEXT =
      Pattern.compile("([01]\\.[0-9]{4}) on ([0-9]{1,9}) ([a-z]+) pictures");

  /** What a model says of itself; empty if it says nothing in these words. */
  static Optional<StatedAccuracy> of(Provenance provenance) {
    Matcher text = TEXT.matcher(provenance.facts().getOrDefault(FACT, ""));
    return text.matches()
        ? Optional.of(
            new StatedAccuracy(
                Double.parseDouble(text.group(1)), Integer.parseInt(text.group(2)), text.group(3)))
        : Optional.empty();
  }

  /** The words for the provenance. */
  String fact() {
    return "%.4f on %d %s pictures".formatted(top1, pictures, split);
  }
}
