package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.file.ModelFile;

/** Learning from a teacher, and from a model to begin with. */
final class TeacherCommandTest {
  @TempDir private static Path shared;
  @TempDir private Path folder;
  private static Path data = Path.of("");
  private static Path teacher = Path.of("");
  private static Path known = Path.of("");

  @BeforeAll
  static void make() throws IOException {
    data = DrawnFolders.folders(shared.resolve("photos"), 10);
    teacher = shared.resolve("teacher.safetensors");
    known = SmallFiles.model(shared.resolve("known.safetensors"));
    Ran.command(DrawnFolders.train(data, teacher, "--epochs", 2)).succeeded();
  }

  private Ran train(Object... more) {
    return Ran.command(DrawnFolders.train(data, folder.resolve("model.safetensors"), more));
  }

  private Ran tune(Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("train", "--data", data, "--from", known, "--batch", 8, "--epochs", 1));
    words.addAll(List.of("--output", folder.resolve("model.safetensors")));
    words.addAll(List.of(more));
    return Ran.command(words.toArray());
  }

  @Test
  void a_student_says_from_whom_it_learns() throws IOException {
    Path model = folder.resolve("model.safetensors");
    Path alone = folder.resolve("alone.safetensors");
    Ran.command(DrawnFolders.train(data, alone, "--epochs", 1)).succeeded();

    Ran ran =
        train("--epochs", 1, "--teacher", teacher, "--teacher-weight", 0.7, "--temperature", 3)
            .succeeded();

    String text = "teacher.safetensors, weight 0.7, temperature 3";
    assertThat(ran.lines())
        .anyMatch(line ->
            line.matches(
                "teacher {9}" + text + "; it reads 32x32x3, \\S+ multiply-adds, \\S+ parameters"));
    assertThat(ModelFile.read(model).model().provenance().facts()).containsEntry("teacher", text);
    assertThat(Files.readString(folder.resolve("model.safetensors.html"))).contains(text);
    assertThat(ModelFile.read(model).model().weights().tensors())
        .isNotEqualTo(ModelFile.read(alone).model().weights().tensors());
  }

  @Test
  void without_numbers_a_teacher_has_nine_tenths_of_the_loss() {
    Ran ran = train("--epochs", 1, "--teacher", teacher).succeeded();

    assertThat(ran.out()).contains("teacher.safetensors, weight 0.9, temperature 4;");
  }

  @Test
  void a_teacher_that_cannot_teach_is_refused() {
    train("--teacher", known).refused("The teacher knows 5 classes and the pictures have 3");
    tune("--teacher", known).refused("The teacher knows 5 classes and the pictures have 3");
    train("--teacher", teacher, "--teacher-weight", 1.5).refused("--teacher-weight is 1.5");
    train("--teacher", teacher, "--temperature", 0).refused("--temperature is 0.0");
    train("--teacher-weight", 0.5).refused("--teacher-weight is for a model to learn from");
    train("--temperature", 2).refused("--temperature is for a model to learn from");
    tune("--freeze", "backbone", "--teacher", teacher)
        .refused("the new head learns from labels alone, so --teacher has no effect");
  }

  @Test
  void fine_tuning_says_what_learns_and_how_it_decays() {
    Ran ran = tune("--teacher", teacher).succeeded();

    assertThat(ran.out())
        .contains(
            "batch norm      frozen: statistics, factors and shifts stay as they are",
            "teacher         teacher.safetensors, weight 0.9, temperature 4;",
            "role          tensors   parameters  weight decay");
    assertThat(ran.lines())
        .anyMatch(line -> line.matches("depthwise +13 +\\S+  none"))
        .anyMatch(line -> line.matches("dense +1 +768  0.05"))
        .noneMatch(line -> line.startsWith("batch-norm "));
  }

  @Test
  void batch_normalisations_learn_if_that_is_said() {
    Ran train = tune("--batch-norm", "train").succeeded();
    Ran statistics = tune("--batch-norm", "frozen-statistics", "--overwrite").succeeded();
    Ran recalibrate = tune("--batch-norm", "recalibrate", "--overwrite").succeeded();

    assertThat(train.out()).contains("batch norm      train: factors and shifts learn");
    assertThat(train.lines()).anyMatch(line -> line.matches("batch-norm +54 +\\S+  none"));
    assertThat(statistics.out())
        .contains("batch norm      frozen-statistics: factors and shifts learn");
    assertThat(recalibrate.out())
        .contains("batch norm      recalibrate: statistics follow the pictures");
    assertThat(recalibrate.lines()).noneMatch(line -> line.startsWith("batch-norm "));
  }

  @Test
  void batch_normalisations_are_those_of_a_model_to_begin_with() {
    train("--batch-norm", "train")
        .refused("--batch-norm is for a model to begin with; give that with --from.");
    tune("--batch-norm", "melt")
        .refused("'melt' is none of frozen, frozen-statistics, train, recalibrate");
    tune("--batch-norm", "train", "--freeze", "backbone")
        .refused("nothing but the new head learns, so --batch-norm has no effect");
  }
}
