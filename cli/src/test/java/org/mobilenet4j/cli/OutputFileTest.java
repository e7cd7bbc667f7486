package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places where no command can write, or may not: said before anything is read. */
final class OutputFileTest {
  @TempDir private Path folder;

  /** All commands that write, with sources that are not there. */
  private Stream<Ran> writing(Path file, Object... more) {
    Path none = folder.resolve("none");
    return Stream.<List<Object>>of(
            List.of("train", "--data", none, "--output", file),
            List.of("train", "--data", none, "--output", folder.resolve("m"), "--report", file),
            List.of("preview", "--data", none, "--output", file),
            List.of("evaluate", none, "--model", none, "--report", file),
            List.of("evaluate", none, "--model", none, "--predictions", file),
            List.of("import", none, "--output", file))
        .map(words -> {
          List<Object> all = new ArrayList<>(words);
          all.addAll(List.of(more));
          return Ran.command(all.toArray());
        });
  }

  private List<String> names() throws IOException {
    return new TrainingProcesses(folder).names();
  }

  @Test
  void a_pipe_stays_a_pipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);

    for (Path place : List.of(pipe, link)) {
      writing(place).forEach(ran -> ran.refused(place + " is a device or pipe, no file; name"));
      writing(place, "--overwrite")
          .forEach(ran -> ran.refused(place + " is a device or pipe, no file; name another."));
    }

    assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
    assertThat(names()).containsExactly("link", "pipe");
  }

  @Test
  void a_place_where_no_file_can_be_made_is_refused_at_once() throws IOException {
    // With so long a name none can be made beside it, whoever tries it.
    Path place = folder.resolve("n".repeat(245) + ".png");

    writing(place)
        .forEach(ran -> ran.refused("since no file can be made beside it in " + folder + " ("));

    assertThat(names()).isEmpty();
  }

  @Test
  void a_link_to_nothing_is_replaced_only_if_told() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.png"), folder.resolve("later"));

    writing(link).forEach(ran -> ran.refused(link + " is there already; give --overwrite"));

    assertThat(names()).containsExactly("link.png");
  }
}
