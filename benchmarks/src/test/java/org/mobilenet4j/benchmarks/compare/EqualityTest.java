package org.mobilenet4j.benchmarks.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;
import org.mobilenet4j.benchmarks.onnx.OnnxWriter;
import org.mobilenet4j.inference.BatchNormFolding;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.PaddingRule;

/** Which networks are measured. */
class EqualityTest {
  @TempDir private Path folder = Path.of("");

  private static List<Proof.Deviation> deviations(double ours, double pytorch) {
    return Stream.of(
            new Proof.Deviation("mobilenet4j", "ours", ours, 1),
            new Proof.Deviation("onnxruntime", "the reference", 0, 1),
            new Proof.Deviation("pytorch", "another", pytorch, 1))
        .toList();
  }

  @Test
  void what_a_native_runtime_rounds_away_is_allowed_twice() {
    assertThat(Equality.allowedOfLongSums(deviations(1, 1e-6))).isEqualTo(1e-5);
    assertThat(Equality.allowedOfLongSums(deviations(1, 1.2e-5))).isEqualTo(2.4e-5, within(1e-12));
    assertThat(Equality.allowedOfLongSums(deviations(1, 0.5)))
        .as("at most")
        .isEqualTo(3e-5, within(1e-12));
    assertThat(Equality.allowedOfLongSums(deviations(1, Double.NaN))).isEqualTo(1e-5);
    assertThat(Equality.allowedOfLongSums(List.of())).isEqualTo(1e-5);
  }

  private static Model model(long seed) {
    return SeededWeights.of(
        Architecture.named("mobilenet-v3-small")
            .width(0.35)
            .classes(10)
            .padding(PaddingRule.SYMMETRIC)
            .build(),
        seed);
  }

  private MeasuredNetwork network(String name, Model ours, Model theirs) throws IOException {
    NetworkFiles files = new NetworkFiles(folder, name);
    new ModelFile(ours, List.of()).write(files.model(), Storage.F32, Overwrite.REFUSE);
    OnnxWriter.write(BatchNormFolding.fold(theirs), files.onnx());
    return new MeasuredNetwork(name, files, 1);
  }

  @Test
  void a_network_of_other_logits_is_named_and_left_out_alone() throws IOException {
    MeasuredNetwork wrong = network("wrong", model(1), model(2));
    MeasuredNetwork right = network("right", model(1), model(1));
    MeasuredNetwork missing = new MeasuredNetwork("missing", new NetworkFiles(folder, "no"), 1);
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();

    List<MeasuredNetwork> proven =
        new Equality(
                new Child(folder.resolve("log"), Duration.ofMinutes(5)),
                new PrintStream(table, true, UTF_8),
                new PrintStream(said, true, UTF_8))
            .proven(List.of(wrong, missing, right), Set.of("wrong"));

    assertThat(proven).containsExactly(right);
    assertThat(table.toString(UTF_8)).contains("wrong").contains("right");
    assertThat(said.toString(UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("wrong is not measured: our logits differ"),
            line -> assertThat(line).startsWith("missing is not measured: "));
  }
}
