package org.mobilenet4j.model.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.HostileFiles;
import org.mobilenet4j.model.ModelSamples;
import org.mobilenet4j.model.PreprocessingPreset;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.model.safetensors.SafetensorsFile;
import org.mobilenet4j.model.safetensors.SafetensorsWriter;
import org.mobilenet4j.model.tensors.ElementType;
import org.mobilenet4j.network.Extent;

class HostileModelFileTest {
  private static HostileFiles files(Path folder) {
    return new HostileFiles(folder, ".safetensors", ModelFile::read);
  }

  private static Path sound(Path folder) {
    Path path = folder.resolve("sound.safetensors");
    var bare = SeededWeights.of(ModelSamples.everything(), 1);
    var model =
        new org.mobilenet4j.model.Model(
            bare.network(),
            bare.weights(),
            java.util.Optional.of(PreprocessingPreset.TORCHVISION.preprocessing()),
            List.of("a", "b", "c", "d", "e", "f", "g"),
            bare.provenance());
    new ModelFile(model, List.of(new GoldenPair(1, new Extent(9, 11), new float[7])))
        .write(path, Storage.F32, Overwrite.REPLACE);
    return path;
  }

  @TestFactory
  Stream<DynamicTest> damaged_model_files_are_refused_or_read(@TempDir Path folder)
      throws IOException {
    return files(folder).damaged("model file", Files.readAllBytes(sound(folder)), 90);
  }

  /** The header stays sound; what it holds does not. */
  @TestFactory
  Stream<DynamicTest> damaged_metadata_are_refused_or_read(@TempDir Path folder) {
    Path path = sound(folder);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      List<SafetensorsWriter.Stored> stored =
          file.entries().keySet().stream()
              .map(name -> new SafetensorsWriter.Stored(name, file.load(name), ElementType.F32))
              .toList();
      Map<String, String> metadata = file.metadata();
      return Stream.of(Metadata.NETWORK, Metadata.PREPROCESSING, Metadata.GOLDEN_PAIRS)
          .flatMap(key ->
              files(folder)
                  .damaged(
                      key,
                      bytes(metadata.getOrDefault(key, "")),
                      key.equals(Metadata.NETWORK) ? 120 : 36,
                      damaged -> written(folder, stored, metadata, key, damaged)));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static byte[] written(
      Path folder,
      List<SafetensorsWriter.Stored> stored,
      Map<String, String> metadata,
      String key,
      byte[] damaged) {
    try {
      Map<String, String> changed = new TreeMap<>(metadata);
      changed.put(key, new String(damaged, java.nio.charset.StandardCharsets.UTF_8));
      Path path = folder.resolve("damaged");
      SafetensorsWriter.write(path, stored, changed, Overwrite.REPLACE);
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> networks_that_want_much_are_refused(@TempDir Path folder) {
    HostileFiles files = files(folder);
    String relu = "\"op\":\"activation\",\"function\":{\"kind\":\"relu\"}}";
    StringBuilder doubling = new StringBuilder("{\"input\":[1,1,1],\"nodes\":[");
    String before = "input";
    for (int i = 0; i < 64; i++) {
      doubling
          .append(i == 0 ? "" : ",")
          .append(
              "{\"name\":\"n%d\",\"inputs\":[\"%s\",\"%s\"],\"op\":\"concat\"}"
                  .formatted(i, before, before));
      before = "n" + i;
    }
    StringBuilder many = new StringBuilder("{\"input\":[1,1,1],\"nodes\":[");
    for (int i = 0; i < 25_000; i++) {
      many.append(i == 0 ? "" : ",")
          .append("{\"name\":\"n%d\",\"inputs\":[\"input\"],".formatted(i))
          .append(relu);
    }
    return Stream.of(
        network(
            files, folder, "channels that double", doubling.append("]}").toString(), "channels"),
        network(files, folder, "25000 nodes", many.append("]}").toString(), "25000 nodes"),
        network(
            files,
            folder,
            "gigapixels",
            "{\"input\":[2147483647,2147483647,2147483647],\"nodes\":[{\"name\":\"a\",\"inputs\":[\"input\"],"
                + relu
                + "]}",
            "take a smaller input"),
        network(
            files,
            folder,
            "a circle",
            "{\"input\":[1,1,1],\"nodes\":[{\"name\":\"a\",\"inputs\":[\"a\"]," + relu + "]}",
            "which no node before it makes"),
        network(
            files,
            folder,
            "one name twice",
            "{\"input\":[1,1,1],\"nodes\":[{\"name\":\"a\",\"inputs\":[\"input\"],"
                + relu
                + ",{\"name\":\"a\",\"inputs\":[\"a\"],"
                + relu
                + "]}",
            "Two nodes are called 'a'"),
        network(
            files,
            folder,
            "an enormous dense layer",
            "{\"input\":[1000,1000,100],\"nodes\":[{\"name\":\"a\",\"inputs\":[\"input\"],\"op\":\"dense\",\"units\":2147483647,\"bias\":\"added\"}]}",
            "the node 'a' makes activations"),
        network(
            files,
            folder,
            "an unknown operation",
            "{\"input\":[1,1,1],\"nodes\":[{\"name\":\"a\",\"inputs\":[\"input\"],\"op\":\"exec\"}]}",
            "unknown operation 'exec'"),
        network(
            files,
            folder,
            "nesting",
            "{\"input\":" + "[".repeat(10_000),
            "no JSON that we accept"));
  }

  private static DynamicTest network(
      HostileFiles files, Path folder, String name, String network, String words) {
    Map<String, String> metadata = Map.of(Metadata.VERSION, "1", Metadata.NETWORK, network);
    return files.refused(
        name, written(folder, List.of(), metadata, Metadata.NETWORK, bytes(network)), words);
  }
}
