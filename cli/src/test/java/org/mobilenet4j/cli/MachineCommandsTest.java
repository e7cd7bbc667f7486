package org.mobilenet4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.kernels.blocked.TrainingReport;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.network.architecture.Architecture;

final class MachineCommandsTest {
  private static final Object[] QUICKLY = {"--seconds", "0.01", "--format", "json"};

  @TempDir private Path folder;

  private static JsonDocument benchmark(Object... words) {
    Object[] all =
        java.util.stream.Stream.of(new Object[] {"benchmark"}, words, QUICKLY)
            .flatMap(java.util.stream.Stream::of)
            .toArray();
    JsonDocument document = Ran.command(all).succeeded().json();
    assertThat(document.number("minMillis")).isPositive();
    assertThat(document.number("medianMillis"))
        .isBetween(document.number("minMillis"), document.number("p90Millis"));
    assertThat(document.number("imagesPerSecond")).isPositive();
    assertThat(document.number("peakShare")).isPositive();
    assertThat(document.whole("warmUpRuns")).isPositive();
    assertThat(document.whole("runs")).isPositive();
    assertThat(document.size("layers")).isPositive();
    return document;
  }

  @Test
  void benchmark_takes_a_name_of_the_zoo() {
    JsonDocument document =
        benchmark("mobilenet-v3-small", "--width", "0.35", "--resolution", "32", "--batch", "2");

    assertThat(document.text("input")).isEqualTo("32x32x3");
    assertThat(document.whole("batch")).isEqualTo(2);
    assertThat(document.number("imagesPerSecond"))
        .isBetween(2000 / document.number("p90Millis"), 2000 / document.number("minMillis"));
  }

  @Test
  void benchmark_takes_a_model_at_any_resolution() {
    Path model = SmallFiles.model(folder.resolve("model.safetensors"));

    int cores = Runtime.getRuntime().availableProcessors();

    assertThat(benchmark(model, "--threads", cores).whole("threads")).isEqualTo(cores);
    assertThat(benchmark(model, "--resolution", "64x32").text("input")).isEqualTo("64x32x3");
    Ran.command("benchmark", model, "--width", "0.5").refused("only --resolution");
  }

  @Test
  void more_threads_than_processors_are_cut_to_those_and_one_sentence_says_so() {
    Path model = SmallFiles.model(folder.resolve("model.safetensors"));
    int cores = Runtime.getRuntime().availableProcessors();

    Ran ran =
        Ran.command("benchmark", model, "--threads", 1024, "--seconds", "0.01", "--format", "json");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.json().whole("threads")).isEqualTo(cores);
    assertThat(ran.err())
        .isEqualTo(
            "mobilenet4j: --threads 1024 becomes %d: this machine or container grants no more processors.%n",
            cores);
  }

  @Test
  void benchmark_says_what_became_of_a_kernel_that_was_not_good_at_first() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);

    PlanReport.audit(printed, new TrainingReport.Kernel("a", true, true, false, 9, 0.9, 2, "a"));
    PlanReport.audit(
        printed, new TrainingReport.Kernel("b", true, true, false, 9, 0.9, 4, "c + d"));
    PlanReport.audit(printed, new TrainingReport.Kernel("e", true, true, false, 9, 0.9, 1, "e"));
    PlanReport.audit(printed, new TrainingReport.Kernel("f", false, true, false, 9, 0.9, 3, "f"));
    PlanReport.audit(printed, new TrainingReport.Kernel("g", false, false, false, 0, 0, 3, "g"));

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "a was slow, wrong or not compiled at first: defined 2 times, and now done by the best of them.",
            "b was slow, wrong or not compiled at first: defined 4 times, and now done by c + d.",
            "f was slow, wrong or not compiled at first: defined 3 times, of which none can be used.",
            "g was slow, wrong or not compiled at first: defined 3 times, of which none can be used.");
  }

  @Test
  void benchmark_tells_slow_kernels_from_wrong_ones_and_those_that_were_not_compiled_in_time() {
    assertThat(PlanReport.proved(kernel(true, true, false))).isEqualTo("yes");
    assertThat(PlanReport.proved(kernel(true, true, true))).isEqualTo("yes, but slow");
    assertThat(PlanReport.proved(kernel(false, true, false))).isEqualTo("no");
    assertThat(PlanReport.proved(kernel(false, false, false))).isEqualTo("not in time");
  }

  private static TrainingReport.Kernel kernel(boolean right, boolean compiled, boolean slow) {
    return new TrainingReport.Kernel("kernel", right, compiled, slow, 9, 0.5, 2, "kernel");
  }

  @Test
  void benchmark_takes_an_onnx_file() throws IOException {
    assertThat(benchmark(SmallFiles.foreign(folder, "network.onnx")).text("input"))
        .isEqualTo("32x32x3");
    Path open = SmallFiles.foreign(folder, "any-size.onnx");
    assertThat(benchmark(open, "--resolution", "8").text("input")).isEqualTo("8x8x3");
  }

  @Test
  void benchmark_tells_people_of_the_warm_up_and_of_every_layer() {
    Ran ran =
        Ran.command(
                "benchmark",
                "mobilenet-v1",
                "--width",
                "0.25",
                "--resolution",
                "32",
                "--seconds",
                "0.01",
                "--verbose")
            .succeeded();

    assertThat(ran.out())
        .containsPattern("warm-up [0-9]+ runs in [0-9.]+ s, then [0-9]+ runs in [0-9.]+ s")
        .contains("median ms", "p90 ms", "minimum ms", "images/s", "share of FMA peak", "conv0")
        .contains("The plan: ", "scratch for each thread")
        .containsPattern("(?m)^kind of layer +multiply-adds +ms +share +ms at the limit +of FMA")
        .containsPattern("(?m)^depthwise +[0-9,]+ +[0-9.]+ +[0-9.]+% +[0-9.]+ +[0-9]+%$");
  }

  @Test
  void benchmark_splits_fused_blocks_into_kinds_of_layers() {
    JsonDocument document = benchmark("mobilenet-v2", "--width", "0.35", "--resolution", "32");

    assertThat(document.text("types[0].type")).isEqualTo("stem");
    assertThat(document.text("types[1].type")).isEqualTo("pointwise");
    assertThat(document.text("types[2].type")).isEqualTo("depthwise");
    assertThat(document.number("types[2].limitMillis")).isPositive();
    assertThat(document.text("layers[0].parts[1].type")).isEqualTo("depthwise");
  }

  /** Sandler et al. 2018: fused, V2 needs a fraction of what it needs layer by layer. */
  @Test
  void the_plan_of_v2_shows_its_memory_beside_that_of_layers_one_by_one() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Plan plan = Plan.of(SeededWeights.of(Architecture.named("mobilenet-v2").build(), 1));

    PlanReport.print(new PrintStream(bytes, true, UTF_8), plan);

    assertThat(bytes.toString(UTF_8))
        .contains("Layer by layer they are 6,021,120 at least, with blocks fused 1,404,928.")
        .contains("%s bytes of activations".formatted(TextTable.count(plan.activationBytes())))
        .containsPattern("(?m)^ +[0-9]+ +pointwise_.*depthwise_.*bands of [0-9]+ rows");
    assertThat(plan.activationBytes()).isLessThan(6_021_120 / 3);
  }

  @Test
  void doctor_says_in_one_screen_what_was_found_and_tests_itself() {
    Ran table = Ran.command("doctor").succeeded();
    JsonDocument document = Ran.command("doctor", "--format", "json").succeeded().json();

    assertThat(table.lines()).hasSizeLessThan(24);
    assertThat(table.out()).contains("JDK", "cores", "MiB of heap", "kernels", "self-test  passed");
    assertThat(document.text("selfTest")).isEqualTo("passed");
    assertThat(document.whole("cores")).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(document.text("kernels")).startsWith("vector");
  }

  @Test
  void completion_is_a_script_that_knows_every_command_and_option() {
    Ran ran = Ran.command("completion").succeeded();

    assertThat(ran.out())
        .startsWith("#!/usr/bin/env bash")
        .contains("evaluate", "--ignore-orientation", "--batch-norm-epsilon");
  }
}
