package org.mobilenet4j.network.architecture;

import java.util.Arrays;
import java.util.Locale;
import org.mobilenet4j.network.ArchitectureException;

/** How the constants of an enum are written in options and files: lower case with hyphens. */
final class EnumText {
  private EnumText() {}

  static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @param what the option, for the message
   * @param constants all there are
   * @param text what was given
   * @return the constant of that key
   * @throws ArchitectureException if there is none
   */
  static <E extends Enum<E>> E parse(String what, E[] constants, String text) {
    for (E constant : constants) {
      if (key(constant).equals(text)) {
        return constant;
      }
    }
    throw new ArchitectureException(
        "%s is '%s'; expected one of %s."
            .formatted(
                what,
                text,
                String.join(", ", Arrays.stream(constants).map(EnumText::key).toList())));
  }
}
