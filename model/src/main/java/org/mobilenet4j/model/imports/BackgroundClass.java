package org.mobilenet4j.model.imports;

import java.util.Optional;
import org.mobilenet4j.model.ModelFormatException;

/** What becomes of TensorFlow's class 0, "background", in a classifier of 1001 classes. */
public enum BackgroundClass {
  /** It stays: the model has one class more than ImageNet. */
  KEEP,
  /** Its row is left out: class n is ImageNet's class n. */
  DROP;

  private static final int WITH_BACKGROUND = 1001;

  /**
   * Decides what a classifier's first class is.
   *
   * @param file what to call the file in a message
   * @param classes how many the file has
   * @param expected how many the user expects, by labels or in words; 0 if that was not said
   * @param told what the user says of the background class
   * @return what becomes of it; {@code KEEP} where there is none
   * @throws ModelFormatException if there are 1001 classes and nobody says what the first one is
   */
  public static BackgroundClass settle(
      String file, int classes, int expected, Optional<BackgroundClass> told) {
    if (told.isPresent()) {
      return told.get();
    }
    if (classes != WITH_BACKGROUND || expected == WITH_BACKGROUND) {
      return KEEP;
    }
    if (expected == WITH_BACKGROUND - 1) {
      return DROP;
    }
    throw new ModelFormatException(
        "%s has a classifier of 1001 classes, the first of which may be TensorFlow's background; say --background keep or --background drop."
            .formatted(file));
  }
}
