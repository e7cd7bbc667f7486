package org.mobilenet4j.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.mobilenet4j.network.NamedFile;
import picocli.CommandLine.TypeConversionException;

/** The file or folder that a word names. */
final class FileName {
  /**
   * To Java an empty name is the current folder, which nobody means who passes an unset variable.
   */
  private static final String EMPTY =
      "an empty file name; expected the name of a file or folder (is a variable of the shell unset?)";

  private FileName() {}

  /**
   * @param word as it was typed or piped in
   * @throws InputException if no file can have that name
   */
  static Path of(String word) {
    if (word.isEmpty()) {
      throw new InputException("There is " + EMPTY + ".");
    }
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw new InputException(mistake(word, e) + ".", e);
    }
  }

  /** The same for picocli, which says beforehand where the word stands. */
  static Path convert(String word) {
    if (word.isEmpty()) {
      throw new TypeConversionException(EMPTY);
    }
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(mistake(word, e));
    }
  }

  private static String mistake(String word, InvalidPathException e) {
    return NamedFile.needsOtherLocale(e)
        ? "'%s' holds letters that the locale of this shell does not have; set LC_ALL=C.UTF-8"
            .formatted(word)
        : "'%s' is no name of a file here (%s)".formatted(word, e.getReason());
  }
}
