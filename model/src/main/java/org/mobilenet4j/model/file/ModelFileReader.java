package org.mobilenet4j.model.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.model.json.BoundedJson;
import org.mobilenet4j.model.json.JsonFields;
import org.mobilenet4j.model.json.JsonValue;
import org.mobilenet4j.model.json.JsonValue.JsonObject;
import org.mobilenet4j.model.safetensors.SafetensorsFile;
import org.mobilenet4j.model.tensors.TensorEntry;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Parameter;

/** Reads what an open model file holds. */
final class ModelFileReader {
  private final SafetensorsFile file;
  private final String name;
  private final Map<String, String> metadata;

  ModelFileReader(SafetensorsFile file) {
    this.file = file;
    this.name = file.path().toString();
    this.metadata = file.metadata();
  }

  ModelFile read() {
    requireVersion();
    requireKnownKeys();
    Network network =
        new NetworkReader(name)
            .read(
                json(Metadata.NETWORK)
                    .orElseThrow(() ->
                        new ModelFormatException(
                            "%s lacks the metadata '%s'; the file is damaged."
                                .formatted(name, Metadata.NETWORK))));
    Optional<Preprocessing> preprocessing =
        json(Metadata.PREPROCESSING).map(value -> PreprocessingJson.read(value, name));
    List<String> labels = labels(network);
    Provenance provenance = provenance();
    List<GoldenPair> goldenPairs = goldenPairs();
    Model model = new Model(network, weights(network), preprocessing, labels, provenance);
    try {
      return new ModelFile(model, goldenPairs);
    } catch (ModelFormatException e) {
      throw new ModelFormatException("%s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private void requireVersion() {
    String version = metadata.get(Metadata.VERSION);
    if (version == null) {
      throw new ModelFormatException(
          "%s holds weights without a network; it is no model file of ours: import it first."
              .formatted(name));
    }
    if (!version.matches("[1-9]\\d{0,5}")) {
      throw new ModelFormatException(
          "%s has the format version '%s'; expected a whole number from 1 to %d."
              .formatted(name, version, Metadata.CURRENT_VERSION));
    }
    if (Integer.parseInt(version) > Metadata.CURRENT_VERSION) {
      throw new ModelFormatException(
          "%s has the format version %s, but this program reads versions up to %d; use a newer program."
              .formatted(name, version, Metadata.CURRENT_VERSION));
    }
  }

  private void requireKnownKeys() {
    for (String key : metadata.keySet()) {
      if (!Metadata.KEYS.contains(key)) {
        throw new ModelFormatException(
            "%s has the unknown metadata '%s'; the file is damaged or was made by another program."
                .formatted(name, key));
      }
    }
  }

  private Optional<JsonValue> json(String key) {
    return Optional.ofNullable(metadata.get(key))
        .map(text -> BoundedJson.parse(text, "%s: '%s'".formatted(name, key)));
  }

  private List<String> labels(Network network) {
    List<String> labels =
        json(Metadata.LABELS)
            .map(value -> JsonFields.texts(value, name + ": the labels"))
            .orElse(List.of());
    long outputs = network.outputShape().elements();
    if (!labels.isEmpty() && labels.size() != outputs) {
      throw new ModelFormatException(
          "%s has %d labels for a network with %d outputs; expected one label an output."
              .formatted(name, labels.size(), outputs));
    }
    return labels;
  }

  private Provenance provenance() {
    Map<String, String> facts = new LinkedHashMap<>();
    json(Metadata.PROVENANCE)
        .ifPresent(value -> {
          String where = name + ": the provenance";
          if (!(value instanceof JsonObject(Map<String, JsonValue> members))) {
            throw new ModelFormatException(
                "%s is %s; expected an object of texts.".formatted(where, value.kind()));
          }
          members.forEach((key, text) -> facts.put(key, JsonFields.text(text, where)));
        });
    return new Provenance(facts);
  }

  private List<GoldenPair> goldenPairs() {
    List<GoldenPair> pairs = new ArrayList<>();
    json(Metadata.GOLDEN_PAIRS)
        .ifPresent(value -> {
          List<JsonValue> stored = JsonFields.array(value, name + ": the golden pairs");
          if (stored.size() > ModelFile.MOST_GOLDEN_PAIRS) {
            throw new ModelFormatException(
                "%s has %d golden pairs; expected at most %d."
                    .formatted(name, stored.size(), ModelFile.MOST_GOLDEN_PAIRS));
          }
          stored.forEach(pair -> pairs.add(goldenPair(pair)));
        });
    return pairs;
  }

  private GoldenPair goldenPair(JsonValue value) {
    String where = name + ": a golden pair";
    JsonFields fields = JsonFields.of(value, where);
    long seed = fields.wholeLong("seed");
    List<Integer> size = fields.wholes("size", 2);
    List<JsonValue> outputs = fields.array("outputs");
    fields.end();
    float[] numbers = new float[outputs.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = JsonFields.real(outputs.get(i), where);
    }
    try {
      return new GoldenPair(seed, new Extent(size.get(0), size.get(1)), numbers);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("%s is none: %s".formatted(where, e.getMessage()), e);
    }
  }

  private Weights weights(Network network) {
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>();
    Set<String> needed = new HashSet<>();
    for (Node node : network.nodes()) {
      for (Parameter parameter : network.parameters(node)) {
        Weights.Key key = new Weights.Key(node.name(), parameter.role());
        if (!needed.add(key.toString())) {
          throw new ModelFormatException(
              "%s: two nodes keep their weights under '%s'; the file is damaged."
                  .formatted(name, key));
        }
        tensors.put(key, load(key, parameter));
      }
    }
    for (String tensor : file.entries().keySet()) {
      if (!needed.contains(tensor)) {
        throw new ModelFormatException(
            "%s: the tensor '%s' belongs to no node of the network; the file is damaged."
                .formatted(name, tensor));
      }
    }
    return Weights.of(tensors);
  }

  private Tensor load(Weights.Key key, Parameter parameter) {
    TensorEntry entry = file.entries().get(key.toString());
    if (entry == null) {
      throw new ModelFormatException(
          "%s: the tensor '%s' of shape %s is missing; the file is damaged."
              .formatted(name, key, parameter.dimensions()));
    }
    List<Long> needed = parameter.dimensions().stream().map(Integer::longValue).toList();
    if (!entry.dimensions().equals(needed)) {
      throw new ModelFormatException(
          "%s: the tensor '%s' has shape %s, but its node needs %s; the file is damaged."
              .formatted(name, key, entry.dimensions(), needed));
    }
    return file.load(key.toString());
  }
}
