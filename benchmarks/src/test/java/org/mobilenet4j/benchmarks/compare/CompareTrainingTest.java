package org.mobilenet4j.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.training.gradient.StepCost;

final class CompareTrainingTest {
  @TempDir private Path folder = Path.of("");

  private static List<String> loss(String side, int step, double value) {
    return List.of("loss", side, String.valueOf(step), String.valueOf(value));
  }

  private static Sample sample(String engine, double median, double min) {
    return new Sample(engine, median, min, median, min, 50e9);
  }

  @Test
  void without_a_python_one_sentence_says_how_to_name_one() {
    assertThatThrownBy(() -> CompareTraining.torch(CompareTraining.python(Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There is no PyTorch to compare with: name a Python that has torch and torchvision, with --python or MOBILENET4J_PYTHON.");
  }

  @Test
  void a_python_that_is_not_there_is_named() {
    String python = folder.resolve("python").toString();

    assertThatThrownBy(() -> CompareTraining.torch(python))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The Python '%s' cannot be started; name one that has torch and torchvision, with --python or MOBILENET4J_PYTHON."
                .formatted(python));
  }

  @Test
  void the_python_of_the_project_goes_before_that_of_the_benchmarks() {
    assertThat(CompareTraining.python(Map.of("MOBILENET4J_PYTHON", "ours", "BENCH_PYTHON", "any")))
        .isEqualTo("ours");
    assertThat(CompareTraining.python(Map.of("BENCH_PYTHON", "any"))).isEqualTo("any");
  }

  @ParameterizedTest
  @ValueSource(strings = {"224", "x8", "224x", "224x8x3", "1x8", "224x1", "99999x8"})
  void a_size_that_is_none_is_refused(String size) {
    assertThatThrownBy(() -> TrainingCase.of(BenchmarkNetwork.MOBILENET_V2, size))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("such as 224x8.");
  }

  @Test
  void a_network_that_the_rival_does_not_train_is_refused() {
    assertThatThrownBy(() -> TrainingCase.of(BenchmarkNetwork.RESNET_50, "224x8"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There is no PyTorch training of 'resnet-50' to compare with; expected a MobileNet.");
  }

  @Test
  void losses_agree_when_every_step_of_every_side_does() {
    List<List<String>> close =
        List.of(
            loss("mobilenet4j", 0, 6.9),
            loss("mobilenet4j", 1, 6.5),
            loss("torch", 0, 6.9 * (1 + 1e-5)),
            loss("torch", 1, 6.5 * (1 - 1.8e-5)));
    List<List<String>> far =
        List.of(
            loss("mobilenet4j", 0, 6.9),
            loss("mobilenet4j", 1, 6.5),
            loss("torch", 0, 6.9),
            loss("torch", 1, 6.5 * (1 + 3e-5)));
    List<List<String>> broken = List.of(loss("mobilenet4j", 0, 6.9), loss("torch", 0, Double.NaN));

    TrainingDuel.Told agreeing = TrainingDuel.Told.of(close);

    assertThat(agreeing.agrees()).isTrue();
    assertThat(agreeing.deviation("torch")).isCloseTo(1.8e-5, within(1e-7));
    assertThat(TrainingDuel.Told.of(far).agrees()).isFalse();
    assertThat(TrainingDuel.Told.of(broken).agrees()).isFalse();
    assertThat(TrainingDuel.Told.of(close.subList(0, 2)).agrees()).isFalse();
  }

  @Test
  void kinds_of_steps_are_summed_in_each_profile_and_the_medians_taken() {
    List<List<StepCost>> profiles =
        List.of(
            List.of(new StepCost("a", "x", 1, 10), new StepCost("b", "y", 5, 5)),
            List.of(new StepCost("a", "x", 100, 1000), new StepCost("b", "y", 7, 9)),
            List.of(
                new StepCost("a", "x", 2, 20),
                new StepCost("b", "y", 6, 1),
                new StepCost("c", "x", 1, 2)));

    assertThat(StepKind.of(profiles))
        .containsExactly(new StepKind("x", 3, 22), new StepKind("y", 6, 5));
  }

  @Test
  void ratios_are_to_the_best_rival_of_each_figure() {
    Map<String, Series> series = new LinkedHashMap<>();
    for (Sample each :
        List.of(sample("mobilenet4j", 10, 8), sample("default", 25, 12), sample("last", 20, 16))) {
      series.computeIfAbsent(each.engine(), any -> new Series()).add(each);
    }

    TrainingPart.Ratios ratios = TrainingPart.Ratios.of(series);

    assertThat(ratios.medians()).isEqualTo(10.0 / 20);
    assertThat(ratios.minima()).isEqualTo(8.0 / 12);
  }

  @Test
  void the_rival_begins_with_labels_pictures_and_weights() throws IOException {
    TrainingCase what = TrainingCase.of(BenchmarkNetwork.MOBILENET_V3_SMALL, "32x2");
    Path start = folder.resolve("start");
    try (OurTraining ours = new OurTraining(what, 1)) {
      ours.write(start);

      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(start)).order(ByteOrder.LITTLE_ENDIAN);
      // 2.54 million parameters, as torchvision counts them.
      assertThat(bytes.remaining()).isEqualTo(4 * (2 + 2 * 32 * 32 * 3 + 2_542_856));
      assertThat(bytes.getInt()).isZero();
      assertThat(bytes.getInt()).isEqualTo(37);
      assertThat(bytes.getFloat()).isEqualTo(what.pictures()[0]);

      double[] losses = ours.losses(2, 0.1);
      assertThat(losses[0]).isCloseTo(Math.log(1000), within(0.5));
      assertThat(losses[1]).isLessThan(losses[0]);
    }
  }
}
