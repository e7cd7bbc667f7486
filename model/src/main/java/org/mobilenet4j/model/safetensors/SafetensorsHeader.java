package org.mobilenet4j.model.safetensors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.json.BoundedJson;
import org.mobilenet4j.model.json.JsonFields;
import org.mobilenet4j.model.json.JsonValue;
import org.mobilenet4j.model.json.JsonValue.JsonObject;
import org.mobilenet4j.model.tensors.ElementType;
import org.mobilenet4j.model.tensors.TensorEntry;

/**
 * The header of a safetensors file, checked: every tensor has its bytes inside the file, and
 * together they cover the data without holes or overlaps.
 *
 * @param tensors where each tensor lies, in the order of the data
 * @param metadata the texts under {@code __metadata__}
 */
record SafetensorsHeader(Map<String, Located> tensors, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";

  /**
   * A tensor and its place.
   *
   * @param entry what it is
   * @param begin its first byte, counted from the end of the header
   * @param end the byte after its last one
   */
  record Located(TensorEntry entry, long begin, long end) {}

  /**
   * @param json the header
   * @param dataBytes how many bytes follow it in the file
   * @param file what to call the file in a message
   * @throws ModelFormatException if the header is damaged or does not fit the data
   */
  static SafetensorsHeader parse(byte[] json, long dataBytes, String file) {
    JsonValue document = BoundedJson.parse(json, file + ": the header");
    if (!(document instanceof JsonObject(Map<String, JsonValue> members))) {
      throw new ModelFormatException(
          "%s: the header is %s; expected an object.".formatted(file, document.kind()));
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Located> located = new ArrayList<>();
    members.forEach((name, value) -> {
      if (name.equals(METADATA)) {
        metadata.putAll(metadata(value, file));
      } else {
        located.add(tensor(name, value, dataBytes, file));
      }
    });
    return new SafetensorsHeader(inOrder(located, dataBytes, file), metadata);
  }

  private static Map<String, String> metadata(JsonValue value, String file) {
    String where = file + ": the metadata";
    if (!(value instanceof JsonObject(Map<String, JsonValue> members))) {
      throw new ModelFormatException(
          "%s is %s; expected an object of texts.".formatted(where, value.kind()));
    }
    Map<String, String> texts = new LinkedHashMap<>();
    members.forEach((key, text) -> texts.put(key, JsonFields.text(text, where + " '" + key + "'")));
    return texts;
  }

  private static Located tensor(String name, JsonValue value, long dataBytes, String file) {
    String where = file + ": tensor '" + name + "'";
    JsonFields fields = JsonFields.of(value, where);
    String typeName = fields.text("dtype");
    ElementType type =
        ElementType.named(typeName)
            .orElseThrow(() ->
                new ModelFormatException(
                    "%s has the unknown type '%s'; expected F32, F16, BF16 or F64."
                        .formatted(where, typeName)));
    List<Long> dimensions = wholes(fields, "shape", where);
    List<Long> offsets = wholes(fields, "data_offsets", where);
    fields.end();
    if (offsets.size() != 2
        || offsets.getFirst() < 0
        || offsets.getFirst() > offsets.getLast()
        || offsets.getLast() > dataBytes) {
      throw new ModelFormatException(
          "%s lies at the bytes %s of %d; expected a begin and an end inside the file."
              .formatted(where, offsets, dataBytes));
    }
    long begin = offsets.getFirst();
    long end = offsets.getLast();
    TensorEntry entry = TensorEntry.claimed(name, type, dimensions, end - begin, file);
    if (entry.bytes() != end - begin) {
      throw new ModelFormatException(
          "%s of type %s and shape %s has %d bytes; expected %d."
              .formatted(where, type, dimensions, end - begin, entry.bytes()));
    }
    return new Located(entry, begin, end);
  }

  private static List<Long> wholes(JsonFields fields, String key, String where) {
    return fields.array(key).stream()
        .map(element -> JsonFields.wholeLong(element, where + " '" + key + "'"))
        .toList();
  }

  private static Map<String, Located> inOrder(List<Located> located, long dataBytes, String file) {
    located.sort(Comparator.comparingLong(Located::begin).thenComparingLong(Located::end));
    Map<String, Located> tensors = new LinkedHashMap<>();
    long covered = 0;
    for (Located tensor : located) {
      if (tensor.begin() != covered) {
        throw new ModelFormatException(
            "%s: tensor '%s' begins at byte %d of the data, but the one before it ends at %d; expected no holes and no overlaps."
                .formatted(file, tensor.entry().name(), tensor.begin(), covered));
      }
      covered = tensor.end();
      tensors.put(tensor.entry().name(), tensor);
    }
    if (covered != dataBytes) {
      throw new ModelFormatException(
          "%s has %d bytes of data, but its tensors end at byte %d; the file is damaged or not complete."
              .formatted(file, dataBytes, covered));
    }
    return tensors;
  }
}
