package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.abort;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A pipe that nobody writes to is refused; to open it would wait for ever. */
final class NamedPipesTest {
  @TempDir private static Path folder;
  private static Mistakes mistakes = new Mistakes(Path.of(""));

  @BeforeAll
  static void make() throws IOException, InterruptedException {
    mistakes = Mistakes.in(folder);
    try {
      Process mkfifo =
          new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).inheritIO().start();
      assertThat(mkfifo.waitFor()).isZero();
    } catch (IOException e) {
      abort("There is no mkfifo here.");
    }
  }

  /** Some of them might wait for ever. */
  private static Ran run(String line) {
    return assertTimeoutPreemptively(Duration.ofMinutes(2), () -> mistakes.run(line));
  }

  @TestFactory
  Stream<DynamicTest> pipes_are_refused_wherever_a_file_is_named() throws IOException {
    DrawnFolders.folders(folder.resolve("photos"), 3);
    SmallFiles.text(folder.resolve("pipe.csv"), "file,class\npipe,0\n");
    return Stream.of(
            "classify %pipe",
            "classify %photo.png --model %pipe",
            "embed %photo.png --model %pipe",
            "inspect %pipe",
            "describe %pipe",
            "audit %pipe",
            "benchmark %pipe",
            "import %pipe --output %x",
            "import %network.onnx --preprocessing tf --output %x --labels %pipe",
            "evaluate %pipe --model %model.safetensors",
            "evaluate %list.csv --model %pipe",
            "evaluate %list.csv --model %model.safetensors --wnids %pipe",
            "preview --data %pipe --output %x.png",
            "train --data %pipe --output %x",
            "train --data %photos --output %x --from %pipe",
            "train --data %photos --output %x --teacher %pipe",
            "train --data %photos --output %x --architecture %pipe")
        .map(line ->
            DynamicTest.dynamicTest(
                line,
                () -> run(line).refused("pipe", "it is no regular file, but a pipe or a device")));
  }

  @Test
  void a_pipe_among_the_files_of_a_list_is_a_photo_that_cannot_be_read() throws IOException {
    SmallFiles.text(
        folder.resolve("more.csv"),
        "file,class,split\npipe,0,train\nphoto.png,0,train\nother.png,1,train\nphoto.png,0,val\n");
    SmallFiles.photo(folder.resolve("other.png"), Color.GREEN);

    Ran preview = run("preview --data %more.csv --output %sheet.png");
    Ran evaluated = run("evaluate %more.csv --model %model.safetensors");

    assertThat(preview.exitCode()).isZero();
    assertThat(preview.err()).contains("pipe: the file cannot be read (it is no regular file");
    assertThat(evaluated.exitCode()).isEqualTo(2);
    assertThat(evaluated.err()).contains("pipe: the file cannot be read (it is no regular file");
    assertThat(evaluated.out()).contains("unreadable");
  }
}
