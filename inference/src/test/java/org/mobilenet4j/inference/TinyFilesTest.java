package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.PreprocessingPreset;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.file.SeededInput;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.imports.Convention;
import org.mobilenet4j.model.imports.ImportRequest;
import org.mobilenet4j.model.imports.WeightsImport;
import org.mobilenet4j.model.onnx.OnnxFile;
import org.mobilenet4j.model.onnx.OnnxOptions;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.testing.TinyFiles;

/** Every format that is imported, from small files of our own, computes what torch does. */
class TinyFilesTest {
  private static final String V1 = "mobilenet-v1 width=0.0075";

  /** What a user says of each file of weights, as on the command line. */
  private static final Map<String, String> WEIGHTS =
      Map.of(
          "v1.safetensors",
          V1,
          "v1-nested.pth",
          V1 + " padding=same activation=relu6 convention=timm-tf",
          "v1-half.pth",
          V1 + " padding=same activation=relu6 convention=timm-tf",
          "torchvision-v3-small.safetensors",
          "mobilenet-v3-small width=0.05 convention=torchvision");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> outputs_are_those_of_torch_and_onnx_runtime() {
    return TinyFiles.goldens().stream()
        .flatMap(golden ->
            GoldenLogits.kernels()
                .map(kernels ->
                    DynamicTest.dynamicTest(
                        "%s, %d×%d, %s"
                            .formatted(
                                golden.file(), golden.height(), golden.width(), kernels.name()),
                        () -> compare(golden, kernels))));
  }

  private void compare(TinyFiles.Golden golden, Kernels kernels) {
    Model model = model(golden.file(), golden.height(), golden.width());
    assertThat(model.network().input().height()).isEqualTo(golden.height());

    float[] outputs;
    try (Session session = Plan.of(model, kernels).newSession(1)) {
      session.warmUp();
      outputs = session.run(SeededInput.of(golden.seed(), model.network().input()));
    }

    GoldenLogits.compare(golden.outputs(), outputs);
  }

  private Model model(String name, int height, int width) {
    Path file = TinyFiles.copy(name, folder);
    if (name.endsWith(".onnx")) {
      return OnnxFile.read(file, OnnxOptions.none().withResolution(height, width));
    }
    Architecture architecture = Architecture.named("mobilenet-v1");
    EnumSet<ArchitectureOption> given = EnumSet.noneOf(ArchitectureOption.class);
    String convention = "";
    for (String word : WEIGHTS.getOrDefault(name, "").split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        architecture = Architecture.named(word);
      } else if (word.startsWith("convention=")) {
        convention = word.substring(equals + 1);
      } else {
        ArchitectureOption option = ArchitectureOption.of(word.substring(0, equals));
        architecture = architecture.with(option, word.substring(equals + 1));
        given.add(option);
      }
    }
    ImportRequest request = ImportRequest.of(architecture.resolution(height, width), given);
    return WeightsImport.read(
        file, convention.isEmpty() ? request : request.withConvention(Convention.of(convention)));
  }

  @Test
  void an_export_keeps_its_batch_normalisation_or_has_folded_it() {
    assertThat(operations("legacy-kept-parts.onnx")).contains("BatchNorm");
    assertThat(operations("legacy-folded-whole.onnx")).doesNotContain("BatchNorm");
  }

  @Test
  void both_ways_of_writing_hard_swish_and_the_mean_are_one() {
    assertThat(operations("dynamo-parts.onnx")).isEqualTo(operations("dynamo-whole.onnx"));
    assertThat(operations("legacy-dynamic-size.onnx"))
        .isEqualTo(operations("legacy-folded-whole.onnx"));
  }

  private List<String> operations(String name) {
    return model(name, 24, 32).network().nodes().stream()
        .map(node -> node.op().getClass().getSimpleName())
        .toList();
  }

  @Test
  void a_last_softmax_is_taken_off_and_recorded() {
    Model model = model("paddle-like.onnx", 12, 20);

    assertThat(model.provenance().facts()).containsEntry("removed", "Softmax");
    assertThat(model.network().nodes())
        .as("the biases that were added behind a Reshape belong to their convolutions")
        .filteredOn(node -> node.op() instanceof Op.Convolution)
        .hasSize(4);
    assertThat(operations("paddle-like.onnx")).contains("Dense");
  }

  @Test
  void an_imported_model_passes_its_self_test_after_it_was_written_and_read() {
    for (Storage storage : Storage.values()) {
      Model imported = model("v1.safetensors", 32, 32);
      Path file = folder.resolve(storage + ".safetensors");
      SelfTest.withGoldenPairs(storage.round(imported)).write(file, storage, Overwrite.REFUSE);

      ModelFile read = ModelFile.read(file);

      assertThat(read.goldenPairs()).hasSize(2);
      assertThat(SelfTest.check(read).worst()).isZero();
      assertThat(read.model().preprocessing()).contains(PreprocessingPreset.TF.preprocessing());
    }
  }

  @Test
  void a_self_test_finds_a_weight_that_has_changed() {
    ModelFile file = SelfTest.withGoldenPairs(model("v1.safetensors", 32, 32));
    assertThat(SelfTest.check(file).passed()).isTrue();

    file.model().weights().get("fc", org.mobilenet4j.network.ParameterRole.BIAS).values()[2] +=
        0.01f;

    assertThat(SelfTest.check(file).passed()).isFalse();
  }
}
