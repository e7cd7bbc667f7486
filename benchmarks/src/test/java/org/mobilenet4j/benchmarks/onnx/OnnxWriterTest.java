package org.mobilenet4j.benchmarks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mobilenet4j.benchmarks.exports.TestModels.TOLERANCE;
import static org.mobilenet4j.benchmarks.exports.TestModels.difference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.benchmarks.engines.Engine;
import org.mobilenet4j.benchmarks.engines.OnnxRuntimeEngine;
import org.mobilenet4j.benchmarks.exports.TestModels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.UnsupportedOperatorException;
import org.mobilenet4j.model.onnx.OnnxFile;
import org.mobilenet4j.model.onnx.OnnxOptions;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.network.architecture.PaddingRule;

final class OnnxWriterTest {
  private static final int BATCH = 2;

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest(name = "{0} runs in ONNX Runtime, and comes back")
  @ValueSource(
      strings = {
        "mobilenet-v1",
        "mobilenet-v2",
        "mobilenet-v3-large",
        "mobilenet-v3-small",
        "squeezenet-1.1",
        "resnet-18"
      })
  void networks_of_the_zoo_compute_the_same(String name) throws IOException {
    requireEqual(TestModels.folded(name, PaddingRule.SYMMETRIC));
  }

  @Test
  void the_padding_of_tensorflow_is_written_in_pixels() throws IOException {
    requireEqual(TestModels.folded("mobilenet-v2", PaddingRule.SAME));
  }

  @Test
  void operations_that_no_mobilenet_has_compute_the_same() throws IOException {
    requireEqual(TestModels.unusual());
  }

  @Test
  void a_resize_is_refused_in_a_sentence() {
    Network network =
        Network.of(
            new Shape(4, 4, 1),
            List.of(TestModels.node("bigger", new Op.Resize(new Extent(8, 8)), Network.INPUT)));
    Model model = SeededWeights.of(network, 1);

    assertThatThrownBy(() -> OnnxWriter.write(model, folder.resolve("x.onnx")))
        .isInstanceOf(UnsupportedOperatorException.class)
        .hasMessage(
            "Node 'bigger' resizes, which is not written as ONNX; expected a network without Resize.");
  }

  private void requireEqual(Model model) throws IOException {
    Path file = folder.resolve("network.onnx");
    float[] images = TestModels.images(model, BATCH);
    float[] expected = TestModels.logits(model, images);

    OnnxWriter.write(model, file);

    try (Engine engine = OnnxRuntimeEngine.open(file, 1, BATCH)) {
      engine.give(images);
      assertThat(difference(engine.run(), expected)).isLessThan(TOLERANCE);
    }
    Model read = OnnxFile.read(file, OnnxOptions.none());
    assertThat(difference(TestModels.logits(read, images), expected)).isLessThan(TOLERANCE);
  }
}
