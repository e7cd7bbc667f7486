package org.mobilenet4j.model.safetensors;

import java.io.StringWriter;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The JSON header of a safetensors file while it is being written. */
final class HeaderJson {
  private final StringWriter text = new StringWriter();
  private final JsonGenerator json =
      JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text);

  HeaderJson() {
    json.writeStartObject();
  }

  void metadata(Map<String, String> metadata) {
    json.writeObjectPropertyStart("__metadata__");
    metadata.forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  void tensor(SafetensorsWriter.Stored stored, long begin, long end) {
    json.writeObjectPropertyStart(stored.name());
    json.writeStringProperty("dtype", stored.type().name());
    json.writeArrayPropertyStart("shape");
    stored.tensor().dimensions().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeArrayPropertyStart("data_offsets");
    json.writeNumber(begin);
    json.writeNumber(end);
    json.writeEndArray();
    json.writeEndObject();
  }

  String end() {
    json.writeEndObject();
    json.close();
    return text.toString();
  }
}
