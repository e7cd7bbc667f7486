package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.imports.Convention;
import org.mobilenet4j.model.imports.ImportRequest;
import org.mobilenet4j.model.imports.WeightsImport;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.testing.RealData;

/**
 * Logits of published weights against those that PyTorch computes with them: both kernels, several
 * sizes, one image and a batch, one thread and two.
 */
class PublishedWeightsTest {
  /**
   * A file of weights with what a user says of it.
   *
   * @param file without its ending
   * @param options architecture and options, as on the command line
   * @param inputs where its inputs and outputs are kept
   */
  private record Published(String file, String options, String inputs) {}

  private static final List<Published> WEIGHTS =
      List.of(
          new Published("mobilenet_v1_0.25_224", "mobilenet-v1 width=0.25", "tf_224"),
          new Published("mobilenet_v1_0.5_160", "mobilenet-v1 width=0.5 resolution=160", "tf_160"),
          new Published("mobilenet_v2_1.0_224", "mobilenet-v2", "tf_224"),
          new Published(
              "mobilenet_v2_0.35_224_backbone", "mobilenet-v2 width=0.35 head=features", "tf_224"),
          new Published(
              "mobilenet_v3_small_224_backbone", "mobilenet-v3-small head=features", "tf_224"),
          new Published(
              "mobilenet_v3_large_minimalistic_224", "mobilenet-v3-large-minimalistic", "tf_224"),
          new Published("squeezenet1_1", "squeezenet-1.1", "caffe_224"),
          new Published(
              "vww_mobilenet_v1_0.25_96", "mobilenet-v1 width=0.25 resolution=96", "unit_96"));

  private static final List<Published> EXPORTS =
      List.of(
          new Published("timm_mobilenetv1_0.25", "mobilenet-v1 width=0.25 convention=timm", ""),
          new Published("timm_mobilenetv2_050", "mobilenet-v2 width=0.5 convention=timm", ""),
          new Published(
              "timm_mobilenetv3_small_050", "mobilenet-v3-small width=0.5 convention=timm", ""),
          new Published(
              "timm_tf_mobilenetv3_small_minimal_0.5",
              "mobilenet-v3-small-minimalistic width=0.5 convention=timm-tf",
              ""),
          new Published(
              "torchvision_mobilenet_v2_0.25",
              "mobilenet-v2 width=0.25 convention=torchvision",
              ""),
          new Published(
              "torchvision_mobilenet_v3_large_0.35",
              "mobilenet-v3-large width=0.35 convention=torchvision",
              ""),
          new Published(
              "torchvision_mobilenet_v3_small_0.35",
              "mobilenet-v3-small width=0.35 convention=torchvision",
              ""),
          new Published("torchvision_squeezenet1_1", "squeezenet-1.1 convention=torchvision", ""));

  @TestFactory
  Stream<DynamicTest> weights() {
    return RealData.data().stream()
        .flatMap(data -> WEIGHTS.stream().flatMap(published -> weights(data, published)));
  }

  @TestFactory
  Stream<DynamicTest> exports() {
    return RealData.data().stream()
        .flatMap(data -> EXPORTS.stream().flatMap(published -> exports(data, published)));
  }

  @TestFactory
  Stream<DynamicTest> no_file_is_left_out() {
    return RealData.data().stream()
        .flatMap(data ->
            Stream.of(
                DynamicTest.dynamicTest(
                    "weights",
                    () ->
                        assertThat(files(data.resolve("weights")))
                            .isEqualTo(
                                names(WEIGHTS, "clothing10_heads"))), // of heads, without a network
                DynamicTest.dynamicTest(
                    "exports",
                    () ->
                        assertThat(files(data.resolve("exports")))
                            .isEqualTo(names(EXPORTS, "goldens")))));
  }

  /** Names without the endings of files of tensors. */
  private static Set<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".safetensors") || name.endsWith(".pth"))
          .map(name -> name.substring(0, name.lastIndexOf('.')))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> names(List<Published> published, String another) {
    return Stream.concat(published.stream().map(Published::file), Stream.of(another))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<DynamicTest> weights(Path data, Published published) {
    Path weights = data.resolve("weights").resolve(published.file() + ".safetensors");
    Path goldens = data.resolve("goldens").resolve(published.inputs() + ".safetensors");
    return Stream.of(0, 1)
        .flatMap(index ->
            GoldenLogits.kernels()
                .map(kernels ->
                    DynamicTest.dynamicTest(
                        "%s, input %d, %s".formatted(published.file(), index, kernels.name()),
                        () -> {
                          String output =
                              published.options().contains("head=features")
                                  ? ".features_"
                                  : ".logits_";
                          GoldenLogits.compare(
                              read(weights, published),
                              GoldenLogits.tensor(goldens, "input_" + index),
                              GoldenLogits.tensor(goldens, published.file() + output + index),
                              kernels);
                        })));
  }

  private static Stream<DynamicTest> exports(Path data, Published published) {
    Path folder = data.resolve("exports");
    Path goldens = folder.resolve("goldens.safetensors");
    return Stream.of(".safetensors", ".pth")
        .map(ending -> folder.resolve(published.file() + ending))
        .filter(Files::exists)
        .flatMap(weights ->
            GoldenLogits.kernels()
                .map(kernels ->
                    DynamicTest.dynamicTest(
                        weights.getFileName() + ", " + kernels.name(),
                        () ->
                            GoldenLogits.compare(
                                read(weights, published),
                                GoldenLogits.tensor(goldens, published.file() + ".input"),
                                GoldenLogits.tensor(goldens, published.file() + ".logits"),
                                kernels))));
  }

  private static Model read(Path weights, Published published) {
    List<String> words = new ArrayList<>(List.of(published.options().split(" ", -1)));
    Architecture architecture = Architecture.named(words.removeFirst());
    Map<String, String> options = new TreeMap<>();
    for (String word : words) {
      String[] pair = word.split("=", 2);
      options.put(pair[0], pair[1]);
    }
    String convention = options.remove("convention");
    EnumSet<ArchitectureOption> given = EnumSet.noneOf(ArchitectureOption.class);
    for (Map.Entry<String, String> option : options.entrySet()) {
      given.add(ArchitectureOption.of(option.getKey()));
      architecture = architecture.with(ArchitectureOption.of(option.getKey()), option.getValue());
    }
    ImportRequest request = ImportRequest.of(architecture, given);
    return WeightsImport.read(
        weights, convention == null ? request : request.withConvention(Convention.of(convention)));
  }
}
