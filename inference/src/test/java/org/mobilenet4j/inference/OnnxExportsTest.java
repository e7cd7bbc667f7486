package org.mobilenet4j.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.file.SeededInput;
import org.mobilenet4j.model.onnx.OnnxFile;
import org.mobilenet4j.model.onnx.OnnxOptions;
import org.mobilenet4j.network.MobileNetException;
import org.mobilenet4j.testing.RealData;

/**
 * ONNX files of two exporters in three settings, and Paddle's, against what they should compute.
 */
class OnnxExportsTest {
  private static final List<String> NETWORKS =
      List.of("torchvision_mobilenet_v2_0.25", "torchvision_mobilenet_v3_small_0.35");
  private static final List<String> SETTINGS = List.of("_dynamo", "_legacy", "_legacy_bn");
  private static final String PADDLE = "ch_ppocr_mobile_v2.0_cls_infer.onnx";

  @TestFactory
  Stream<DynamicTest> exports() {
    return RealData.data().stream()
        .map(data -> data.resolve("exports"))
        .flatMap(folder ->
            files(folder)
                .flatMap(
                    file -> GoldenLogits.kernels().map(kernels -> export(folder, file, kernels))));
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".onnx")).sorted().toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static DynamicTest export(Path folder, Path file, Kernels kernels) {
    String name = String.valueOf(file.getFileName());
    String network = name.replaceAll("_(legacy|legacy_bn|dynamo)\\.onnx", "");
    Path goldens = folder.resolve("goldens.safetensors");
    return DynamicTest.dynamicTest(
        name + ", " + kernels.name(),
        () ->
            GoldenLogits.compare(
                OnnxFile.read(file, OnnxOptions.none()),
                GoldenLogits.tensor(goldens, network + ".input"),
                GoldenLogits.tensor(goldens, network + ".logits"),
                kernels));
  }

  @TestFactory
  Stream<DynamicTest> every_network_with_onnx_files_has_them_in_three_settings() {
    return RealData.data().stream()
        .map(data -> data.resolve("exports"))
        .map(folder ->
            DynamicTest.dynamicTest(
                "exports",
                () ->
                    assertEquals(
                        NETWORKS.stream()
                            .flatMap(network ->
                                SETTINGS.stream().map(setting -> network + setting + ".onnx"))
                            .toList(),
                        files(folder).map(file -> String.valueOf(file.getFileName())).toList())));
  }

  @TestFactory
  Stream<DynamicTest> textDirection() {
    return RealData.data().stream()
        .map(data -> data.resolve("models").resolve(PADDLE))
        .flatMap(file -> GoldenLogits.kernels().map(kernels -> textDirection(file, kernels)));
  }

  /** Seed and logits, a line each. */
  private static List<List<String>> lines() {
    try (InputStream in =
        Objects.requireNonNull(
            OnnxExportsTest.class.getResourceAsStream("text_direction_logits.csv"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(line -> List.of(line.split(",", -1))).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static DynamicTest textDirection(Path file, Kernels kernels) {
    return DynamicTest.dynamicTest(
        "text direction, " + kernels.name(),
        () -> {
          Model model = OnnxFile.read(file, OnnxOptions.none().withResolution(48, 192));
          assertEquals("Softmax", model.provenance().facts().get("removed"));
          float[][] inputs = new float[3][];
          float[][] found = new float[3][];
          Plan plan = Plan.of(model, kernels);
          try (Session session = plan.newSession(1)) {
            session.warmUp();
            for (int i = 0; i < 3; i++) {
              List<String> cells = lines().get(i);
              inputs[i] = SeededInput.of(Long.parseLong(cells.getFirst()), model.network().input());
              found[i] = session.run(inputs[i]);
              GoldenLogits.compare(
                  new float[] {Float.parseFloat(cells.get(1)), Float.parseFloat(cells.get(2))},
                  found[i]);
            }
          }
          try (Session session = plan.newSession(2)) {
            assertArrayEquals(GoldenLogits.concat(found), session.run(GoldenLogits.concat(inputs)));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusals() {
    return RealData.data().stream()
        .map(data -> data.resolve("models"))
        .flatMap(folder ->
            Stream.of(
                refusal(folder, "mobilenetv2-12-int8.onnx", "quantised"),
                refusal(folder, "st_ssd_mobilenet_v1_025_256.onnx", "3 outputs"),
                refusal(folder, PADDLE, "--resolution")));
  }

  private static DynamicTest refusal(Path folder, String name, String expected) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          MobileNetException refused =
              assertThrows(
                  MobileNetException.class,
                  () -> OnnxFile.read(folder.resolve(name), OnnxOptions.none()));
          String message = String.valueOf(refused.getMessage());
          assertTrue(message.contains(expected), message);
          assertEquals(1, message.lines().count(), message);
        });
  }
}
