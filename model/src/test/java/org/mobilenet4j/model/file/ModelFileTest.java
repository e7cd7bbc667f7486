package org.mobilenet4j.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.ModelSamples;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.model.safetensors.SafetensorsFile;
import org.mobilenet4j.model.safetensors.SafetensorsWriter;
import org.mobilenet4j.model.tensors.ElementType;
import org.mobilenet4j.network.Extent;

class ModelFileTest {
  @TempDir Path folder;

  private static ModelFile withPairs(Model model, long... seeds) {
    int outputs = Math.toIntExact(model.network().outputShape().elements());
    return new ModelFile(
        model,
        LongStream.of(seeds)
            .mapToObj(seed -> {
              float[] numbers = SeededInput.of(seed, model.network().outputShape());
              assertThat(numbers).hasSize(outputs);
              return new GoldenPair(seed, model.network().input().extent(), numbers);
            })
            .toList());
  }

  private ModelFile roundTrip(ModelFile file, Storage storage) {
    Path path = folder.resolve("model.safetensors");
    file.write(path, storage, Overwrite.REPLACE);
    return ModelFile.read(path);
  }

  private static void assertSame(ModelFile found, ModelFile expected) {
    assertThat(found.model().network().input()).isEqualTo(expected.model().network().input());
    assertThat(found.model().network().nodes()).isEqualTo(expected.model().network().nodes());
    assertThat(found.model().weights().tensors()).isEqualTo(expected.model().weights().tensors());
    assertThat(found.model().preprocessing()).isEqualTo(expected.model().preprocessing());
    assertThat(found.model().labels()).isEqualTo(expected.model().labels());
    assertThat(found.model().provenance()).isEqualTo(expected.model().provenance());
    assertThat(found.goldenPairs()).isEqualTo(expected.goldenPairs());
  }

  @TestFactory
  Stream<DynamicTest> what_is_written_is_read() {
    return LongStream.range(0, 40)
        .boxed()
        .flatMap(seed ->
            Stream.of(Storage.values())
                .map(storage ->
                    DynamicTest.dynamicTest(
                        "%s, seed %d".formatted(storage, seed),
                        () -> {
                          ModelFile file =
                              withPairs(
                                  storage.round(ModelSamples.random(seed)), seed, 0xffff_ffffL);

                          assertSame(roundTrip(file, storage), file);
                        })));
  }

  @ParameterizedTest
  @EnumSource(Storage.class)
  void a_network_of_every_operation_is_read_as_it_was_written(Storage storage) {
    ModelFile file = withPairs(storage.round(SeededWeights.of(ModelSamples.everything(), 1)), 3);

    assertSame(roundTrip(file, storage), file);
  }

  @Test
  void the_same_model_gives_the_same_bytes() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    withPairs(ModelSamples.random(5), 1).write(first, Storage.F16, Overwrite.REFUSE);
    withPairs(ModelSamples.random(5), 1).write(second, Storage.F16, Overwrite.REFUSE);

    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
  }

  @Test
  void half_precision_keeps_vectors_single_and_rounds_only_what_it_stores() {
    Model model = SeededWeights.of(ModelSamples.everything(), 2);

    Map<Weights.Key, Tensor> rounded = Storage.F16.round(model).weights().tensors();

    model
        .weights()
        .tensors()
        .forEach((key, tensor) -> {
          float[] found = rounded.getOrDefault(key, tensor).values();
          if (tensor.dimensions().size() == 1) {
            assertThat(found).isSameAs(tensor.values());
          } else {
            // Half precision keeps eleven bits: half a step is 2^-11 of the number, and 2^-25 near
            // zero.
            for (int i = 0; i < found.length; i++) {
              float exact = tensor.values()[i];
              assertThat(Math.abs(found[i] - exact))
                  .isLessThanOrEqualTo(Math.max(Math.abs(exact) * 0x1p-11f, 0x1p-25f));
            }
          }
        });
  }

  @Test
  void a_weight_too_large_for_half_precision_is_refused_and_the_old_file_stays()
      throws IOException {
    Path path = folder.resolve("model.safetensors");
    Model model = SeededWeights.of(ModelSamples.everything(), 1);
    withPairs(model, 1).write(path, Storage.F32, Overwrite.REFUSE);
    byte[] before = Files.readAllBytes(path);
    model.weights().tensors().values().forEach(tensor -> tensor.values()[0] = 65_520);

    assertThatThrownBy(
            () -> new ModelFile(model, List.of()).write(path, Storage.F16, Overwrite.REPLACE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("'conv.weight'")
        .hasMessageContaining("is 65520.0, which half precision cannot hold");

    assertThat(path).hasBinaryContent(before);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void a_file_that_is_there_is_kept_unless_told_otherwise() throws IOException {
    Path path = Files.writeString(folder.resolve("model.safetensors"), "old");
    ModelFile file = withPairs(ModelSamples.random(1), 1);

    assertThatThrownBy(() -> file.write(path, Storage.F32, Overwrite.REFUSE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("is there already");
    assertThat(path).hasContent("old");

    file.write(path, Storage.F32, Overwrite.REPLACE);
    assertSame(ModelFile.read(path), file);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void a_folder_that_is_not_there_is_named() {
    Path path = folder.resolve("nowhere").resolve("model.safetensors");

    assertThatThrownBy(
            () -> withPairs(ModelSamples.random(1), 1).write(path, Storage.F32, Overwrite.REFUSE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("there is no folder " + path.getParent());
  }

  @Test
  void a_target_that_is_a_folder_stays_and_nothing_is_left_beside_it() throws IOException {
    Path target = Files.createDirectories(folder.resolve("model.safetensors"));
    Path inside = Files.writeString(target.resolve("inside"), "old");

    assertThatThrownBy(() ->
            withPairs(ModelSamples.random(1), 1).write(target, Storage.F32, Overwrite.REPLACE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("cannot be written");

    assertThat(inside).hasContent("old");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void a_golden_pair_must_fit_the_network() {
    Model model = SeededWeights.of(ModelSamples.everything(), 1);

    assertThatThrownBy(() -> pair(model, new Extent(9, 11), 6))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("has 6 outputs, but the network has 7");
    assertThatThrownBy(() -> pair(model, new Extent(1, 1), 7))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("does not fit the network");
    assertThatThrownBy(() -> pair(model, new Extent(Integer.MAX_VALUE, Integer.MAX_VALUE), 7))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("too large for any memory");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> withPairs(model, LongStream.range(0, 17).toArray()))
        .withMessageContaining("17 golden pairs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GoldenPair(-1, Extent.ONE, new float[1]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GoldenPair(1, Extent.ONE, new float[] {Float.NaN}));
  }

  private static ModelFile pair(Model model, Extent size, int outputs) {
    return new ModelFile(model, List.of(new GoldenPair(1, size, new float[outputs])));
  }

  @Test
  void labels_must_be_as_many_as_the_outputs() {
    Model model = SeededWeights.of(ModelSamples.everything(), 1);

    assertThatThrownBy(() ->
            new Model(
                model.network(),
                model.weights(),
                Optional.empty(),
                List.of("cat"),
                new Provenance(Map.of())))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("1 labels for a network with 7 outputs");
  }

  /** Writes a sound file whose metadata were changed. */
  private Path changed(String key, Optional<String> value) {
    Path sound = folder.resolve("sound.safetensors");
    withPairs(SeededWeights.of(ModelSamples.everything(), 1), 1)
        .write(sound, Storage.F32, Overwrite.REPLACE);
    Path path = folder.resolve("changed.safetensors");
    try (SafetensorsFile file = SafetensorsFile.open(sound)) {
      Map<String, String> metadata = new TreeMap<>(file.metadata());
      metadata.remove(key);
      value.ifPresent(text -> metadata.put(key, text));
      SafetensorsWriter.write(path, stored(file), metadata, Overwrite.REPLACE);
    }
    return path;
  }

  private static List<SafetensorsWriter.Stored> stored(SafetensorsFile file) {
    return file.entries().keySet().stream()
        .map(name -> new SafetensorsWriter.Stored(name, file.load(name), ElementType.F32))
        .toList();
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "mobilenet4j.version | 2 | has the format version 2, but this program reads versions up to 1; use a newer program",
        "mobilenet4j.version | 999999 | reads versions up to 1",
        "mobilenet4j.version | 0 | has the format version '0'",
        "mobilenet4j.version | 01 | has the format version '01'",
        "mobilenet4j.version | -1 | has the format version '-1'",
        "mobilenet4j.version | 9999999999999999999 | has the format version '9999999999999999999'",
        "mobilenet4j.version | ٣ | has the format version",
        "mobilenet4j.colour | red | has the unknown metadata 'mobilenet4j.colour'",
        "format | pt | has the unknown metadata 'format'",
        "mobilenet4j.network | {} | lacks the key 'input'",
        "mobilenet4j.network | [] | expected an object",
        "mobilenet4j.network | {`input`:[9,11,3],`nodes`:[],`x`:1} | unknown key 'x'",
        "mobilenet4j.network | {`input`:[9,11,3],`nodes`:[]} | without any node",
        "mobilenet4j.network | {`input`:[0,11,3],`nodes`:[]} | at least 1",
        "mobilenet4j.network | {`input`:[9,11],`nodes`:[]} | 'input'",
        "mobilenet4j.labels | [`a`] | has 1 labels for a network with 7 outputs",
        "mobilenet4j.labels | [1,2,3,4,5,6,7] | expected a text",
        "mobilenet4j.labels | {} | expected an array",
        "mobilenet4j.provenance | [] | expected an object of texts",
        "mobilenet4j.provenance | {`a`:1} | expected a text",
        "mobilenet4j.preprocessing | {} | lacks the key 'resampling'",
        "mobilenet4j.preprocessing | {`resampling`:`nearest`} | 'nearest'; expected one of [bilinear, bicubic]",
        "mobilenet4j.goldenPairs | [{}] | lacks the key 'seed'",
        "mobilenet4j.goldenPairs | [{`seed`:-1,`size`:[9,11],`outputs`:[0,0,0,0,0,0,0]}] | seed -1",
        "mobilenet4j.goldenPairs | [{`seed`:1,`size`:[9,11],`outputs`:[0]}] | has 1 outputs, but the network has 7",
        "mobilenet4j.goldenPairs | [{`seed`:1,`size`:[0,11],`outputs`:[0]}] | at least 1",
        "mobilenet4j.goldenPairs | [{`seed`:1,`size`:[2147483647,2147483647],`outputs`:[0,0,0,0,0,0,0]}] | too large for any memory",
        "mobilenet4j.goldenPairs | [{`seed`:1,`size`:[9,11],`outputs`:[1e39]}] | beyond single precision",
        "mobilenet4j.goldenPairs | [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1] | has 17 golden pairs",
      })
  void metadata_that_nobody_can_read_are_refused(String key, String value, String words) {
    Path path = changed(key, Optional.of(value.replace('`', '"')));

    assertThatThrownBy(() -> ModelFile.read(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(words);
  }

  @Test
  void a_file_without_network_or_version_is_refused() {
    assertThatThrownBy(() -> ModelFile.read(changed(Metadata.NETWORK, Optional.empty())))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("lacks the metadata 'mobilenet4j.network'");
    assertThatThrownBy(() -> ModelFile.read(changed(Metadata.VERSION, Optional.empty())))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("import it first");
  }

  @Test
  void the_optional_metadata_may_be_left_out() {
    for (String key : List.of(Metadata.PROVENANCE, Metadata.GOLDEN_PAIRS)) {
      assertThat(ModelFile.read(changed(key, Optional.empty())).model().network().nodes())
          .isEqualTo(ModelSamples.everything().nodes());
    }
  }

  @Test
  void tensors_that_are_missing_surplus_or_of_another_shape_are_named() {
    Path sound = changed("nothing", Optional.empty());
    Path path = folder.resolve("other.safetensors");
    try (SafetensorsFile file = SafetensorsFile.open(sound)) {
      Map<String, SafetensorsWriter.Stored> stored = new LinkedHashMap<>();
      stored(file).forEach(tensor -> stored.put(tensor.name(), tensor));
      Map<String, SafetensorsWriter.Stored> surplus = new LinkedHashMap<>(stored);
      surplus.put("extra.weight", tensor("extra.weight", 1));
      Map<String, SafetensorsWriter.Stored> missing = new LinkedHashMap<>(stored);
      missing.remove("fc.bias");
      Map<String, SafetensorsWriter.Stored> other = new LinkedHashMap<>(stored);
      other.put("fc.bias", tensor("fc.bias", 6));

      refused(path, surplus, file, "the tensor 'extra.weight' belongs to no node");
      refused(path, missing, file, "the tensor 'fc.bias' of shape [7] is missing");
      refused(path, other, file, "the tensor 'fc.bias' has shape [6], but its node needs [7]");
    }
  }

  private static SafetensorsWriter.Stored tensor(String name, int elements) {
    return new SafetensorsWriter.Stored(name, Tensor.vector(new float[elements]), ElementType.F32);
  }

  private static void refused(
      Path path,
      Map<String, SafetensorsWriter.Stored> tensors,
      SafetensorsFile like,
      String words) {
    SafetensorsWriter.write(
        path, List.copyOf(tensors.values()), like.metadata(), Overwrite.REPLACE);
    assertThatThrownBy(() -> ModelFile.read(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(words);
  }

  /** The numbers are those of the specification, computed by its own words in Python. */
  @Test
  void seeded_inputs_are_those_of_the_specification() {
    float[] elements = SeededInput.of(1, new org.mobilenet4j.network.Shape(1, 2, 3));

    assertThat(elements).containsExactly(SPECIFIED);
    assertThat(SeededInput.of(0x1_0000_0001L, new org.mobilenet4j.network.Shape(1, 2, 3)))
        .containsExactly(SPECIFIED);
  }

  private static final float[] SPECIFIED = {
    -0.9844698f, 0.24463916f, -0.9404509f, -0.878554f, -0.16412938f, 0.30534947f
  };
}
