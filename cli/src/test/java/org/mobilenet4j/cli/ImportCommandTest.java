package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImportCommandTest {
  private static final Map<String, String> METADATA =
      Map.of(
          "padding", "same",
          "bn_eps", "0.001",
          "activation", "relu6",
          "preprocess", "rgb, x / 127.5 - 1");

  @TempDir private Path folder;

  private Path output() {
    return folder.resolve("model.safetensors");
  }

  private Ran importV1(Path weights, Object... more) {
    Object[] words =
        Stream.concat(
                Stream.of(
                    "import",
                    weights,
                    "--architecture",
                    "mobilenet-v1",
                    "--width",
                    "0.25",
                    "--resolution",
                    "32",
                    "--output",
                    output()),
                Stream.of(more))
            .toArray();
    return Ran.command(words);
  }

  private Path weights(int classes, Map<String, String> metadata) {
    return SmallFiles.weights(folder.resolve("weights.safetensors"), classes, metadata);
  }

  private JsonDocument inspected() {
    return Ran.command("inspect", output(), "--format", "json").succeeded().json();
  }

  @Test
  void weights_whose_metadata_say_everything_need_no_more_options() {
    Ran ran = importV1(weights(5, METADATA)).succeeded();

    assertThat(ran.out()).contains("parameters, input 32x32x3, 5 outputs without labels");
    JsonDocument found = inspected();
    assertThat(found.text("selfTest")).isEqualTo("passed");
    assertThat(found.text("output")).isEqualTo("1x1x5");
    assertThat(found.text("provenance.option.padding")).isEqualTo("same");
    assertThat(found.text("provenance.option.activation")).isEqualTo("relu6");
    assertThat(found.text("preprocessing.mean[0]")).isEqualTo("127.5");
  }

  @Test
  void weights_with_which_the_network_computes_no_numbers_are_refused_and_the_old_file_stays()
      throws IOException {
    importV1(weights(5, METADATA)).succeeded();
    byte[] old = Files.readAllBytes(output());
    Path weights = folder.resolve("weights.safetensors");
    byte[] damaged = Files.readAllBytes(weights);
    // The weights before the labels lie last: too large, not infinite themselves.
    ByteBuffer numbers = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = damaged.length - 4 * 5 * 256; at < damaged.length; at += 4) {
      numbers.putFloat(at, Float.MAX_VALUE);
    }
    Files.write(weights, damaged);

    importV1(weights, "--overwrite")
        .refused(
            weights + ": The network answers its self-test with ",
            "expected finite numbers",
            "Take the file from its source again");

    assertThat(Files.readAllBytes(output())).isEqualTo(old);
  }

  @Test
  void what_nobody_says_is_asked_for_by_the_names_of_the_options() {
    importV1(weights(5, Map.of()))
        .refused(
            "--padding",
            "--batch-norm-epsilon",
            "--activation",
            "--preprocessing",
            "--convention torchvision|timm|timm-tf|keras|slim");

    assertThat(output()).doesNotExist();
  }

  @Test
  void single_options_override_a_convention() {
    importV1(
            weights(5, Map.of()),
            "--convention",
            "keras",
            "--batch-norm-epsilon",
            "0.01",
            "--preprocessing",
            "unit")
        .succeeded();

    JsonDocument found = inspected();
    assertThat(found.text("provenance.convention")).isEqualTo("keras");
    assertThat(found.text("provenance.option.batch-norm-epsilon")).isEqualTo("0.01");
    assertThat(found.text("provenance.option.padding")).isEqualTo("same");
    assertThat(found.text("preprocessing.mean[0]")).isEqualTo("0.0");
  }

  @Test
  void an_option_that_contradicts_the_metadata_is_refused_by_name() {
    importV1(weights(5, METADATA), "--padding", "symmetric")
        .refused("--padding gives padding symmetric", "says padding 'same'");
  }

  @Test
  void an_option_that_contradicts_a_tensor_is_refused_by_name() {
    Path weights = weights(5, METADATA);

    importV1(weights, "--classes", "7").refused("5 classes", "--classes says 7");
    Ran.command(
            "import",
            weights,
            "--architecture",
            "mobilenet-v1",
            "--width",
            "0.5",
            "--output",
            output())
        .refused("tensor 'features.0.0.weight'");
  }

  @Test
  void labels_are_kept_and_must_be_one_a_class() throws IOException {
    Path weights = weights(3, METADATA);
    Path labels = SmallFiles.text(folder.resolve("labels.txt"), "ant\nbee\ncat\n");
    Path more = SmallFiles.text(folder.resolve("more.txt"), "ant\nbee\ncat\ndog\n");

    importV1(weights, "--labels", more).refused("3 classes", "4 labels");
    importV1(weights, "--labels", labels).succeeded();

    assertThat(inspected().texts("labels")).containsExactly("ant", "bee", "cat");
  }

  @Test
  void a_model_file_is_replaced_only_when_told() throws IOException {
    Path weights = weights(5, METADATA);
    importV1(weights).succeeded();
    byte[] first = Files.readAllBytes(output());

    importV1(weights, "--storage", "f16").refused("is there already", "--overwrite");
    assertThat(output()).hasBinaryContent(first);
    importV1(weights, "--storage", "f16", "--overwrite").succeeded();

    assertThat(Files.size(output())).isLessThan(first.length * 2L / 3);
    assertThat(inspected().text("selfTest")).isEqualTo("passed");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("nothing is left beside it").hasSize(2);
    }
  }

  @Test
  void a_head_of_1001_classes_keeps_or_drops_the_background_as_told() {
    Path weights = weights(1001, METADATA);

    importV1(weights).refused("1001 classes", "--background keep or --background drop");
    importV1(weights, "--background", "keep").succeeded();
    assertThat(inspected().text("output")).isEqualTo("1x1x1001");
    importV1(weights, "--background", "drop", "--overwrite").succeeded();

    assertThat(inspected().text("output")).isEqualTo("1x1x1000");
    assertThat(inspected().text("provenance.removed")).contains("background");
  }

  @Test
  void a_background_class_of_an_onnx_model_is_kept_or_dropped_as_told() throws IOException {
    Path onnx = SmallFiles.foreign(folder, "background.onnx");

    Ran.command("import", onnx, "--preprocessing", "tf", "--output", output())
        .refused("--background keep or --background drop");
    Ran.command(
            "import", onnx, "--preprocessing", "tf", "--background", "drop", "--output", output())
        .succeeded();

    assertThat(inspected().text("output")).isEqualTo("1x1x1000");
  }

  @Test
  void a_file_with_a_classifier_is_not_imported_without_it() {
    importV1(weights(5, METADATA), "--without-classifier").refused("classifier.");
  }

  @Test
  void an_onnx_model_brings_its_network_and_a_softmax_is_taken_off_and_recorded()
      throws IOException {
    Path onnx = SmallFiles.foreign(folder, "softmax.onnx");

    Ran.command("import", onnx, "--output", output()).refused("--preprocessing tf");
    Ran.command("import", onnx, "--architecture", "mobilenet-v1", "--output", output())
        .refused("leave out --architecture");
    Ran.command("import", onnx, "--width", "0.5", "--preprocessing", "tf", "--output", output())
        .refused("only --resolution");
    JsonDocument told =
        Ran.command(
                "import",
                onnx,
                "--preprocessing",
                "caffe",
                "--output",
                output(),
                "--format",
                "json")
            .succeeded()
            .json();

    assertThat(told.text("input")).isEqualTo("32x32x3");
    assertThat(told.whole("outputs")).isEqualTo(3);
    assertThat(told.text("provenance.removed")).containsIgnoringCase("softmax");
    assertThat(inspected().text("preprocessing.order")).isEqualTo("bgr");
  }

  @Test
  void an_open_resolution_is_asked_for() throws IOException {
    Path onnx = SmallFiles.foreign(folder, "any-size.onnx");

    Ran.command("import", onnx, "--preprocessing", "tf", "--output", output())
        .refused("--resolution");
    Ran.command(
            "import", onnx, "--preprocessing", "tf", "--resolution", "16x48", "--output", output())
        .succeeded();

    assertThat(inspected().text("input")).isEqualTo("16x48x3");
  }
}
