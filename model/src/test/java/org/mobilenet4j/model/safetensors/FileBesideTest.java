package org.mobilenet4j.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileBesideTest {
  @TempDir private Path folder;

  @Test
  void what_a_killed_writer_left_is_removed_and_nothing_else() throws IOException {
    Path target = folder.resolve("model.safetensors");
    FileBeside.writeText(target, Overwrite.REFUSE, "new");
    String left = ".model.safetensors.00000000-0000-0000-0000-00000000000a.part";
    String ofOther = ".model.safetensors.checkpoint.00000000-0000-0000-0000-00000000000a.part";
    for (String name : new String[] {left, ofOther, ".model.safetensors.part", "x.part"}) {
      Files.writeString(folder.resolve(name), "half");
    }

    FileBeside.removeLeftovers(target);

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(String::valueOf))
          .containsExactlyInAnyOrder(
              "model.safetensors", ofOther, ".model.safetensors.part", "x.part");
    }
    assertThat(target).hasContent("new");
  }
}
