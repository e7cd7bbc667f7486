package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON document by the paths of its values: {@code predictions[0].label}.
 *
 * @param values texts, numbers as text, {@code true}, {@code false} and {@code null}
 */
record JsonDocument(Map<String, String> values) {
  static JsonDocument parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    try (JsonParser parser =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      read(parser, "", values);
      if (parser.nextToken() != null) {
        throw new AssertionError("More than one document: " + text);
      }
    }
    return new JsonDocument(values);
  }

  private static void read(JsonParser parser, String path, Map<String, String> values) {
    @Nullable JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = String.valueOf(parser.currentName());
        parser.nextToken();
        read(parser, path.isEmpty() ? key : path + "." + key, values);
      }
    } else if (token == JsonToken.START_ARRAY) {
      int index = 0;
      for (; parser.nextToken() != JsonToken.END_ARRAY; index++) {
        read(parser, path + "[" + index + "]", values);
      }
      values.put(path + "[]", Integer.toString(index));
    } else {
      values.put(path, parser.getString());
    }
  }

  String text(String path) {
    @Nullable String value = values.get(path);
    if (value == null) {
      throw new AssertionError("There is no '%s' in %s".formatted(path, values));
    }
    return value;
  }

  long whole(String path) {
    return Long.parseLong(text(path));
  }

  double number(String path) {
    return Double.parseDouble(text(path));
  }

  /** How many elements an array has. */
  int size(String array) {
    return Integer.parseInt(text(array + "[]"));
  }

  /** The elements of an array of plain values. */
  List<String> texts(String array) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < size(array); i++) {
      texts.add(text(array + "[" + i + "]"));
    }
    return texts;
  }

  /** The paths without numbers of elements: {@code predictions[].label}. */
  Set<String> keys() {
    return values.keySet().stream()
        .map(path -> path.replaceAll("\\[[0-9]+\\]", "[]"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
