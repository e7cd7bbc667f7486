package org.mobilenet4j.model.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.json.JsonValue.JsonArray;
import org.mobilenet4j.model.json.JsonValue.JsonNumber;
import org.mobilenet4j.model.json.JsonValue.JsonObject;
import org.mobilenet4j.model.json.JsonValue.JsonText;

/**
 * Takes a JSON object apart key by key: each key is asked for by the type it must have, and {@link
 * #end} refuses what nobody has asked for.
 */
public final class JsonFields {
  private final String source;
  private final Map<String, JsonValue> left;

  private JsonFields(String source, Map<String, JsonValue> left) {
    this.source = source;
    this.left = left;
  }

  /**
   * @param value what should be an object
   * @param source what to call it in a message: the file and the place
   * @return its fields, none taken yet
   * @throws ModelFormatException if it is no object
   */
  public static JsonFields of(JsonValue value, String source) {
    if (value instanceof JsonObject(Map<String, JsonValue> members)) {
      return new JsonFields(source, new LinkedHashMap<>(members));
    }
    throw new ModelFormatException("%s is %s; expected an object.".formatted(source, value.kind()));
  }

  /**
   * @param key a key
   * @return whether it is there and not yet taken
   */
  public boolean has(String key) {
    return left.containsKey(key);
  }

  /**
   * @param key a key that must be there
   * @return its value, whatever it is
   */
  public JsonValue value(String key) {
    JsonValue value = left.remove(key);
    if (value == null) {
      throw new ModelFormatException("%s lacks the key '%s'.".formatted(source, key));
    }
    return value;
  }

  /**
   * @param key a key that must be there
   * @return its text
   */
  public String text(String key) {
    return text(value(key), at(key));
  }

  /**
   * @param key a key that must be there
   * @return its number, which must be whole and fit into 32 bits
   */
  public int whole(String key) {
    return whole(value(key), at(key));
  }

  /**
   * @param key a key that must be there
   * @return its number, which must be whole and fit into 64 bits
   */
  public long wholeLong(String key) {
    return wholeLong(value(key), at(key));
  }

  /**
   * @param key a key that must be there
   * @return its number, rounded to a float; finite
   */
  public float real(String key) {
    return real(value(key), at(key));
  }

  /**
   * @param key a key that must be there
   * @return its number, rounded to a double; finite
   */
  public double realDouble(String key) {
    return realDouble(value(key), at(key));
  }

  /**
   * @param key a key that must be there
   * @return the elements of its array
   */
  public List<JsonValue> array(String key) {
    return array(value(key), at(key));
  }

  /**
   * @param key a key that must be there
   * @return the texts of its array
   */
  public List<String> texts(String key) {
    return texts(value(key), at(key));
  }

  /**
   * @param key a key that must be there
   * @param count how many numbers there must be
   * @return the whole numbers of its array
   */
  public List<Integer> wholes(String key, int count) {
    List<JsonValue> elements = array(key);
    if (elements.size() != count) {
      throw new ModelFormatException(
          "%s has %d numbers; expected %d.".formatted(at(key), elements.size(), count));
    }
    return elements.stream().map(element -> whole(element, at(key))).toList();
  }

  /**
   * @param key a key that must be there
   * @return the numbers of its array, rounded to doubles
   */
  public List<Double> reals(String key) {
    return array(key).stream().map(element -> realDouble(element, at(key))).toList();
  }

  /**
   * @param key a key that must be there
   * @return the fields of its object
   */
  public JsonFields fields(String key) {
    return of(value(key), at(key));
  }

  /**
   * Refuses keys that nobody has asked for.
   *
   * @throws ModelFormatException if there are any
   */
  public void end() {
    if (!left.isEmpty()) {
      throw new ModelFormatException(
          "%s has the unknown key '%s'; the file is damaged or was made by a newer version."
              .formatted(source, left.keySet().iterator().next()));
    }
  }

  /**
   * @param value what should be a text
   * @param source what to call it in a message
   * @return the text
   */
  public static String text(JsonValue value, String source) {
    if (value instanceof JsonText(String text)) {
      return text;
    }
    throw new ModelFormatException("%s is %s; expected a text.".formatted(source, value.kind()));
  }

  /**
   * @param value what should be an array
   * @param source what to call it in a message
   * @return its elements
   */
  public static List<JsonValue> array(JsonValue value, String source) {
    if (value instanceof JsonArray(List<JsonValue> elements)) {
      return elements;
    }
    throw new ModelFormatException("%s is %s; expected an array.".formatted(source, value.kind()));
  }

  /**
   * @param value what should be an array of texts
   * @param source what to call it in a message
   * @return the texts
   */
  public static List<String> texts(JsonValue value, String source) {
    Collection<JsonValue> elements = array(value, source);
    List<String> texts = new ArrayList<>(elements.size());
    for (JsonValue element : elements) {
      texts.add(text(element, source));
    }
    return texts;
  }

  /**
   * @param value what should be a whole number of 64 bits
   * @param source what to call it in a message
   * @return the number
   */
  public static long wholeLong(JsonValue value, String source) {
    if (value instanceof JsonNumber(String digits)) {
      try {
        return Long.parseLong(digits);
      } catch (NumberFormatException e) {
        throw new ModelFormatException(
            "%s is %s; expected a whole number of at most 64 bits.".formatted(source, digits), e);
      }
    }
    throw new ModelFormatException("%s is %s; expected a number.".formatted(source, value.kind()));
  }

  /**
   * @param value what should be a whole number of 32 bits
   * @param source what to call it in a message
   * @return the number
   */
  public static int whole(JsonValue value, String source) {
    long whole = wholeLong(value, source);
    if (whole != (int) whole) {
      throw new ModelFormatException(
          "%s is %d; expected a whole number of at most 32 bits.".formatted(source, whole));
    }
    return (int) whole;
  }

  /**
   * @param value what should be a number
   * @param source what to call it in a message
   * @return the nearest float; finite
   */
  public static float real(JsonValue value, String source) {
    if (value instanceof JsonNumber(String digits)) {
      float real = Float.parseFloat(digits);
      if (Float.isFinite(real)) {
        return real;
      }
      throw new ModelFormatException(
          "%s is %s, which is beyond single precision.".formatted(source, digits));
    }
    throw new ModelFormatException("%s is %s; expected a number.".formatted(source, value.kind()));
  }

  /**
   * @param value what should be a number
   * @param source what to call it in a message
   * @return the nearest double; finite
   */
  public static double realDouble(JsonValue value, String source) {
    if (value instanceof JsonNumber(String digits)) {
      double real = Double.parseDouble(digits);
      if (Double.isFinite(real)) {
        return real;
      }
      throw new ModelFormatException(
          "%s is %s, which is beyond double precision.".formatted(source, digits));
    }
    throw new ModelFormatException("%s is %s; expected a number.".formatted(source, value.kind()));
  }

  private String at(String key) {
    return source + " '" + key + "'";
  }
}
