package org.mobilenet4j.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mobilenet4j.network.architecture.ArchitectureOption.HEAD;
import static org.mobilenet4j.network.architecture.ArchitectureOption.RESOLUTION;
import static org.mobilenet4j.network.architecture.ArchitectureOption.WIDTH;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.model.imports.TensorFiles;
import org.mobilenet4j.model.tensors.TensorFile;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.testing.RealData;
import org.mobilenet4j.vision.image.DecodeOptions;
import org.mobilenet4j.vision.image.Images;
import org.mobilenet4j.vision.image.Pixels;

/**
 * Networks without a classifier, joined with linear ones that were trained on their features in
 * PyTorch, on photos that neither has seen; added where the data are.
 */
final class JoinedHeadsTest {
  private static final int PHOTOS = 372;
  private static final int SIDE = 128;
  private static final double HALF_A_POINT = 0.005;

  @TestFactory
  Stream<DynamicTest> clothes_are_told_apart_as_often_as_by_the_reference() {
    return RealData.data().stream()
        .flatMap(data ->
            Stream.of(
                DynamicTest.dynamicTest(
                    "V3-Small",
                    () ->
                        compare(data, "mobilenet_v3_small", "mobilenet-v3-small", Map.of(), 0.790)),
                DynamicTest.dynamicTest(
                    "V2 0.35",
                    () ->
                        compare(
                            data,
                            "mobilenet_v2_0.35",
                            "mobilenet-v2",
                            Map.of(WIDTH, "0.35"),
                            0.793))));
  }

  private static void compare(
      Path data,
      String head,
      String architecture,
      Map<ArchitectureOption, String> options,
      double accuracy)
      throws IOException {
    Path weights = data.resolve("weights");
    Map<ArchitectureOption, String> all = new LinkedHashMap<>(options);
    all.put(HEAD, "features");
    all.put(RESOLUTION, Integer.toString(SIDE));
    Model backbone =
        PublishedModels.read(
            weights.resolve(head + "_224_backbone.safetensors"), architecture, all);
    Model model = joined(backbone, weights.resolve("clothing10_heads.safetensors"), head);

    int right = 0;
    int photos = 0;
    try (Classifier classifier =
            Classifier.of(
                model,
                PhotoOptions.standard().withThreads(2).withCrop(new Preprocessing.Crop.None()));
        ZipFile zip = new ZipFile(data.resolve("clothing128.zip").toFile())) {
      for (ZipEntry entry : zip.stream().filter(JoinedHeadsTest::isTestPhoto).toList()) {
        String label = entry.getName().split("/", -1)[1];
        try (InputStream photo = zip.getInputStream(entry)) {
          Predictions predictions = classifier.classify(middle(photo));
          photos++;
          right += predictions.top(1).getFirst().label().equals(label) ? 1 : 0;
        }
      }
    }

    assertThat(photos).isEqualTo(PHOTOS);
    String found = "%s: %.2f %% of %d photos right".formatted(head, 100.0 * right / photos, photos);
    assertThat((double) right / photos).as(found).isCloseTo(accuracy, within(HALF_A_POINT));
  }

  private static boolean isTestPhoto(ZipEntry entry) {
    return entry.getName().startsWith("test/") && !entry.isDirectory();
  }

  /** The reference rounds half a pixel down, so the middle is cut out here. */
  private static Pixels middle(InputStream photo) throws IOException {
    Pixels pixels = Images.decode(photo, DecodeOptions.standard());
    return pixels.cropped(
        (pixels.height() - SIDE) / 2, (pixels.width() - SIDE) / 2, Extent.square(SIDE));
  }

  private static Model joined(Model backbone, Path heads, String head) {
    List<Node> nodes = new ArrayList<>(backbone.network().nodes());
    String features = nodes.getLast().name();
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>(backbone.weights().tensors());
    List<String> labels;
    try (TensorFile file = TensorFiles.open(heads)) {
      Tensor bias = file.load(head + ".bias");
      labels = List.of(Objects.requireNonNull(file.metadata().get("classes")).split(",", -1));
      nodes.add(
          new Node("head", new Op.Dense(bias.values().length, Bias.ADDED), List.of(features)));
      tensors.put(
          new Weights.Key("head", ParameterRole.WEIGHT), transposed(file.load(head + ".weight")));
      tensors.put(new Weights.Key("head", ParameterRole.BIAS), bias);
    }
    return new Model(
        Network.of(backbone.network().input(), nodes),
        Weights.of(tensors),
        backbone.preprocessing(),
        labels,
        backbone.provenance());
  }

  /** PyTorch keeps a linear layer as units × inputs. */
  private static Tensor transposed(Tensor tensor) {
    int rows = tensor.dimensions().get(0);
    int columns = tensor.dimensions().get(1);
    float[] values = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        values[column * rows + row] = tensor.values()[row * columns + column];
      }
    }
    return new Tensor(List.of(columns, rows), values);
  }
}
