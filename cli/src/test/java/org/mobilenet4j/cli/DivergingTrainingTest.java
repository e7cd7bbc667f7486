package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.safetensors.Overwrite;

/** Trainings whose numbers become too large: a sentence with the remedy, which works. */
final class DivergingTrainingTest {
  @TempDir private Path folder = Path.of("");
  private Path data = Path.of("");
  private Path model = Path.of("");

  @BeforeEach
  void draw() throws IOException {
    data = DrawnFolders.folders(folder.resolve("photos"), 10);
    model = Files.createDirectories(folder.resolve("made")).resolve("model.safetensors");
  }

  private List<String> made() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("made"))) {
      return files.map(Path::getFileName).map(String::valueOf).sorted().toList();
    }
  }

  private Ran train(String batch, String rate, Object... more) {
    List<Object> words = new ArrayList<>(List.of(DrawnFolders.train(data, model, more)));
    Collections.replaceAll(words, "8", batch);
    Collections.replaceAll(words, "0.05", rate);
    words.addAll(List.of("--epochs", 2, "--format", "json"));
    return Ran.command(words.toArray());
  }

  @ParameterizedTest(name = "batches of {0} of 24: diverged {1}")
  @CsvSource({"8, 'step '", "24, 'after its last step: '"})
  void a_run_that_diverges_says_so_and_how_to_begin_anew(String batch, String place)
      throws IOException {
    train(batch, "1e30")
        .refused(
            "Training diverged in epoch 1, " + place,
            " (first in '",
            "; begin anew with a lower learning rate, such as --learning-rate 1e29 instead of 1e30, and with --overwrite: from the checkpoint ",
            "model.safetensors.checkpoint, which is from before, the run would come here again.");
    assertThat(made()).containsExactly("model.safetensors.checkpoint");

    Ran again = train(batch, "0.05", "--overwrite");

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(made()).containsExactly("model.safetensors", "model.safetensors.html");
  }

  @Test
  void resumed_it_comes_there_again() throws IOException {
    String first = train("24", "1e30").err();

    Ran resumed = Ran.command("resume", model).refused("Training diverged in epoch 1, after its");

    assertThat(resumed.err()).isEqualTo(first);
    assertThat(made()).containsExactly("model.safetensors.checkpoint");
  }

  @Test
  void a_checkpoint_is_no_model_and_a_damaged_one_is_not_resumed() throws IOException {
    train("24", "1e30").refused("Training diverged");
    Path checkpoint = folder.resolve("made/model.safetensors.checkpoint");
    String answer =
        "%s is no model but the checkpoint of a training that was stopped; 'mobilenet4j resume %s' goes on with it"
            .formatted(checkpoint, ShellWord.of(checkpoint));

    Ran.command("train", "--data", data, "--from", checkpoint, "--output", folder.resolve("new"))
        .refused(answer);
    Ran.command("classify", data.resolve("red/00.png"), "--model", checkpoint).refused(answer);
    byte[] bytes = Files.readAllBytes(checkpoint);
    int exponent = bytes.length - 1; // of the last number
    bytes[exponent] = (byte) (bytes[exponent] ^ 0x40);
    Files.write(checkpoint, bytes);
    Ran.command("resume", model)
        .refused("is a damaged checkpoint", "begin the run anew, with --overwrite");
    Files.write(checkpoint, Arrays.copyOf(bytes, bytes.length / 2));
    Ran.command("resume", model).refused("begin the run anew, with --overwrite");
    assertThat(made()).containsExactly("model.safetensors.checkpoint");
  }

  @Test
  void gradients_are_clipped_as_it_is_typed() {
    List<Object> words = List.of(DrawnFolders.train(data, model, "--epochs", 1, "--overwrite"));

    Ran plain = Ran.command(words.toArray()).succeeded();
    Weights free = ModelFile.read(model).model().weights();
    Ran clipped = Ran.command(Stream.concat(words.stream(), Stream.of("--clip", 0.5)).toArray());
    Weights bound = ModelFile.read(model).model().weights();
    Ran unclipped =
        Ran.command(
            Stream.concat(words.stream(), Stream.of("--recipe", "small-data", "--clip", "none"))
                .toArray());

    assertThat(plain.lines()).contains("clipping        none");
    assertThat(clipped.succeeded().lines()).contains("clipping        global norm at most 0.5");
    assertThat(unclipped.succeeded().lines()).contains("clipping        none");
    assertThat(bound.tensors()).isNotEqualTo(free.tensors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"backbone", "none"})
  void a_model_to_begin_with_that_holds_no_numbers_is_refused(String freeze) throws IOException {
    Model known = ModelFile.read(SmallFiles.model(folder.resolve("known.safetensors"))).model();
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>(known.weights().tensors());
    Weights.Key first = tensors.keySet().iterator().next();
    tensors.computeIfPresent(
        first,
        (_, old) -> {
          float[] values = old.values().clone();
          Arrays.fill(values, Float.NaN);
          return new Tensor(old.dimensions(), values);
        });
    Path broken = folder.resolve("broken.safetensors");
    new ModelFile(known.with(known.network(), Weights.of(tensors)), List.of())
        .write(broken, Storage.F32, Overwrite.REFUSE);

    List<Object> words = new ArrayList<>(List.of("train", "--data", data, "--from", broken));
    words.addAll(List.of("--freeze", freeze, "--output", model, "--format", "json"));
    if (!freeze.equals("backbone")) {
      words.addAll(List.of("--batch", 8));
    }
    Ran.command(words.toArray()).refused("The model to begin with holds NaN in '" + first + "'");

    assertThat(made()).isEmpty();
  }
}
