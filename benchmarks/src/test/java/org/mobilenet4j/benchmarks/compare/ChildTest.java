package org.mobilenet4j.benchmarks.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder = Path.of("");

  private Path log() {
    return folder.resolve("log");
  }

  @Test
  void lines_that_are_no_results_are_what_a_runtime_prints() {
    Child.Start start =
        new Child(log(), HOUR)
            .start(List.of("printf", "hello\\nresult\\ta\\tb\\nclass 3\\n"), "class ");

    assertThat(start.results()).containsExactly(List.of("a", "b"));
    assertThat(start.nanosToLine()).isPositive();
  }

  @Test
  void a_process_that_hangs_is_ended_with_all_that_it_started() {
    Child child = new Child(log(), Duration.ofSeconds(1));

    assertThatThrownBy(() -> child.start(List.of("sh", "-c", "tail -f /dev/null; true"), "class"))
        .isInstanceOf(Child.FailedException.class)
        .hasMessage(
            "sh -c tail -f /dev/null; true had not ended after 1 s and was stopped; see %s."
                .formatted(log()));
  }

  @Test
  void a_silent_process_has_failed() {
    assertThatThrownBy(() -> new Child(log(), HOUR).start(List.of("true"), "class"))
        .isInstanceOf(Child.FailedException.class)
        .hasMessage("true printed no line with 'class'; see %s.".formatted(log()));
  }

  @Test
  void a_failed_process_is_marked_and_the_next_one_runs() throws IOException {
    Results results = new Results(new Machine("Processor", 2, "JVM", "abc"), folder);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Attempts attempts =
        new Attempts(new Child(log(), HOUR), results, new PrintStream(said, true, UTF_8));
    Figure what = Figure.of("cold-start", "mobilenet-v2", "", "onnxruntime", 2);

    assertThat(attempts.start(what, List.of("sh", "-c", "exit 3"), "class")).isEmpty();
    assertThat(attempts.start(what, List.of("echo", "class 1"), "class")).isPresent();

    assertThat(said.toString(UTF_8))
        .isEqualTo(
            "Missing in cold-start: sh -c exit 3 ended with exit code 3; see %s.%n"
                .formatted(log()));
    assertThat(Files.readString(results.file()))
        .contains(",failed-cold-start,mobilenet-v2,,onnxruntime,2,processes,1.00000");
    assertThat(attempts.complete()).isFalse();
    assertThat(said.toString(UTF_8)).contains("1 of the processes failed");
  }
}
