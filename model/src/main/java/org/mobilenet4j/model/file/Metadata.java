package org.mobilenet4j.model.file;

import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.mobilenet4j.model.Model;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The metadata of a model file: their keys, and how they are written. */
final class Metadata {
  /** The version that this program writes; it reads all up to it. */
  static final int CURRENT_VERSION = 1;

  static final String VERSION = "mobilenet4j.version";
  static final String NETWORK = "mobilenet4j.network";
  static final String PREPROCESSING = "mobilenet4j.preprocessing";
  static final String LABELS = "mobilenet4j.labels";
  static final String PROVENANCE = "mobilenet4j.provenance";
  static final String GOLDEN_PAIRS = "mobilenet4j.goldenPairs";

  static final Set<String> KEYS =
      Set.of(VERSION, NETWORK, PREPROCESSING, LABELS, PROVENANCE, GOLDEN_PAIRS);

  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private Metadata() {}

  static Map<String, String> of(ModelFile file) {
    Model model = file.model();
    Map<String, String> metadata = new TreeMap<>();
    metadata.put(VERSION, Integer.toString(CURRENT_VERSION));
    metadata.put(NETWORK, json(json -> new NetworkWriter(json).write(model.network())));
    model
        .preprocessing()
        .ifPresent(preprocessing ->
            metadata.put(
                PREPROCESSING, json(json -> PreprocessingJson.write(json, preprocessing))));
    if (!model.labels().isEmpty()) {
      metadata.put(
          LABELS,
          json(json -> {
            json.writeStartArray();
            model.labels().forEach(json::writeString);
            json.writeEndArray();
          }));
    }
    metadata.put(
        PROVENANCE,
        json(json -> {
          json.writeStartObject();
          model.provenance().facts().forEach(json::writeStringProperty);
          json.writeEndObject();
        }));
    if (!file.goldenPairs().isEmpty()) {
      metadata.put(GOLDEN_PAIRS, json(json -> writeGoldenPairs(json, file)));
    }
    return metadata;
  }

  private static void writeGoldenPairs(JsonGenerator json, ModelFile file) {
    json.writeStartArray();
    for (GoldenPair pair : file.goldenPairs()) {
      json.writeStartObject();
      json.writeNumberProperty("seed", pair.seed());
      json.writeArrayPropertyStart("size");
      json.writeNumber(pair.size().height());
      json.writeNumber(pair.size().width());
      json.writeEndArray();
      json.writeArrayPropertyStart("outputs");
      for (float output : pair.outputs()) {
        json.writeNumber(output);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String json(Consumer<JsonGenerator> content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      content.accept(json);
    }
    return text.toString();
  }
}
