package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.model.safetensors.SafetensorsWriter;

/** A probe in a file. */
class KeptProbeTest {
  private static final ProbeFigures.Tried FIRST = new ProbeFigures.Tried(0.3, 0.5, 1.25, 0.4);
  private static final ProbeFigures.Tried SECOND = new ProbeFigures.Tried(0.1, 0.75, 1.1, 0.6);
  private static final KeptProbe PROBE =
      new KeptProbe(
          "a1b2",
          new ProbeFigures(3, List.of(FIRST, SECOND), SECOND, 2.5),
          new float[] {1, 2, 3, 4, 5, 6},
          new float[] {-0.1f, 0.2f},
          List.of("One picture is broken.", "Another one, too."));

  @TempDir private Path folder;

  private Path write(Map<String, String> others) {
    List<SafetensorsWriter.Stored> tensors = new ArrayList<>();
    Map<String, String> texts = new HashMap<>(Map.of("mobilenet4j.checkpoint", "1"));
    PROBE.put(tensors, texts);
    texts.putAll(others);
    Path file = folder.resolve("run.checkpoint");
    SafetensorsWriter.write(file, tensors, texts, Overwrite.REFUSE);
    return file;
  }

  @Test
  void it_comes_back_as_it_was() {
    KeptProbe read = KeptProbe.read(write(Map.of()), "a1b2", 3, 2).orElseThrow();

    assertThat(read.figures()).isEqualTo(PROBE.figures());
    assertThat(read.weight()).isEqualTo(PROBE.weight());
    assertThat(read.bias()).isEqualTo(PROBE.bias());
    assertThat(read.warnings()).isEqualTo(PROBE.warnings());
  }

  @Test
  void a_checkpoint_of_the_first_versions_has_none() {
    Path file = folder.resolve("old.checkpoint");
    SafetensorsWriter.write(
        file, List.of(), Map.of("mobilenet4j.checkpoint", "1"), Overwrite.REFUSE);

    assertThat(KeptProbe.read(file, "a1b2", 3, 2)).isEmpty();
  }

  @ParameterizedTest(name = "{0} is ''{1}'', {2} features")
  @CsvSource({
    "probe, 'a1b2 3 2 2.5', 3",
    "probe, 'a1b2 3 -1 2.5', 3",
    "probe, 'a1b2 3', 3",
    "probe, 'a1b2 three 1 2.5', 3",
    "probe.tried, '0.3 0.5', 3",
    "probe.tried, '', 3",
    "probe.warnings, '', 4",
  })
  void what_is_damaged_is_refused_in_one_sentence(String key, String value, int features) {
    Path file = write(Map.of(key, value));

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> KeptProbe.read(file, "a1b2", features, 2))
        .withMessage(file + " is a damaged checkpoint; start the run anew.");
  }
}
