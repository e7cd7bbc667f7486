package org.mobilenet4j.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.ModelFormatException;

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

  @Test
  void on_a_disk_that_fills_up_the_old_file_stays_and_nothing_else() throws IOException {
    Path target = folder.resolve("model.safetensors");
    FileBeside.writeText(target, Overwrite.REFUSE, "old");

    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() ->
            FileBeside.write(
                target,
                Overwrite.REPLACE,
                channel -> {
                  int written = channel.write(ByteBuffer.wrap(new byte[100]));
                  throw new IOException("No space left on device after " + written);
                }))
        .withMessage(
            target
                + " cannot be written (No space left on device after 100); nothing was changed.");

    assertThat(target).hasContent("old");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }

  @Test
  void a_pipe_is_never_replaced() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    for (Overwrite overwrite : Overwrite.values()) {
      assertThatExceptionOfType(ModelFormatException.class)
          .isThrownBy(() -> FileBeside.writeText(pipe, overwrite, "text"))
          .withMessage(pipe + " is a device or pipe, no file; name another.");
    }

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(pipe);
    }
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void a_place_is_tried_out_and_left_as_it_was() throws IOException {
    Path longest = folder.resolve("n".repeat(250)); // a name of its own, but none beside it

    FileBeside.tryOut(folder.resolve("model.safetensors"));

    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> FileBeside.tryOut(longest));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void bytes_replace_what_was_there_only_if_asked_and_nothing_stays_beside() throws IOException {
    Path target = folder.resolve("sheet.png");
    byte[] content = {1, -2, 0, 3};

    FileBeside.writeBytes(target, Overwrite.REFUSE, new byte[] {9});
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> FileBeside.writeBytes(target, Overwrite.REFUSE, content))
        .withMessageContaining("is there already");
    assertThat(target).hasBinaryContent(new byte[] {9});
    FileBeside.writeBytes(target, Overwrite.REPLACE, content);
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(
            () -> FileBeside.writeBytes(folder.resolve("no/sheet.png"), Overwrite.REFUSE, content))
        .withMessageContaining("there is no folder");

    assertThat(target).hasBinaryContent(content);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }
}
