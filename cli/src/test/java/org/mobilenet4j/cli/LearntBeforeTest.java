package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --from MODEL} with the pictures that the model comes from. */
class LearntBeforeTest {
  private static final String SAID = "say too much. Give --seed 1.";

  @TempDir private Path folder;

  private Ran from(Path model, Path data, int seed) {
    return Ran.command(
            "train",
            "--data",
            data,
            "--from",
            model,
            "--freeze",
            "backbone",
            "--seed",
            seed,
            "--overwrite",
            "--output",
            folder.resolve("tuned.safetensors"))
        .succeeded();
  }

  @Test
  void another_seed_holds_back_what_the_model_knows() throws IOException {
    Path data = DrawnFolders.folders(folder.resolve("photos"), 6);
    Path model = folder.resolve("first.safetensors");
    Ran.command(DrawnFolders.train(data, model, "--epochs", "1", "--seed", "1")).succeeded();

    assertThat(from(model, data, 2).out())
        .contains("first.safetensors has learnt from photos with seed 1; seed 2 holds back", SAID);
    assertThat(from(model, data, 1).out()).doesNotContain(SAID);
  }

  @Test
  void who_evaluates_by_the_pictures_that_were_learnt_is_told() throws IOException {
    Path data = DrawnFolders.folders(folder.resolve("photos"), 6);
    Path model = folder.resolve("first.safetensors");
    Ran.command(DrawnFolders.train(data, model, "--epochs", "1")).succeeded();
    Path given = folder.resolve("given/photos");
    DrawnFolders.folders(given.resolve("train"), 2);
    DrawnFolders.folders(given.resolve("test"), 2);
    Path others = DrawnFolders.folders(folder.resolve("others"), 2);
    String told = "has learnt from data called photos; if these are they";

    Ran known = Ran.command("evaluate", data, "--model", model);

    assertThat(known.exitCode()).isZero();
    assertThat(known.err()).contains(told);
    // Nothing on standard error:
    Ran.command("evaluate", given, "--model", model).succeeded();
    Ran.command("evaluate", others, "--model", model).succeeded();
  }

  @Test
  void nothing_is_said_of_other_photos_or_where_nothing_is_drawn() throws IOException {
    Path data = DrawnFolders.folders(folder.resolve("photos"), 6);
    Path model = folder.resolve("first.safetensors");
    Ran.command(DrawnFolders.train(data, model, "--epochs", "1", "--seed", "1")).succeeded();
    Path given = folder.resolve("given/photos");
    DrawnFolders.folders(given.resolve("train"), 6);
    DrawnFolders.folders(given.resolve("validation"), 2);
    Path others = folder.resolve("others");
    Files.move(data, others);

    assertThat(from(model, others, 2).out()).doesNotContain(SAID);
    assertThat(from(model, given, 2).out()).doesNotContain(SAID);
  }
}
