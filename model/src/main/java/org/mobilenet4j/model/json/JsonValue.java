package org.mobilenet4j.model.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a JSON document. */
public sealed interface JsonValue {
  /**
   * @param members by key, in the order of the document; a key stands there once
   */
  record JsonObject(Map<String, JsonValue> members) implements JsonValue {
    public JsonObject {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }
  }

  /**
   * @param elements in the order of the document
   */
  record JsonArray(List<JsonValue> elements) implements JsonValue {
    public JsonArray {
      elements = List.copyOf(elements);
    }
  }

  /**
   * @param text without quotes and escapes
   */
  record JsonText(String text) implements JsonValue {}

  /**
   * A number as it stands in the document, so that nothing is rounded before its reader is known.
   *
   * @param digits as the document writes it
   */
  record JsonNumber(String digits) implements JsonValue {}

  /** {@code true}, {@code false} or {@code null}. */
  enum JsonWord implements JsonValue {
    /** {@code true}. */
    TRUE,
    /** {@code false}. */
    FALSE,
    /** {@code null}. */
    NULL
  }

  /**
   * @return what kind of value this is, for a message
   */
  default String kind() {
    return switch (this) {
      case JsonObject _ -> "an object";
      case JsonArray _ -> "an array";
      case JsonText _ -> "a text";
      case JsonNumber _ -> "a number";
      case JsonWord word -> word.name().toLowerCase(java.util.Locale.ROOT);
    };
  }
}
