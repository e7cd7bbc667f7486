package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.testing.RealData;
import org.mobilenet4j.vision.BundledModel;

/** The commands with the model that comes with the program. */
final class BundledModelCommandsTest {
  /** Training and inference sum in another order, so that a picture on the edge may fall. */
  private static final double FEW_PICTURES = 0.0005;

  private static final ModelFile BUNDLED = BundledModel.CIFAR10.read();

  @TempDir private static Path folder;
  private static Path red = Path.of("");
  private static Path blue = Path.of("");
  private static Path broken = Path.of("");

  @BeforeAll
  static void draw() throws IOException {
    red = SmallFiles.photo(folder.resolve("red.png"), Color.RED);
    blue = SmallFiles.photo(folder.resolve("blue.png"), Color.BLUE);
    broken = SmallFiles.text(folder.resolve("broken.png"), "no picture");
  }

  private static StatedAccuracy stated() {
    return StatedAccuracy.of(BUNDLED.model().provenance()).orElseThrow();
  }

  @Test
  void classify_needs_no_model_and_says_what_the_bundled_one_knows_and_how_to_get_another() {
    Ran ran = Ran.command("classify", red, blue).succeeded();

    assertThat(ran.lines().get(0)).isEqualTo(red.toString());
    assertThat(ran.lines().subList(1, 6))
        .allSatisfy(line ->
            assertThat(line.replaceFirst(" +[0-9.]+%  ", "")).isIn(BUNDLED.model().labels()));
    assertThat(ran.lines().get(6)).isEqualTo(blue.toString());
    assertThat(String.join("\n", ran.lines().subList(12, ran.lines().size())))
        .contains("comes with MobileNet4J", "one of 10 things", "32×32 pixels")
        .contains(String.join(", ", BUNDLED.model().labels()))
        .contains(
            "named %.1f%% of the 10,000 test pictures of CIFAR-10 rightly"
                .formatted(100 * stated().top1()))
        .contains("mobilenet4j import ", "mobilenet4j train --data ", "--model ")
        .containsOnlyOnce("comes with MobileNet4J");
  }

  @Test
  void a_model_of_ones_own_is_not_explained() {
    Path model = SmallFiles.model(folder.resolve("own.safetensors"));

    assertThat(Ran.command("classify", red, "--model", model).succeeded().lines()).hasSize(6);
    assertThat(
            Ran.command("classify", red, "--model", model, "--format", "json")
                .succeeded()
                .json()
                .text("model"))
        .isEqualTo(model.toString());
  }

  @Test
  void in_json_the_bundled_model_is_named_and_nothing_else_is_printed() {
    Ran ran = Ran.command("classify", red, blue, "--top", "10", "--format", "json").succeeded();

    assertThat(ran.lines()).hasSize(2);
    for (String line : ran.lines()) {
      JsonDocument document = JsonDocument.parse(line);
      assertThat(document.text("model")).isEqualTo("cifar10");
      assertThat(document.size("predictions")).isEqualTo(10);
      for (int i = 0; i < 10; i++) {
        int index = (int) document.whole("predictions[%d].index".formatted(i));
        assertThat(document.text("predictions[%d].label".formatted(i)))
            .isEqualTo(BUNDLED.model().labels().get(index));
      }
    }
    assertThat(
            Ran.command(
                    "classify", red, blue, "--top", "10", "--format", "json", "--model", "cifar10")
                .succeeded()
                .out())
        .isEqualTo(ran.out());
  }

  @Test
  void where_no_photo_can_be_read_there_is_nothing_to_explain() {
    Ran ran = Ran.command("classify", broken);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("broken.png");
  }

  @Test
  void every_command_that_takes_a_model_takes_the_bundled_one_by_name() throws IOException {
    Path csv =
        SmallFiles.text(
            folder.resolve("list.csv"), "file,class\nred.png,automobile\nblue.png,ship\n");
    Path photos = DrawnFolders.folders(folder.resolve("classes"), 6);
    Path tuned = folder.resolve("tuned.safetensors");

    assertThat(Ran.command("inspect", "cifar10").succeeded().out())
        .contains("cifar10, which comes with MobileNet4J", "passed: 2 golden pairs")
        .contains(stated().fact());
    assertThat(Ran.command("inspect", "cifar10", "--plan").succeeded().out())
        .contains("global_average_pool");
    assertThat(
            Ran.command("embed", red, "--model", "cifar10", "--format", "json")
                .succeeded()
                .json()
                .size("features"))
        .isEqualTo(640);
    assertThat(
            Ran.command("evaluate", csv, "--model", "cifar10", "--format", "json")
                .succeeded()
                .json()
                .whole("images"))
        .isEqualTo(2);
    assertThat(
            Ran.command("benchmark", "cifar10", "--seconds", "0.01", "--format", "json")
                .succeeded()
                .json()
                .text("input"))
        .isEqualTo("32x32x3");
    Ran.command(
            "train",
            "--data",
            photos,
            "--from",
            "cifar10",
            "--freeze",
            "backbone",
            "--output",
            tuned)
        .succeeded();
    assertThat(ModelFile.read(tuned).model().labels()).containsExactly("blue", "green", "red");
    assertThat(ModelFile.read(tuned).model().provenance().facts()).containsEntry("from", "cifar10");
  }

  @Test
  void a_file_of_that_name_comes_first() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    SmallFiles.model(elsewhere.resolve("cifar10"));

    NamedModel file = NamedModel.of(elsewhere, Path.of("cifar10"));
    Files.createDirectories(folder.resolve("unpacked/cifar10"));
    NamedModel besideFolder = NamedModel.of(folder.resolve("unpacked"), Path.of("cifar10"));
    NamedModel bundled = NamedModel.of(folder, Path.of("cifar10"));

    assertThat(file.bundled()).isFalse();
    assertThat(file.model().labels()).isEqualTo(SmallFiles.LABELS);
    assertThat(bundled.bundled()).isTrue();
    assertThat(bundled.model().labels()).isEqualTo(BUNDLED.model().labels());
    assertThat(besideFolder.bundled()).isTrue();
  }

  @Test
  void a_mistyped_name_is_answered_with_the_right_one() {
    for (String command : List.of("classify", "embed", "evaluate")) {
      Ran.command(command, red, "--model", "cifar-10").refused("did you mean 'cifar10'");
    }
    Ran.command("classify", red, "--model", "none.safetensors").refused("none.safetensors");
    Ran.command("benchmark", "cifar10", "--width", "0.5").refused("cifar10 brings its own network");
    Ran.command("inspect", "cifar10", "--resolution", "64").refused("--resolution is for ONNX");
  }

  @TestFactory
  Stream<DynamicTest> on_the_test_pictures_of_cifar10_it_is_as_good_as_it_says() {
    return RealData.data().stream()
        .map(data -> DynamicTest.dynamicTest("10,000 pictures", () -> evaluate(data)));
  }

  private static void evaluate(Path data) {
    JsonDocument document =
        Ran.command(
                "evaluate",
                data.resolve("cifar10.tar.gz"),
                "--model",
                "cifar10",
                "--threads",
                "1",
                "--format",
                "json")
            .succeeded()
            .json();

    assertThat(document.whole("images")).isEqualTo(10_000);
    assertThat(document.whole("unreadable")).isZero();
    assertThat(document.number("top1")).isCloseTo(stated().top1(), within(FEW_PICTURES));
  }
}
