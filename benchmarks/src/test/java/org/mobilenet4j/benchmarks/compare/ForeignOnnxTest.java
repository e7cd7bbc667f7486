package org.mobilenet4j.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.exports.TestModels;
import org.mobilenet4j.benchmarks.onnx.OnnxWriter;
import org.mobilenet4j.inference.BatchNormFolding;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.PaddingRule;
import org.mobilenet4j.network.cost.Cost;

final class ForeignOnnxTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void the_same_file_goes_to_the_rival_and_its_import_to_us() throws IOException {
    Model model =
        BatchNormFolding.fold(
            SeededWeights.of(
                Architecture.named("mobilenet-v3-small")
                    .width(0.35)
                    .classes(10)
                    .padding(PaddingRule.SYMMETRIC)
                    .build(),
                3));
    Path onnx = folder.resolve("theirs.onnx");
    OnnxWriter.write(model, onnx);

    MeasuredNetwork network = ForeignOnnx.take(folder.resolve("taken"), onnx);

    assertThat(network.key()).isEqualTo("theirs");
    assertThat(network.multiplyAdds()).isEqualTo(Cost.of(model.network()).multiplyAdds());
    assertThat(network.files().onnx()).hasSameBinaryContentAs(onnx);
    Model taken = ModelFile.read(network.files().model()).model();
    float[] images = TestModels.images(model, 2);
    assertThat(
            TestModels.difference(
                TestModels.logits(taken, images), TestModels.logits(model, images)))
        .isLessThan(TestModels.TOLERANCE);
    assertThat(taken.preprocessing()).as("so that photos can be classified").isPresent();
    assertThat(EngineKind.PYTORCH.canRun(network.files())).isFalse();
    assertThat(EngineKind.LITERT.canRun(network.files())).isFalse();
  }

  @Test
  void torchscript_beside_the_file_is_taken_too_and_forgotten_when_it_is_gone() throws IOException {
    Path onnx = folder.resolve("theirs.onnx");
    OnnxWriter.write(
        BatchNormFolding.fold(
            SeededWeights.of(
                Architecture.named("mobilenet-v1").width(0.25).classes(10).build(), 3)),
        onnx);
    Path torchScript = folder.resolve("theirs.pt");
    Files.writeString(torchScript, "any");

    Path taken = folder.resolve("taken");
    assertThat(EngineKind.PYTORCH.canRun(ForeignOnnx.take(taken, onnx).files())).isTrue();
    Files.delete(torchScript);
    assertThat(EngineKind.PYTORCH.canRun(ForeignOnnx.take(taken, onnx).files())).isFalse();
  }

  @Test
  void what_cannot_be_measured_is_refused_in_a_sentence() throws IOException {
    Path none = folder.resolve("none.onnx");
    Path small = folder.resolve("small.onnx");
    OnnxWriter.write(TestModels.folded("mobilenet-v2", PaddingRule.SYMMETRIC), small);

    assertThatThrownBy(() -> ForeignOnnx.take(folder, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.onnx");
    assertThatThrownBy(() -> ForeignOnnx.take(folder.resolve("taken"), small))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes 64x64x3")
        .hasMessageContaining("photos of 224x224x3");
  }
}
