package org.mobilenet4j.model.file;

import java.util.Arrays;
import java.util.Locale;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.json.JsonFields;

/**
 * The names of enumerations in a model file: {@code AVERAGE_WITH_PADDING} is "averageWithPadding".
 */
final class Names {
  private Names() {}

  static String of(Enum<?> value) {
    String[] words = value.name().toLowerCase(Locale.ROOT).split("_");
    StringBuilder name = new StringBuilder(words[0]);
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name.toString();
  }

  /**
   * @param fields where the name stands
   * @param key under which key
   * @param values what it can be
   * @param where what to call the place in a message
   * @return the value of that name
   * @throws ModelFormatException if there is none
   */
  static <E extends Enum<E>> E read(JsonFields fields, String key, E[] values, String where) {
    String name = fields.text(key);
    return Arrays.stream(values)
        .filter(value -> of(value).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ModelFormatException(
                "%s has the %s '%s'; expected one of %s."
                    .formatted(where, key, name, Arrays.stream(values).map(Names::of).toList())));
  }
}
