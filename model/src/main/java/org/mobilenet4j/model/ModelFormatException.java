package org.mobilenet4j.model;

import org.mobilenet4j.network.MobileNetException;

/**
 * A file of weights or a model that is damaged, hostile, or does not fit the network asked for; or
 * a file that cannot be written.
 */
public final class ModelFormatException extends MobileNetException {
  private static final long serialVersionUID = 1L;

  /** Longer messages lose their middle, where such names stand. */
  private static final int LONGEST = 1000;

  /**
   * @param message one sentence: what was found, where, what was expected, what to do
   */
  public ModelFormatException(String message) {
    super(printable(message));
  }

  /**
   * @param message one sentence: what was found, where, what was expected, what to do
   * @param cause what the operating system or a library reported
   */
  public ModelFormatException(String message, Throwable cause) {
    super(printable(message), cause);
  }

  /**
   * Names come from files: what a file calls a tensor must not write lines or colours of its own.
   */
  private static String printable(String message) {
    StringBuilder line = new StringBuilder(Math.min(message.length(), LONGEST));
    boolean cut = message.length() > LONGEST;
    String ends =
        cut
            ? message.substring(0, LONGEST / 2)
                + "…"
                + message.substring(message.length() - LONGEST / 2)
            : message;
    ends.codePoints().forEach(c -> line.appendCodePoint(isPlain(c) ? c : '?'));
    return line.toString();
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
