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
            + process("monday", "batch 8", "mobilenet4j", 8.1, 0.9)
            + process("monday", "batch 8", "onnxruntime", 9, 0.8)
            + process("monday", "batch 8", "litert", 9.5, 0.8));
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
        // 5 processes with 9 in the middle; rival 11 of (10, 12); 9/10 and 8.5/12; 18/9.
        .containsPattern(
            "mobilenet-v2 +onnxruntime litert +1 +batch 1 +5 +9.00 +11.00 +0.82 +0.90 0.71 +80% +2.00 +1.00\n")
        // By the 9 of the same moment.
        .containsPattern(
            "mobilenet-v2 +onnxruntime litert +1 +batch 8 +1 +8.10 +9.00 +0.90 +0.90 +90% +0.90 +1.00 +1.00\n")
        .doesNotContain("commits");
  }

  @Test
  void a_series_without_rivals_does_not_mix_with_one_that_has_them() throws IOException {
    Path beside =
        csv(
            "beside.csv",
            process("monday", "batch 1", "mobilenet4j", 10, 0.8),
            process("monday", "batch 1", "onnxruntime", 12.5, 0.7));
    Path alone =
        csv(
            "alone.csv",
            process("tuesday", "batch 1", "mobilenet4j", 8, 0.9),
            process("tuesday", "batch 8", "mobilenet4j", 8.8, 0.9));

    String table = printed(Summary.of(List.of(beside, alone)));

    assertThat(table)
        .containsPattern(
            "mobilenet-v2 +onnxruntime +1 +batch 1 +1 +10.00 +12.50 +0.80 +0.80 +80% +1.00 +1.00\n")
        .containsPattern("mobilenet-v2 +1 +batch 1 +1 +8.00 +90% +1.00\n")
        // 8.8 by the 8 of its own company, not by (8 + 10) / 2.
        .containsPattern("mobilenet-v2 +1 +batch 8 +1 +8.80 +90% +1.10 +1.00\n");
  }

  @Test
  void batches_of_different_moments_are_not_compared() throws IOException {
    Path one = csv("one.csv", process("monday", "batch 1", "mobilenet4j", 10, 0.8));
    Path eight = csv("eight.csv", process("tuesday", "batch 8", "mobilenet4j", 8, 0.9));

    assertThat(printed(Summary.of(List.of(one, eight))))
        .containsPattern("mobilenet-v2 +1 +batch 8 +1 +8.00 +90% +1.00\n");
  }

  @Test
  void several_commits_are_said_to_be_several() throws IOException {
    Path old = csv("old.csv", process("monday", "batch 1", "mobilenet4j", 10, 0.8));
    Path recent =
        csv(
            "recent.csv",
            process("tuesday", "batch 1", "mobilenet4j", 8, 0.9).replace(",abc,", ",def,"));

    assertThat(printed(Summary.of(List.of(old, recent))))
        .contains("commit abc\n", "commit def\n", "These are 2 commits");
  }

  @Test
  void machines_are_not_mixed() throws IOException {
    Path here = csv("here.csv", process("monday", "batch 1", "mobilenet4j", 8, 0.9));
    Path there =
        csv(
            "there.csv",
            process("tuesday", "batch 1", "mobilenet4j", 8, 0.9)
                .replace(",Processor,", ",Another,"));

    assertThatThrownBy(() -> Summary.of(List.of(here, there)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "%s was measured on Another with 2 cores, but %s on Processor with 2 cores; summarise the files of each machine by themselves."
                .formatted(there, here));
  }

  @Test
  void a_comparison_is_not_counted_twice() throws IOException {
    Path file = csv("file.csv", process("monday", "batch 1", "mobilenet4j", 8, 0.9));
    Path copy = csv("copy.csv", process("monday", "batch 1", "mobilenet4j", 8, 0.9));

    assertThatThrownBy(() -> Summary.of(List.of(file, copy)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "%s and %s both hold the comparison of monday; name each comparison once."
                .formatted(file, copy));
    assertThatThrownBy(() -> Summary.of(List.of(file, file)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name each comparison once");
  }

  @Test
  void a_file_of_which_nothing_would_be_shown_is_refused() throws IOException {
    String process = process("monday", "batch 1", "mobilenet4j", 8, 0.9);
    Path middle = csv("middle.csv", process.replace("steady-process", "steady"));
    Path empty = csv("empty.csv");
    Path cut = csv("cut.csv", process.substring(0, process.lastIndexOf("monday")));
    Path lacking = csv("lacking.csv", process.substring(process.indexOf('\n') + 1));
    Path wordy = csv("wordy.csv", process.replace("share_of_peak,0.9", "share_of_peak,high"));

    assertThatThrownBy(() -> Summary.of(List.of(middle)))
        .hasMessageContaining("middle.csv has figures of the part steady, but no lines of");
    assertThatThrownBy(() -> Summary.of(List.of(empty)))
        .hasMessageContaining("empty.csv holds no figures");
    assertThatThrownBy(() -> Summary.of(List.of(cut)))
        .hasMessageContaining("cut.csv ends amid the lines of a process");
    assertThatThrownBy(() -> Summary.of(List.of(lacking)))
        .hasMessageContaining("lacking.csv, line 6: a process of mobilenet4j has [min_ms,");
    assertThatThrownBy(() -> Summary.of(List.of(wordy)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wordy.csv, line 7: value is 'high'; expected a number.");
  }

  private Path csv(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), HEAD + String.join("", lines));
  }

  @Test
  void what_a_comparison_writes_a_summary_reads() throws IOException {
    Results results = new Results(new Machine("Processor", 2, "JVM", "abc"), folder);
    results.add(
        Figure.of("end-to-end", "mobilenet-v2", "", "onnxruntime", 2)
            .with("images_per_second", 61.5));

    assertThat(printed(Summary.of(List.of(results.file()))))
        .as("at once")
        .containsPattern(
            "end-to-end +mobilenet-v2 +onnxruntime +images_per_second +2 +1 +61.500 +61.500 +61.500");

    results.add(
        Figure.of("end-to-end", "mobilenet-v2", "", "onnxruntime", 2)
            .with("images_per_second", 60.5));

    assertThat(printed(Summary.of(List.of(results.file()))))
        .as("the same file again")
        .containsPattern(
            "end-to-end +mobilenet-v2 +onnxruntime +images_per_second +2 +2 +61.000 +60.500 +61.500");
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
