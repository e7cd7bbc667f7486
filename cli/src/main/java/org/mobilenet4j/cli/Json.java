package org.mobilenet4j.cli;

import java.io.PrintStream;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Prints maps, lists, texts, numbers and truth values as JSON, one line a document. */
final class Json {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private Json() {}

  static void print(PrintStream out, Map<String, ?> document) {
    out.println(line(document));
  }

  static void print(PrintStream out, List<?> document) {
    out.println(line(document));
  }

  private static String line(Object document) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(json, document);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case Map<?, ?> map -> {
        json.writeStartObject();
        map.forEach((key, member) -> {
          json.writeName(String.valueOf(key));
          write(json, member);
        });
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        list.forEach(element -> write(json, element));
        json.writeEndArray();
      }
      case float[] numbers -> {
        json.writeStartArray();
        for (float number : numbers) {
          write(json, number);
        }
        json.writeEndArray();
      }
      case Boolean truth -> json.writeBoolean(truth);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      // JSON has neither infinities nor "not a number".
      case Float number when !Float.isFinite(number) -> json.writeNull();
      case Double number when !Double.isFinite(number) -> json.writeNull();
      case Float number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      default -> json.writeString(value.toString());
    }
  }
}
