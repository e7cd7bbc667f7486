package org.mobilenet4j.benchmarks.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.PaddingRule;
import org.mobilenet4j.network.cost.Cost;

/** Parts of the comparison whose processes fail. */
final class FailingPartsTest {
  private static final Effort LITTLE = new Effort(0, 5);

  // Settled, so that the classes of photos are more than rounding.
  private static final Model MODEL =
      Settling.settle(BenchmarkNetwork.model(small()), Proof.images(2), 5);

  @TempDir private Path folder = Path.of("");

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, UTF_8);

  private static Architecture small() {
    return Architecture.named("mobilenet-v3-small")
        .width(0.35)
        .classes(BenchmarkNetwork.CLASSES)
        .padding(PaddingRule.SYMMETRIC);
  }

  private Results results() {
    return new Results(new Machine("Processor", 2, "JVM", "abc"), folder);
  }

  private Attempts attempts(Results results) {
    return new Attempts(new Child(folder.resolve("log"), Duration.ofMinutes(5)), results, out);
  }

  /** A network in our own form; the rival's is for the test to write. */
  private MeasuredNetwork network(Model model) throws IOException {
    NetworkFiles files = new NetworkFiles(folder, "small");
    new ModelFile(model, List.of()).write(files.model(), Storage.F32, Overwrite.REFUSE);
    return new MeasuredNetwork("small", files, Cost.of(model.network()).multiplyAdds());
  }

  @Test
  void what_one_process_saw_is_kept_when_the_next_one_fails() throws IOException {
    MeasuredNetwork network = network(MODEL);
    Files.writeString(network.files().onnx(), "no network");
    Results results = results();
    SteadyPart part = new SteadyPart(attempts(results), LITTLE, results, out);

    part.run(List.of(network), List.of(EngineKind.MOBILENET4J, EngineKind.ONNX_RUNTIME), 2, 1, 0);

    assertThat(Files.readString(results.file()))
        .contains(",steady-process,small,batch 1,mobilenet4j,2,share_of_peak,")
        .contains(",failed-steady,small,batch 1,onnxruntime,2,processes,1.00000")
        .doesNotContain(",steady,");
    assertThat(said.toString(UTF_8)).startsWith("Missing in steady: ");
  }
}
