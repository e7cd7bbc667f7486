package org.mobilenet4j.model.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.PreprocessingPreset;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.model.safetensors.SafetensorsWriter;
import org.mobilenet4j.model.tensors.ElementType;
import org.mobilenet4j.model.tensors.TensorFile;
import org.mobilenet4j.model.torch.TorchFile;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.testing.TinyFiles;

class WeightsImportTest {
  /**
   * So narrow that every layer has the eight channels of the tiny file, whatever the width rule.
   */
  private static final double TINY = 0.0075;

  @TempDir Path folder;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new TreeMap<>();

  @BeforeEach
  void readTheTinyFile() {
    try (TensorFile file = TensorFiles.open(TinyFiles.copy("v1.safetensors", folder))) {
      file.entries().keySet().forEach(name -> tensors.put(name, file.load(name)));
      metadata.putAll(file.metadata());
    }
  }

  private static ImportRequest request(ArchitectureOption option, String value) {
    Architecture architecture = Architecture.named("mobilenet-v1").width(TINY);
    return ImportRequest.of(
        architecture.with(option, value), EnumSet.of(ArchitectureOption.WIDTH, option));
  }

  private static ImportRequest request() {
    return request(ArchitectureOption.WIDTH, Double.toString(TINY));
  }

  private static ImportRequest labelled(int labels, Optional<BackgroundClass> background) {
    ImportRequest bare = request();
    return new ImportRequest(
        bare.architecture(),
        bare.given(),
        bare.convention(),
        bare.preprocessing(),
        IntStream.range(0, labels).mapToObj(i -> "class " + i).toList(),
        background);
  }

  /** Imports the tiny file as the test has changed it. */
  private Model read(ImportRequest request) {
    Path path = folder.resolve("changed.safetensors");
    List<SafetensorsWriter.Stored> stored = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> stored.add(new SafetensorsWriter.Stored(name, tensor, ElementType.F32)));
    SafetensorsWriter.write(path, stored, metadata, Overwrite.REPLACE);
    return WeightsImport.read(path, request);
  }

  private void assertRefused(ImportRequest request, String words) {
    assertThatThrownBy(() -> read(request))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("changed.safetensors")
        .hasMessageContaining(words);
  }

  @Test
  void what_the_user_does_not_say_comes_from_the_files_metadata() {
    Model model = read(request());

    assertThat(model.preprocessing()).contains(PreprocessingPreset.TF.preprocessing());
    assertThat(model.network().outputShape().channels()).isEqualTo(5);
    assertThat(model.provenance().facts())
        .containsEntry("option.padding", "same")
        .containsEntry("option.batch-norm-epsilon", "0.001")
        .containsEntry("option.activation", "relu6")
        .containsEntry("names", "torchvision-style-mobilenet-v1")
        .containsEntry("source", "changed.safetensors");
  }

  @Test
  void filters_are_turned_from_outputs_first_to_channels_last() {
    Tensor ours = read(request()).weights().get("conv0", ParameterRole.WEIGHT);
    Tensor theirs = Objects.requireNonNull(tensors.get("features.0.0.weight"));

    assertThat(ours.dimensions()).containsExactly(3, 3, 3, 8);
    for (int out = 0; out < 8; out++) {
      for (int in = 0; in < 3; in++) {
        for (int tap = 0; tap < 9; tap++) {
          assertThat(ours.values()[(tap * 3 + in) * 8 + out])
              .isEqualTo(theirs.values()[(out * 3 + in) * 9 + tap]);
        }
      }
    }
  }

  @Test
  void what_nobody_says_is_asked_for() {
    metadata.clear();

    assertRefused(
        request(),
        "give --padding, --batch-norm-epsilon, --activation, --preprocessing, or --convention torchvision|timm|timm-tf|keras|slim");
    metadata.put("padding", "same");
    metadata.put("preprocess", "as one does");
    assertRefused(request(), "give --batch-norm-epsilon, --activation, --preprocessing, or");
    assertThat(read(request().withConvention(Convention.TIMM_TF)).provenance().facts())
        .as("words that nobody knows stand in nobody's way unless they contradict")
        .containsEntry("convention", "timm-tf");
  }

  @Test
  void a_convention_says_everything() {
    metadata.clear();

    Model model = read(request().withConvention(Convention.TIMM));

    assertThat(model.provenance().facts())
        .containsEntry("convention", "timm")
        .containsEntry("option.padding", "symmetric")
        .containsEntry("option.batch-norm-epsilon", "1.0E-5")
        .containsEntry("option.width-rule", "timm");
  }

  @Test
  void an_option_overrides_the_convention() {
    metadata.clear();

    Model model = read(request(ArchitectureOption.PADDING, "same").withConvention(Convention.TIMM));

    assertThat(model.provenance().facts()).containsEntry("option.padding", "same");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          PADDING            | symmetric | --padding gives padding symmetric, but the file's metadata says padding 'same'
          BATCH_NORM_EPSILON | 1e-5      | --batch-norm-epsilon gives batch-norm-epsilon 1.0E-5, but the file's metadata says bn_eps '0.001'
          ACTIVATION         | relu      | --activation gives activation relu, but the file's metadata says activation 'relu6'
          CLASSES            | 7         | has a classifier of 5 classes, but --classes says 7
          WIDTH              | 0.25      | 'features.2.0.weight' has shape [8, 8, 1, 1]
          """)
  void an_option_that_contradicts_the_file_is_refused_by_name(
      ArchitectureOption option, String value, String words) {
    assertRefused(request(option, value), words);
  }

  @Test
  void an_option_that_agrees_with_the_file_is_taken() {
    assertThat(read(request(ArchitectureOption.BATCH_NORM_EPSILON, "1e-3")).network().nodes())
        .anyMatch(node -> node.op().equals(new Op.BatchNorm(0.001f)));
    assertThat(read(request(ArchitectureOption.CLASSES, "5")).network().outputShape().channels())
        .isEqualTo(5);
  }

  @Test
  void a_convention_without_such_a_network_is_refused() {
    assertRefused(
        request().withConvention(Convention.TORCHVISION),
        "--convention torchvision is of a library that has no 'mobilenet-v1'");
  }

  @Test
  void a_convention_that_contradicts_the_file_is_refused_by_name() {
    assertRefused(
        request().withConvention(Convention.TIMM),
        "--convention timm gives padding symmetric, but the file's metadata says padding 'same'");
  }

  @Test
  void a_preprocessing_that_contradicts_the_file_is_refused_by_name() {
    ImportRequest bare = request();

    assertRefused(
        new ImportRequest(
            bare.architecture(),
            bare.given(),
            Optional.empty(),
            Optional.of(PreprocessingPreset.UNIT),
            List.of(),
            Optional.empty()),
        "--preprocessing gives preprocessing unit (rgb, x / 255), but the file's metadata says 'rgb, x / 127.5 - 1'");
  }

  @ParameterizedTest
  @CsvSource({
    "padding, mirror, the metadata says padding 'mirror'",
    "bn_eps, NaN, the metadata says bn_eps 'NaN'",
    "bn_eps, 7, the metadata says bn_eps '7'",
    "bn_eps, 0.001f, the metadata says bn_eps '0.001f'",
    "activation, gelu, the metadata says activation 'gelu'"
  })
  void metadata_that_nobody_understands_are_named(String key, String value, String words) {
    metadata.put(key, value);

    assertRefused(request(), words);
    assertRefused(request().withConvention(Convention.TIMM_TF), words);
  }

  @Test
  void a_surplus_tensor_is_refused_by_name_but_a_counter_is_not() {
    tensors.put("features.3.1.num_batches_tracked", Tensor.vector(1));
    assertThat(read(request()).network().nodes()).isNotEmpty();

    tensors.put("features.27.0.weight", Tensor.vector(1));
    assertRefused(request(), "the tensor 'features.27.0.weight' belongs to no part");
  }

  @Test
  void a_missing_tensor_is_refused_by_name_with_its_shape() {
    tensors.remove("features.7.1.running_mean");

    assertRefused(request(), "the tensor 'features.7.1.running_mean' of shape [8] is missing");
  }

  @Test
  void a_missing_classifier_is_asked_about() {
    tensors.remove("classifier.weight");

    assertRefused(request(), "without its classifier");
  }

  @Test
  void features_are_imported_without_a_classifier() {
    tensors.remove("classifier.weight");
    tensors.remove("classifier.bias");

    Model model = read(request(ArchitectureOption.HEAD, "features"));

    assertThat(model.network().outputShape().channels()).isEqualTo(8);
  }

  @Test
  void numbers_that_are_none_are_refused_by_tensor_and_element() {
    value("features.0.0.weight", values -> values[7] = Float.NaN);
    assertRefused(request(), "element 7 of tensor 'features.0.0.weight' is NaN");

    value("features.0.0.weight", values -> values[7] = 1);
    value("features.1.1.running_var", values -> values[3] = -1e-9f);
    assertRefused(
        request(),
        "element 3 of tensor 'features.1.1.running_var' is -1.0E-9; expected a variance");
  }

  private void value(String tensor, Consumer<float[]> change) {
    change.accept(Objects.requireNonNull(tensors.get(tensor)).values());
  }

  @Test
  void labels_must_be_as_many_as_the_classes() {
    assertThat(read(labelled(5, Optional.empty())).labels()).hasSize(5);
    assertRefused(
        labelled(6, Optional.empty()), "a classifier of 5 classes, but there are 6 labels");
  }

  @Test
  void a_classifier_of_1001_classes_keeps_or_drops_the_first_as_told() {
    float[] rows = new float[1001 * 8];
    float[] bias = new float[1001];
    for (int i = 0; i < 1001; i++) {
      rows[i * 8] = i;
      bias[i] = i;
    }
    tensors.put("classifier.weight", new Tensor(List.of(1001, 8), rows));
    tensors.put("classifier.bias", Tensor.vector(bias));

    assertRefused(request(), "say --background keep or --background drop");
    Model kept = read(labelled(0, Optional.of(BackgroundClass.KEEP)));
    Model dropped = read(labelled(0, Optional.of(BackgroundClass.DROP)));
    Model labelled = read(labelled(1000, Optional.empty()));

    assertThat(kept.network().outputShape().channels()).isEqualTo(1001);
    assertThat(kept.weights().get("fc", ParameterRole.BIAS).values()[0]).isEqualTo(0f);
    for (Model model : List.of(dropped, labelled)) {
      assertThat(model.network().outputShape().channels()).isEqualTo(1000);
      assertThat(model.weights().get("fc", ParameterRole.BIAS).values()[0]).isEqualTo(1f);
      assertThat(model.weights().get("fc", ParameterRole.WEIGHT).values()[999]).isEqualTo(1000f);
      assertThat(model.provenance().facts()).containsEntry("removed", "background class");
    }
  }

  @Test
  void dropping_the_only_class_is_refused() {
    tensors.put("classifier.weight", new Tensor(List.of(1, 8), new float[8]));
    tensors.put("classifier.bias", Tensor.vector(1));

    assertRefused(labelled(0, Optional.of(BackgroundClass.DROP)), "1 class");
  }

  @Test
  void weights_of_another_network_are_refused() {
    assertThatThrownBy(
            () -> read(ImportRequest.of(Architecture.named("mobilenet-v3-small"), Set.of())))
        .isInstanceOf(ModelFormatException.class);
    assertThatThrownBy(() -> read(ImportRequest.of(Architecture.named("vgg-16"), Set.of())))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("'vgg-16' cannot be imported, for want of a name table");
    tensors.clear();
    tensors.put("weight", Tensor.vector(1));
    assertRefused(request(), "expected names like 'features.0.0.weight'");
  }

  @Test
  void nested_checkpoints_are_looked_into() {
    try (TensorFile nested = TensorFiles.open(TinyFiles.copy("v1-nested.pth", folder));
        TensorFile half = TensorFiles.open(TinyFiles.copy("v1-half.pth", folder))) {
      assertThat(nested.metadata()).containsEntry(TorchFile.SECTION, "state_dict");
      assertThat(half.metadata()).containsEntry(TorchFile.SECTION, "model");
      assertThat(nested.entries()).containsKey("features.0.1.num_batches_tracked");
      tensors.forEach((name, tensor) -> {
        if (!name.startsWith("classifier")) {
          // The nested file was saved after a step of training of its classifier.
          assertThat(nested.load(name)).isEqualTo(tensor);
        }
        float[] halves = half.load(name).values();
        for (int i = 0; i < halves.length; i++) {
          // Views with strides on one storage: each number is where the layout says.
          assertThat(halves[i])
              .isEqualTo(Float.float16ToFloat(Float.floatToFloat16(tensor.values()[i])));
        }
      });
    }
  }
}
