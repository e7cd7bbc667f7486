package org.mobilenet4j.model.file;

import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.json.JsonFields;
import org.mobilenet4j.model.json.JsonValue;
import tools.jackson.core.JsonGenerator;

/** A preprocessing in a model file. */
final class PreprocessingJson {
  private PreprocessingJson() {}

  static void write(JsonGenerator json, Preprocessing preprocessing) {
    json.writeStartObject();
    json.writeStringProperty("resampling", Names.of(preprocessing.resampling()));
    json.writeObjectPropertyStart("crop");
    switch (preprocessing.crop()) {
      case Preprocessing.Crop.Centre(double share) -> {
        json.writeStringProperty("kind", "centre");
        json.writeNumberProperty("share", share);
      }
      case Preprocessing.Crop.None() -> json.writeStringProperty("kind", "none");
    }
    json.writeEndObject();
    json.writeStringProperty("order", Names.of(preprocessing.order()));
    json.writeNumberProperty("scale", preprocessing.scale());
    json.writeArrayPropertyStart("mean");
    preprocessing.mean().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeArrayPropertyStart("deviation");
    preprocessing.deviation().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeEndObject();
  }

  static Preprocessing read(JsonValue value, String file) {
    String where = file + ": the preprocessing";
    JsonFields fields = JsonFields.of(value, where);
    try {
      Preprocessing preprocessing =
          new Preprocessing(
              Names.read(fields, "resampling", Preprocessing.Resampling.values(), where),
              crop(fields.fields("crop"), where),
              Names.read(fields, "order", Preprocessing.ChannelOrder.values(), where),
              fields.realDouble("scale"),
              fields.reals("mean"),
              fields.reals("deviation"));
      fields.end();
      return preprocessing;
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("%s is none: %s".formatted(where, e.getMessage()), e);
    }
  }

  private static Preprocessing.Crop crop(JsonFields fields, String where) {
    String kind = fields.text("kind");
    Preprocessing.Crop crop =
        switch (kind) {
          case "centre" -> new Preprocessing.Crop.Centre(fields.realDouble("share"));
          case "none" -> new Preprocessing.Crop.None();
          default ->
              throw new ModelFormatException(
                  "%s has the unknown crop '%s'; expected 'centre' or 'none'."
                      .formatted(where, kind));
        };
    fields.end();
    return crop;
  }
}
