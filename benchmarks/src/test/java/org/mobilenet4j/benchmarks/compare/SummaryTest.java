package org.mobilenet4j.benchmarks.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SummaryTest {
  private static final String HEAD = String.join(",", Results.COLUMNS) + "\n";

  @TempDir private Path folder = Path.of("");

  private static String printed(Summary summary) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    summary.print(new PrintStream(bytes, true, UTF_8));
    return bytes.toString(UTF_8);
  }

  /** The lines of the process of one engine, at a moment. */
  private static String process(
      String moment, String variant, String engine, double millis, double share) {
    String start =
        "%s,abc,Processor,2,JVM,steady-process,mobilenet-v2,%s,%s,1,"
            .formatted(moment, variant, engine);
    return List.of(
            "median_ms," + millis,
            "min_ms," + millis,
            "cpu_median_ms," + millis,
            "cpu_min_ms," + millis,
            "fma_peak_per_second,40e9",
            "share_of_peak," + share)
        .stream()
        .map(measure -> start + measure + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void processes_of_all_moments_are_put_together_against_the_best_rival() throws IOException {
    Path monday = folder.resolve("monday.csv");
    Path tuesday = folder.resolve("tuesday.csv");
    Files.writeString(
        monday,
        HEAD
            + process("monday", "batch 1", "mobilenet4j", 8, 0.9)
            + process("monday", "batch 1", "mobilenet4j", 9, 0.8)
            + process("monday", "batch 1", "mobilenet4j", 18, 0.4)
            + process("monday", "batch 1", "onnxruntime", 10, 0.7)
            + process("monday", "batch 1", "litert", 12, 0.6)
            + process("monday", "batch 8", "mobilenet4j", 8.1, 0.9));
    Files.writeString(
        tuesday,
        HEAD
            + process("tuesday", "batch 1", "mobilenet4j", 8, 0.9)
            + process("tuesday", "batch 1", "mobilenet4j", 9, 0.8)
            + process("tuesday", "batch 1", "onnxruntime", 12, 0.6)
            + process("tuesday", "batch 1", "litert", 14, 0.5));

    String table = printed(Summary.of(List.of(monday, tuesday)));

    assertThat(table)
        .contains("Processor, 2 cores, JVM, commit abc")
        // 5 processes with 9 in the middle; rival 12 of (10, 12); 9/10 and 9/12; 18/9.
        .containsPattern(
            "mobilenet-v2 +onnxruntime +1 +batch 1 +5 +9.00 +12.00 +0.75 +0.90 0.75 +80% +2.00 +1.00\n")
        .containsPattern("mobilenet-v2 +1 +batch 8 +1 +8.10 +90% +0.90 +1.00\n");
  }

  @Test
  void what_a_comparison_writes_a_summary_reads() throws IOException {
    Results results = new Results(new Machine("Processor", 2, "JVM", "abc"), folder);
    results.add(
        Figure.of("end-to-end", "mobilenet-v2", "", "onnxruntime", 2)
            .with("images_per_second", 61.5));

    assertThat(printed(Summary.of(List.of(results.file()))))
        .containsPattern(
            "end-to-end +mobilenet-v2 +onnxruntime +images_per_second +2 +1 +61.500 +61.500 +61.500");
  }

  @Test
  void other_files_are_refused_in_a_sentence() throws IOException {
    Path other = folder.resolve("other.csv");
    Files.writeString(other, "a,b\n1,2\n");

    assertThatThrownBy(() -> Summary.of(List.of(folder.resolve("none.csv"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.csv");
    assertThatThrownBy(() -> Summary.of(List.of(other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has the columns [a, b]");
  }
}
