package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.network.Op;

/** What a run says of itself is what it does: on the console, in the report, in the model. */
final class RunSettingsTest {
  private static final String MEBIBYTES = "[0-9.,]+ MiB";

  @TempDir private static Path shared;
  @TempDir private Path folder;
  private static Path data = Path.of("");
  private static Path known = Path.of("");

  /** The model has the epsilon of small-pictures, 1e-5; fine-tune has another. */
  @BeforeAll
  static void make() throws IOException {
    data = DrawnFolders.folders(shared.resolve("photos"), 10);
    known = shared.resolve("known.safetensors");
    Ran.command(DrawnFolders.train(data, known, "--epochs", 1)).succeeded();
  }

  private Ran tune(Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("train", "--data", data, "--from", known, "--batch", 8, "--epochs", 1));
    words.addAll(List.of("--output", folder.resolve("model.safetensors")));
    words.addAll(List.of(more));
    return Ran.command(words.toArray());
  }

  private Model model() {
    return ModelFile.read(folder.resolve("model.safetensors")).model();
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve("model.safetensors.html"));
  }

  private static List<Float> epsilons(Model model) {
    return model.network().nodes().stream()
        .filter(node -> node.op() instanceof Op.BatchNorm)
        .map(node -> ((Op.BatchNorm) node.op()).epsilon())
        .distinct()
        .toList();
  }

  /** Console, report and model say this, and the network has that epsilon. */
  private void assertBatchNorm(Ran ran, String text, float epsilon) throws IOException {
    assertThat(ran.lines()).containsOnlyOnce("batch norm      " + text);
    assertThat(page()).contains("<td>%s</td>".formatted(text));
    assertThat(model().provenance().facts()).containsEntry("batch-norm", text);
    assertThat(epsilons(model())).containsExactly(epsilon);
  }

  @Test
  void an_epsilon_that_is_typed_is_the_one_that_is_said() throws IOException {
    Ran ran =
        Ran.command(
                DrawnFolders.train(
                    data,
                    folder.resolve("model.safetensors"),
                    "--epochs",
                    1,
                    "--batch-norm-epsilon",
                    "0.002"))
            .succeeded();

    assertBatchNorm(
        ran,
        "TensorFlow decay 0.9 = torch momentum 0.1, epsilon 0.002; statistics settle in 29 steps",
        0.002f);
  }

  @Test
  void the_epsilon_of_a_recipe_is_not_said_where_another_one_acts() {
    Object[] words =
        DrawnFolders.train(
            data, folder.resolve("a"), "--recipe", "v3-paper", "--average-decay", "none");
    List<Object> usual = new ArrayList<>(List.of(words));
    usual.addAll(List.of("--epochs", 1));
    List<Object> typed = new ArrayList<>(usual);
    typed.addAll(List.of("--batch-norm-epsilon", "0.002", "--overwrite"));

    Ran itsOwn = Ran.command(usual.toArray());
    Ran another = Ran.command(typed.toArray());

    assertThat(itsOwn.lines())
        .contains("  batch-norm-epsilon: not printed; we take 0.001. As Keras and torchvision.");
    assertThat(another.lines())
        .anyMatch(line -> line.startsWith("batch norm ") && line.contains("epsilon 0.002"))
        .noneMatch(line -> line.strip().startsWith("batch-norm-epsilon"));
  }

  @Test
  void the_epsilon_of_a_model_to_begin_with_is_its_own() throws IOException {
    Ran frozen = tune().succeeded();

    assertBatchNorm(
        frozen, "frozen: statistics, factors and shifts stay as they are; epsilon 1e-5", 1e-5f);

    Ran learning = tune("--batch-norm", "train", "--overwrite").succeeded();

    assertBatchNorm(
        learning,
        "train: factors and shifts learn, statistics follow the pictures; TensorFlow decay 0.99 = torch momentum 0.01, epsilon 1e-5; statistics settle in 299 steps",
        1e-5f);
  }

  @Test
  void what_stays_frozen_is_said() throws IOException {
    tune().succeeded();

    assertThat(model().provenance().facts()).containsEntry("frozen", "nothing of the model");

    Ran ran = tune("--freeze", "conv12", "--overwrite").succeeded();

    assertThat(ran.lines()).contains("frozen          all of the model before conv12");
    assertThat(page()).contains("<td>all of the model before conv12</td>");
    assertThat(model().provenance().facts())
        .containsEntry("frozen", "all of the model before conv12")
        .containsEntry("recipe", "fine-tune");
  }

  private Ran probe(Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("train", "--data", data, "--from", known, "--freeze", "backbone"));
    words.addAll(List.of("--output", folder.resolve("model.safetensors")));
    words.addAll(List.of(more));
    return Ran.command(words.toArray());
  }

  @Test
  void a_probe_says_what_it_does_and_nothing_that_it_does_not() throws IOException {
    Ran ran = probe().succeeded();

    assertThat(ran.lines())
        .contains(
            "recipe          linear probe: a new head on features that are computed once",
            "optimizer       L-BFGS over all pictures at a time, until it converges",
            "augmentation    none",
            "frozen          all of the model but its new head");
    for (String said : List.of(ran.out(), page())) {
      assertThat(said)
          .contains("L-BFGS")
          .doesNotContain("AdamW", "epochs in batches", "random-resized-crop", "one-cycle");
    }
    assertThat(page())
        .contains(
            "<th scope=\"row\">linear probe</th>",
            "of the validation pictures named rightly",
            "penalty ",
            "256 features");
    assertThat(model().provenance().facts())
        .containsEntry("recipe", "linear probe")
        .containsEntry("frozen", "all of the model but its new head")
        .doesNotContainKey("batch");
  }

  @Test
  void a_probe_takes_all_pictures_at_a_time_and_nothing_of_a_recipe() {
    Ran ran = probe().succeeded();

    assertThat(ran.out()).doesNotContain("Batches of");
    probe("--epochs", 7, "--batch", 5, "--augment", "flip", "--learning-rate", 3, "--overwrite")
        .refused(
            "so --epochs, --batch, --learning-rate and --augment have no effect; leave them out, or --freeze.");
    probe("--recipe", "v2-slim", "--decay-bias", 0, "--overwrite")
        .refused("so --recipe and --decay-bias have no effect");
    probe("--clip", 5, "--overwrite").refused("so --clip has no effect; leave it out");
  }

  @Test
  void pictures_that_whole_batches_leave_out_of_an_epoch_are_told() {
    Path model = folder.resolve("model.safetensors");

    Ran eights = Ran.command(DrawnFolders.train(data, model, "--epochs", 1));
    List<Object> words =
        new ArrayList<>(List.of(DrawnFolders.train(data, model, "--epochs", 1, "--overwrite")));
    Collections.replaceAll(words, "8", "9");
    Ran nines = Ran.command(words.toArray());

    assertThat(eights.succeeded().out()).doesNotContain("whole batches");
    assertThat(nines.succeeded().lines())
        .anyMatch(line ->
            line.startsWith(
                "  batch: an epoch has whole batches, so it leaves out 6 of 24 pictures,"))
        .anyMatch(line -> line.startsWith("length          1 epoch in batches of 9"));
  }

  @Test
  void the_report_of_fine_tuning_has_the_figures_of_its_probe() throws IOException {
    Ran ran = tune().succeeded();

    assertThat(ran.lines()).anyMatch(line -> line.startsWith("probe  256 features"));
    assertThat(page())
        .contains("<th scope=\"row\">linear probe</th>", "AdamW", "random-resized-crop");
  }

  @Test
  void fine_tuning_states_its_memory_before_it_begins() {
    Ran whole = tune().succeeded();
    Ran probe = probe("--overwrite").succeeded();

    String features =
        "memory {10}%s for the features of all pictures while the linear probe learns"
            .formatted(MEBIBYTES);
    int place = 0;
    for (int i = 0; i < whole.lines().size(); i++) {
      place = whole.lines().get(i).startsWith("memory ") ? i : place;
    }
    assertThat(whole.lines().get(place)).matches(features + "; then");
    assertThat(whole.lines().get(place + 1))
        .matches(
            " {16}%1$s a picture for activations and gradients, %1$s for batches of 8;"
                .formatted(MEBIBYTES));
    assertThat(whole.lines().get(place + 2))
        .matches(
            " {16}%1$s at most with weights, optimiser and waiting batches, and up to %1$s of pictures"
                .formatted(MEBIBYTES));
    assertThat(whole.out().indexOf("memory  ")).isLessThan(whole.out().indexOf("probe  256"));
    assertThat(probe.lines())
        .anyMatch(
            line -> line.matches(features + ", and up to %s of pictures".formatted(MEBIBYTES)));
  }

  @Test
  void a_teacher_stands_beside_the_memory_of_a_run() {
    Ran alone = tune().succeeded();
    Ran taught = tune("--teacher", known, "--overwrite").succeeded();

    String teacher =
        "beside the teacher: %s of weights, and what running it takes".formatted(MEBIBYTES);
    assertThat(taught.lines()).anyMatch(line -> line.matches(" {16}" + teacher));
    assertThat(alone.out()).doesNotContain("beside the teacher");
  }

  @Test
  void class_weights_change_the_model_and_are_told() throws IOException {
    Path uneven = DrawnFolders.folders(folder.resolve("uneven"), 6);
    for (int i = 0; i < 12; i++) {
      SmallFiles.photo(uneven.resolve("red/more-%d.png".formatted(i)), new Color(255, 7 * i, 0));
    }
    Path plain = folder.resolve("plain.safetensors");

    Ran without = Ran.command(DrawnFolders.train(uneven, plain, "--epochs", 1));
    Ran with =
        Ran.command(
            DrawnFolders.train(
                uneven, folder.resolve("model.safetensors"), "--epochs", 1, "--class-weights"));

    Map<String, String> facts = model().provenance().facts();
    String text = facts.getOrDefault("class-weights", "");
    assertThat(text)
        .matches("every class counts the same: blue 1\\.\\d\\d, green 1\\.\\d\\d, red 0\\.\\d\\d");
    assertThat(with.lines()).contains("class weights   " + text);
    assertThat(page()).contains("<td>%s</td>".formatted(text));
    assertThat(without.exitCode()).isZero();
    assertThat(without.out()).doesNotContain("class weights");
    Model other = ModelFile.read(plain).model();
    assertThat(other.provenance().facts()).doesNotContainKey("class-weights");
    assertThat(model().weights().tensors()).isNotEqualTo(other.weights().tensors());
  }

  @Test
  void what_a_model_says_of_its_own_training_is_not_said_of_the_next_one() throws IOException {
    Path weighted = folder.resolve("weighted.safetensors");
    Ran.command(
            DrawnFolders.train(
                data, weighted, "--epochs", 1, "--class-weights", "--teacher", known))
        .succeeded();

    Ran.command(
            "train",
            "--data",
            data,
            "--from",
            weighted,
            "--freeze",
            "backbone",
            "--output",
            folder.resolve("model.safetensors"))
        .succeeded();

    assertThat(ModelFile.read(weighted).model().provenance().facts())
        .containsKeys("class-weights", "teacher", "batch", "option.width");
    assertThat(model().provenance().facts())
        .containsKey("option.width")
        .doesNotContainKeys("class-weights", "teacher", "batch");
  }
}
