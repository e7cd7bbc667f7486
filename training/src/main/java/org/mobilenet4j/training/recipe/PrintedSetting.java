package org.mobilenet4j.training.recipe;

import java.util.Optional;

/**
 * One setting as its source has it, beside what we take.
 *
 * @param field which setting: {@code learning-rate}
 * @param printed the source's words; {@code -} if there is nothing to print
 * @param taken what the recipe uses, in the notation of {@link Recipes}
 * @param remark why, if that is not plain; else empty
 */
public record PrintedSetting(String field, String printed, String taken, String remark) {
  private static final String NOT_PRINTED = "not printed";

  /**
   * @return whether the source leaves this open, so that what we take is a choice
   */
  public boolean isNotPrinted() {
    return printed.contains(NOT_PRINTED);
  }

  /**
   * The sentence for a reader who must know what is not the source's own; empty if all of it is.
   */
  Optional<String> note() {
    if (taken.equals("-") && remark.isEmpty()) {
      return Optional.empty();
    }
    if (isNotPrinted()) {
      return Optional.of(
          "%s: %s; we take %s%s"
              .formatted(field, printed, taken, remark.isEmpty() ? "." : ". " + remark));
    }
    return remark.isEmpty() ? Optional.empty() : Optional.of(field + ": " + remark);
  }
}
