package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.testing.RealData;

/** The way of a user, with published weights and photos where they lie beside the checkout. */
final class RealDataCommandsTest {
  private static final int PHOTOS = 20;

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> real_files() {
    return RealData.data().stream()
        .flatMap(data ->
            Stream.of(
                DynamicTest.dynamicTest(
                    "published weights are imported, classify photos and are evaluated",
                    () -> weightsToEvaluation(data)),
                DynamicTest.dynamicTest(
                    "a checkpoint, a safetensors file and an ONNX model of one network agree",
                    () -> threeKindsOfFiles(data)),
                DynamicTest.dynamicTest(
                    "what cannot be imported is refused with its reason", () -> refusals(data))));
  }

  private void weightsToEvaluation(Path data) throws IOException {
    Path model = folder.resolve("v1.safetensors");
    Ran.command(
            "import",
            data.resolve("weights/mobilenet_v1_0.25_224.safetensors"),
            "--architecture",
            "mobilenet-v1",
            "--width",
            "0.25",
            "--labels",
            data.resolve("imagenet_labels.txt"),
            "--output",
            model)
        .succeeded();
    Path csv = folder.resolve("photos.csv");
    List<String> rows = Files.readAllLines(data.resolve("photos.csv"));
    Files.write(csv, rows.subList(0, PHOTOS + 1));
    Path predictions = folder.resolve("predictions.csv");

    JsonDocument document =
        Ran.command(
                "evaluate",
                csv,
                "--images",
                data.resolve("photos"),
                "--model",
                model,
                "--predictions",
                predictions,
                "--ignore-orientation",
                "--format",
                "json")
            .succeeded()
            .json();

    List<String> reference = Files.readAllLines(data.resolve("predictions.csv"));
    int column = List.of(reference.getFirst().split(",", -1)).indexOf("mobilenet_v1_0.25_224");
    Map<String, String> expected =
        reference.stream()
            .map(line -> line.split(",", -1))
            .collect(Collectors.toMap(cells -> cells[0], cells -> cells[column]));
    List<String[]> found =
        Files.readAllLines(predictions).stream().skip(1).map(row -> row.split(",", -1)).toList();
    long same = found.stream().filter(cells -> cells[2].equals(expected.get(cells[0]))).count();
    assertThat(document.whole("images")).isEqualTo(PHOTOS);
    assertThat(same).isGreaterThanOrEqualTo(PHOTOS - 1);
    String photo = found.getFirst()[0];
    JsonDocument classified =
        Ran.command(
                "classify",
                data.resolve("photos").resolve(photo),
                "--model",
                model,
                "--ignore-orientation",
                "--format",
                "json")
            .succeeded()
            .json();
    assertThat(classified.text("predictions[0].index")).isEqualTo(found.getFirst()[2]);
  }

  private void threeKindsOfFiles(Path data) {
    List<String> names =
        List.of(
            "torchvision_mobilenet_v2_0.25.safetensors",
            "torchvision_mobilenet_v2_0.25.pth",
            "torchvision_mobilenet_v2_0.25_dynamo.onnx");
    Path photo = data.resolve("photos/n01443537_goldfish.JPEG");
    List<JsonDocument> answers = names.stream().map(name -> answer(data, name, photo)).toList();

    for (JsonDocument answer : answers) {
      assertThat(answer.size("predictions")).isEqualTo(10);
      IntStream.range(0, 10)
          .mapToObj("predictions[%d].logit"::formatted)
          .forEach(key ->
              assertThat(answer.number(key))
                  .isCloseTo(
                      answers.getFirst().number(key),
                      org.assertj.core.api.Assertions.within(1e-3)));
    }
  }

  private JsonDocument answer(Path data, String name, Path photo) {
    Path model = folder.resolve(name + ".model");
    Stream<Object> common =
        Stream.of(
            "import",
            data.resolve("exports").resolve(name),
            "--output",
            model,
            "--resolution",
            "96");
    Stream<Object> special =
        name.endsWith(".onnx")
            ? Stream.of("--preprocessing", "torchvision")
            : Stream.of(
                "--architecture", "mobilenet-v2", "--width", "0.25", "--convention", "torchvision");
    Ran.command(Stream.concat(common, special).toArray()).succeeded();
    return Ran.command("classify", photo, "--model", model, "--top", "10", "--format", "json")
        .succeeded()
        .json();
  }

  private void refusals(Path data) {
    Path models = data.resolve("models");
    Path output = folder.resolve("none.safetensors");
    Map<String, String> reasons =
        Map.of(
            "mobilenetv2-12-int8.onnx", "QuantizeLinear",
            "st_ssd_mobilenet_v1_025_256.onnx", "3 outputs",
            "person_detect.tflite", "TensorFlow Lite",
            "ch_ppocr_mobile_v2.0_cls_infer.onnx", "--resolution");

    reasons.forEach((name, reason) ->
        Ran.command("import", models.resolve(name), "--preprocessing", "tf", "--output", output)
            .refused(reason));

    assertThat(output).doesNotExist();
  }
}
