package org.mobilenet4j.benchmarks.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mobilenet4j.benchmarks.exports.TestModels.TOLERANCE;
import static org.mobilenet4j.benchmarks.exports.TestModels.difference;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.benchmarks.engines.Engine;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;
import org.mobilenet4j.benchmarks.exports.TestModels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.UnsupportedOperatorException;
import org.mobilenet4j.network.architecture.PaddingRule;

final class TfliteWriterTest {
  private static final int BATCH = 2;

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest(name = "{0} with {1} padding runs in LiteRT, wholly in XNNPACK")
  @CsvSource({
    "mobilenet-v1, SYMMETRIC",
    "mobilenet-v2, SYMMETRIC",
    "mobilenet-v2, SAME",
    "mobilenet-v3-large, SYMMETRIC",
    "mobilenet-v3-small, SYMMETRIC",
    "mobilenet-v3-small, SAME",
  })
  void mobilenets_compute_the_same(String name, PaddingRule padding) throws IOException {
    Model model = TestModels.folded(name, padding);
    NetworkFiles files = new NetworkFiles(folder, "network");
    float[] images = TestModels.images(model, BATCH);
    float[] expected = TestModels.logits(model, images);

    TfliteWriter.write(model, files.tflite());

    try (Engine engine = EngineKind.LITERT.open(files, 1, BATCH)) {
      engine.give(images);
      engine.run();
      assertThat(difference(engine.run(), expected)).isLessThan(TOLERANCE);
      assertThat(engine.description()).endsWith("the whole graph in XNNPACK");
    }
  }

  @Test
  void an_operation_that_is_not_written_is_refused_in_a_sentence() {
    Model model = TestModels.folded("squeezenet-1.1", PaddingRule.SYMMETRIC);

    assertThatThrownBy(() -> TfliteWriter.write(model, folder.resolve("x.tflite")))
        .isInstanceOf(UnsupportedOperatorException.class)
        .hasMessageContaining("Pool")
        .hasMessageEndingWith(
            "is not written as TensorFlow Lite; expected the operations of MobileNets, batch normalisations folded.");
  }
}
