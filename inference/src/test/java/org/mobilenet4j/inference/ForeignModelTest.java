package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.file.SeededInput;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.Shape;

/** docs/formats.md says enough for another program: files made from the page alone are ours. */
final class ForeignModelTest {
  /** From the folder of this module. */
  private static final Path SPECIFICATION = Path.of("..", "docs", "formats.md");

  @TempDir private Path folder;

  @Test
  void a_model_written_by_another_program_passes_its_self_test() throws IOException {
    ModelFile file = ModelFile.read(resource());

    SelfTest.Result result = SelfTest.check(file);

    assertThat(result.pairs()).isEqualTo(2);
    assertThat(result.passed()).as("largest deviation %s", result.worst()).isTrue();
  }

  @Test
  void a_model_with_one_other_weight_fails_its_self_test() throws IOException {
    ModelFile file = ModelFile.read(resource());
    Map<Weights.Key, Tensor> tensors = new HashMap<>(file.model().weights().tensors());
    tensors.computeIfPresent(
        new Weights.Key("fc1", ParameterRole.BIAS),
        (_, bias) -> new Tensor(bias.dimensions(), new float[bias.values().length]));
    Model other = file.model().with(file.model().network(), Weights.of(tensors));

    SelfTest.Result result = SelfTest.check(new ModelFile(other, file.goldenPairs()));

    assertThat(result.passed()).isFalse();
  }

  @Test
  void it_uses_every_operation_that_a_file_can_hold() throws IOException {
    ModelFile file = ModelFile.read(resource());

    Set<Class<?>> used = new HashSet<>();
    file.model().network().nodes().forEach(node -> used.add(node.op().getClass()));
    assertThat(used).containsExactlyInAnyOrder(Op.class.getPermittedSubclasses());
  }

  @Test
  void what_goes_with_its_network_is_read_as_it_was_meant() throws IOException {
    ModelFile file = ModelFile.read(resource());

    assertThat(file.model().labels()).containsExactly("one", "two", "three", "four", "fünf");
    assertThat(file.model().provenance().facts()).containsEntry("source", "foreign_model.py");
    assertThat(file.model().preprocessing())
        .contains(
            new Preprocessing(
                Preprocessing.Resampling.BICUBIC,
                new Preprocessing.Crop.None(),
                Preprocessing.ChannelOrder.BGR,
                1 / 255.0,
                List.of(0.5, 0.25, 0.0),
                List.of(0.5, 1.0, 2.0)));
  }

  @Test
  void it_comes_back_as_it_was_from_our_own_writer() throws IOException {
    ModelFile file = ModelFile.read(resource());
    Path copy = folder.resolve("copy.safetensors");

    file.write(copy, Storage.F16, Overwrite.REFUSE);

    ModelFile again = ModelFile.read(copy);
    assertThat(again.goldenPairs()).isEqualTo(file.goldenPairs());
    assertThat(again.model().weights().tensors()).isEqualTo(file.model().weights().tensors());
    assertThat(again.model().network().nodes()).isEqualTo(file.model().network().nodes());
  }

  @Test
  void the_example_of_the_specification_is_a_model_that_passes_its_self_test() throws IOException {
    String page = Files.readString(SPECIFICATION);
    String header = page.split("## 9\\. An example", 2)[1].split("```", 3)[1].strip();
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 24).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (float weight : new float[] {0.5f, 0, 0, 0.25f, -1, 1}) {
      bytes.putFloat(weight);
    }
    Path path = folder.resolve("example.safetensors");
    Files.write(path, bytes.array());

    ModelFile file = ModelFile.read(path);

    assertThat(file.goldenPairs()).hasSize(1);
    assertThat(SelfTest.check(file).passed()).isTrue();
  }

  @Test
  void the_seeded_numbers_are_those_that_the_specification_prints() throws IOException {
    String page = Files.readString(SPECIFICATION);
    String[] printed = page.split("the first five are ", 2)[1].split("\\. ", 2)[0].split(", ");

    float[] elements = SeededInput.of(1, Shape.vector(5));

    assertThat(printed).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(Float.parseFloat(printed[i])).isEqualTo(elements[i]);
    }
  }

  private Path resource() throws IOException {
    Path path = folder.resolve("foreign_model.safetensors");
    try (InputStream in = ForeignModelTest.class.getResourceAsStream("foreign_model.safetensors")) {
      Files.write(path, Objects.requireNonNull(in).readAllBytes());
    }
    return path;
  }
}
