package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectCommandTest {
  @TempDir private Path folder;

  @Test
  void a_model_of_ours_is_shown_and_put_to_its_self_test() {
    Path model = SmallFiles.model(folder.resolve("model.safetensors"));

    Ran ran = Ran.command("inspect", model).succeeded();

    assertThat(ran.out())
        .contains(
            "model of MobileNet4J",
            "32x32x3 to 1x1x5",
            "the middle 0.875 of the short side, bilinear, RGB, (x * 1 - [127.5, 127.5, 127.5])",
            "5, from 'red' to 'a, \"quoted\"'",
            "passed: 2 golden pairs");
    int column = ran.lines().getFirst().indexOf(model.toString());
    assertThat(ran.lines()).allMatch(line -> line.charAt(column - 1) == ' ', "aligned");
  }

  @Test
  void a_model_whose_weights_were_changed_fails_its_self_test() throws IOException {
    Path model = SmallFiles.model(folder.resolve("model.safetensors"));
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length - 1] ^= 0x08; // an exponent in the last weight
    Files.write(model, bytes);

    Ran ran = Ran.command("inspect", model, "--format", "json");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).contains("fails its self-test");
    assertThat(ran.json().text("selfTest")).isEqualTo("failed");
  }

  @Test
  void the_plan_says_how_a_model_would_be_run() {
    Path model = SmallFiles.model(folder.resolve("model.safetensors"));

    Ran ran = Ran.command("inspect", model, "--plan").succeeded();

    assertThat(ran.out())
        .contains("conv1.dw.act", "global_average_pool", "scratch for each thread")
        .containsPattern("(?m)^from byte +bytes +from step +to step +buffer$")
        .containsPattern("(?m)^ +0 +[0-9,]+ +[0-9]+ +[0-9]+ +");
    Ran.command("inspect", model, "--plan", "--format", "json").refused("--plan");
  }

  @Test
  void weights_of_others_are_listed_with_their_metadata() throws IOException {
    Path weights =
        SmallFiles.weights(
            folder.resolve("w.safetensors"), 3, Map.of("padding", "same", "note", "a\nb\u001b"));

    Ran table = Ran.command("inspect", weights).succeeded();
    JsonDocument document = Ran.command("inspect", weights, "--format", "json").succeeded().json();

    assertThat(table.out())
        .containsPattern("padding +same\n")
        .containsPattern("note +a\\?b\\?\n")
        .containsPattern("features.0.0.weight +F32 +\\[8, 3, 3, 3\\] +864\n");
    assertThat(document.text("kind")).isEqualTo("weights");
    assertThat(document.text("metadata.padding")).isEqualTo("same");
    assertThat(document.size("tensors")).isEqualTo(5 * 27 + 2);
    Ran.command("inspect", weights, "--plan").refused("import it first");
    Ran.command("inspect", weights, "--resolution", "32").refused("--resolution");
  }

  @Test
  void a_checkpoint_of_pytorch_is_listed() throws IOException {
    Path weights = SmallFiles.foreign(folder, "weights.pth");

    JsonDocument document = Ran.command("inspect", weights, "--format", "json").succeeded().json();

    assertThat(document.text("tensors[0].name")).isEqualTo("layer.weight");
    assertThat(document.texts("tensors[0].shape")).containsExactly("4", "3");
    assertThat(document.whole("bytes")).isEqualTo(64);
  }

  @Test
  void an_onnx_model_is_shown_with_its_operators_and_its_cost() throws IOException {
    Path onnx = SmallFiles.foreign(folder, "network.onnx");

    Ran table = Ran.command("inspect", onnx).succeeded();
    JsonDocument document = Ran.command("inspect", onnx, "--format", "json").succeeded().json();

    assertThat(table.out())
        .contains(
            "an ONNX model",
            "x ?x3x32x32",
            "Conv 1, Relu 1, GlobalAveragePool 1, Flatten 1, Gemm 1",
            "possible");
    assertThat(document.text("importable")).isEqualTo("true");
    assertThat(document.whole("multiplyAdds")).isEqualTo(16 * 16 * 27 * 4 + 12);
    assertThat(document.whole("parameters")).isEqualTo(27 * 4 + 4 + 12 + 3);
    assertThat(document.whole("operators.Conv")).isEqualTo(1);
  }

  @Test
  void an_onnx_model_that_cannot_be_imported_is_shown_all_the_same_with_the_reason()
      throws IOException {
    Ran sine = Ran.command("inspect", SmallFiles.foreign(folder, "sine.onnx"), "--format", "json");
    Path anySize = SmallFiles.foreign(folder, "any-size.onnx");
    Ran open = Ran.command("inspect", anySize);

    assertThat(sine.exitCode()).isEqualTo(2);
    assertThat(sine.json().text("importable")).isEqualTo("false");
    assertThat(sine.json().text("reason")).contains("'last'", "Sin");
    assertThat(sine.err()).contains("'last'", "Sin");
    assertThat(open.exitCode()).isEqualTo(2);
    assertThat(open.out()).contains("x ?x3x?x?", "not possible");
    assertThat(open.err()).contains("--resolution");
    Ran.command("inspect", anySize, "--resolution", "8x40").succeeded();
  }
}
