package org.mobilenet4j.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;

final class NetworkFolderTest {
  private static final BenchmarkNetwork NETWORK = BenchmarkNetwork.MOBILENET_V3_SMALL;

  @TempDir private Path folder = Path.of("");

  @Test
  void networks_of_other_code_are_made_anew_and_those_of_the_same_are_kept() throws IOException {
    NetworkFiles files = new NetworkFiles(folder, NETWORK.key());
    List<Path> old = List.of(files.model(), files.onnx(), files.tflite(), files.torchScript());
    for (Path file : old) {
      Files.writeString(file, "as the old code made it");
    }
    Files.writeString(NetworkFolder.mark(files), "old");

    var _ = NetworkFolder.make(folder, NETWORK, "old");

    assertThat(old).allSatisfy(file -> assertThat(file).hasContent("as the old code made it"));

    var _ = NetworkFolder.make(folder, NETWORK, "new");

    assertThat(files.torchScript()).as("of the old weights").doesNotExist();
    assertThat(NetworkFolder.mark(files)).hasContent("new");
    // 2.5 million parameters, four bytes each.
    assertThat(List.of(files.model(), files.onnx(), files.tflite()))
        .allSatisfy(file -> assertThat(Files.size(file)).isBetween(10_000_000L, 11_000_000L));
  }

  @Test
  void a_fingerprint_is_that_of_names_and_contents() throws IOException {
    Path one = Files.createDirectories(folder.resolve("one"));
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(one.resolve("table"), "t c n s");
    Files.writeString(other.resolve("table"), "t c n s");
    String before = Fingerprint.of(List.of(one));

    assertThat(Fingerprint.of(List.of(other))).isEqualTo(before);
    Files.writeString(other.resolve("table"), "t c n S");
    assertThat(Fingerprint.of(List.of(other))).isNotEqualTo(before);
    Files.move(one.resolve("table"), one.resolve("chart"));
    assertThat(Fingerprint.of(List.of(one))).isNotEqualTo(before);
  }

  @Test
  void the_makers_are_this_code_and_the_script() throws IOException {
    Path script = Files.writeString(folder.resolve("make.py"), "print(1)");
    String before = Fingerprint.ofMakers(script);

    assertThat(Fingerprint.ofMakers(script)).isEqualTo(before);
    Files.writeString(script, "print(2)");
    assertThat(Fingerprint.ofMakers(script)).isNotEqualTo(before);
  }
}
