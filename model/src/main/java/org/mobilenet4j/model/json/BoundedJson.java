package org.mobilenet4j.model.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.json.JsonValue.JsonArray;
import org.mobilenet4j.model.json.JsonValue.JsonNumber;
import org.mobilenet4j.model.json.JsonValue.JsonObject;
import org.mobilenet4j.model.json.JsonValue.JsonText;
import org.mobilenet4j.model.json.JsonValue.JsonWord;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a JSON document under limits: its nesting, its tokens, the length of its names, texts and
 * numbers. A key that stands twice in one object is refused, because two readers would see two
 * different files.
 */
public final class BoundedJson {
  /** Far above a graph's three levels, far below what could exhaust a stack. */
  private static final int MAX_DEPTH = 32;

  /** Some hundred thousand numbers of golden outputs fit; the tree stays below 100 MB. */
  private static final int MAX_TOKENS = 1_000_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxTokenCount(MAX_TOKENS)
                  .maxNameLength(10_000)
                  .maxNumberLength(100)
                  .maxStringLength(16 << 20)
                  .maxDocumentLength(64L << 20)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private BoundedJson() {}

  /**
   * @param document the whole document, and nothing after it but white space
   * @param source what to call the document in a message: the file and the place
   * @return its value
   * @throws ModelFormatException if it is no JSON or beyond a limit
   */
  public static JsonValue parse(String document, String source) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
      return parse(parser, source);
    } catch (JacksonException e) {
      throw refusal(source, e);
    }
  }

  /**
   * @param document the whole document in UTF-8, and nothing after it but white space
   * @param source what to call the document in a message: the file and the place
   * @return its value
   * @throws ModelFormatException if it is no JSON or beyond a limit
   */
  public static JsonValue parse(byte[] document, String source) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
      return parse(parser, source);
    } catch (JacksonException e) {
      throw refusal(source, e);
    }
  }

  private static JsonValue parse(JsonParser parser, String source) {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new ModelFormatException("%s is empty; expected JSON.".formatted(source));
    }
    JsonValue value = value(parser, first, source);
    if (parser.nextToken() != null) {
      throw new ModelFormatException(
          "%s goes on after its end; expected one JSON value.".formatted(source));
    }
    return value;
  }

  private static JsonValue value(JsonParser parser, JsonToken token, String source) {
    return switch (token) {
      case START_OBJECT -> object(parser, source);
      case START_ARRAY -> array(parser, source);
      case VALUE_STRING -> new JsonText(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getString());
      case VALUE_TRUE -> JsonWord.TRUE;
      case VALUE_FALSE -> JsonWord.FALSE;
      case VALUE_NULL -> JsonWord.NULL;
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new ModelFormatException(
              "%s has %s where a value is expected; the file is damaged.".formatted(source, token));
    };
  }

  private static JsonObject object(JsonParser parser, String source) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      members.put(key, value(parser, next(parser, source), source));
    }
    return new JsonObject(members);
  }

  private static JsonArray array(JsonParser parser, String source) {
    List<JsonValue> elements = new ArrayList<>();
    for (JsonToken token = next(parser, source);
        token != JsonToken.END_ARRAY;
        token = next(parser, source)) {
      elements.add(value(parser, token, source));
    }
    return new JsonArray(elements);
  }

  private static JsonToken next(JsonParser parser, String source) {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new ModelFormatException(
          "%s ends in the middle; the file is truncated.".formatted(source));
    }
    return token;
  }

  private static ModelFormatException refusal(String source, JacksonException e) {
    String reason = e.getOriginalMessage();
    String line = reason == null ? "unreadable" : reason.lines().findFirst().orElse("unreadable");
    return new ModelFormatException(
        "%s is no JSON that we accept (%s); the file is damaged or was made by another program."
            .formatted(source, line.length() > 200 ? line.substring(0, 200) + "…" : line),
        e);
  }
}
