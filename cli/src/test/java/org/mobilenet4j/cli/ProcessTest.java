package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own. */
final class ProcessTest {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  @TempDir private static Path folder;
  private static Path model = Path.of("");
  private static Path photo = Path.of("");

  @BeforeAll
  static void make() throws IOException {
    model = SmallFiles.model(folder.resolve("model.safetensors"));
    photo = SmallFiles.photo(folder.resolve("фото é.png"), Color.RED);
  }

  private static ProcessBuilder program(List<String> options, Object... words) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(options);
    line.add("-Djava.awt.headless=true");
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.mobilenet4j.cli.Main"));
    for (Object word : words) {
      line.add(String.valueOf(word));
    }
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder;
  }

  private static Ran run(List<String> options, Object... words)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    Process process =
        program(options, words)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("The program hangs.");
    }
    String remarks =
        Files.readString(err).replaceFirst("WARNING: Using incubator modules: .*\n", "");
    return new Ran(process.exitValue(), Files.readString(out), remarks);
  }

  @Test
  void results_go_to_standard_output_and_nothing_to_standard_error() throws Exception {
    Ran ran = run(List.of(VECTORS), "classify", photo, "--model", model, "--format", "json");

    assertThat(ran.succeeded().json().text("file")).isEqualTo(photo.toString());
    assertThat(ran.json().values()).isEqualTo(inProcess().values());
  }

  @Test
  void without_a_model_file_the_bundled_model_says_what_it_sees() throws Exception {
    Ran table = run(List.of(VECTORS), "classify", photo).succeeded();
    Ran json = run(List.of(VECTORS), "classify", photo, "--format", "json").succeeded();

    assertThat(table.lines().getFirst()).isEqualTo(photo.toString());
    assertThat(table.lines().get(1)).endsWith("  " + json.json().text("predictions[0].label"));
    assertThat(table.out())
        .contains("airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck.");
    assertThat(json.json().text("model")).isEqualTo("cifar10");
  }

  private static JsonDocument inProcess() {
    return Ran.command("classify", photo, "--model", model, "--format", "json").json();
  }

  @Test
  void without_the_vector_module_one_sentence_says_so_and_the_results_are_the_same()
      throws Exception {
    Ran ran = run(List.of(), "classify", photo, "--model", model, "--format", "json");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.json().values()).isEqualTo(inProcess().values());
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).contains("jdk.incubator.vector", "Scalar kernels");
  }

  @Test
  void a_photo_may_come_through_what_the_shell_has_opened() throws Exception {
    Process process =
        program(List.of(), "classify", "/dev/stdin", "--model", model, "--format", "json").start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(Files.readAllBytes(photo));
    }

    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(JsonDocument.parse(out).number("predictions[0].probability"))
        .isEqualTo(inProcess().number("predictions[0].probability"));
  }

  @Test
  void letters_that_the_locale_does_not_have_are_told_with_what_to_set() throws Exception {
    Path list = SmallFiles.text(folder.resolve("list.csv"), "file,class\nbär.png,0\n");
    for (List<Object> words :
        List.<List<Object>>of(
            List.of("preview", "--data", "nämes"),
            List.of("classify", "nämes"),
            List.of("evaluate", list, "--model", model))) {
      ProcessBuilder builder = program(List.of(), words.toArray());
      builder.environment().put("LC_ALL", "C");
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();

      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor()).as(said).isEqualTo(2);
      assertThat(said).contains("locale", "set LC_ALL=C.UTF-8").doesNotContain("java.nio");
    }
  }

  @Test
  void mistakes_end_with_exit_code_2_and_one_sentence_on_standard_error() throws Exception {
    run(List.of(VECTORS), "classify", photo, "--modle", model).refused("did you mean '--model'?");
    run(List.of(VECTORS), "inspect", photo).refused(photo.toString());
  }

  @Test
  void a_folder_for_kernels_that_cannot_be_written_is_refused_by_every_command_that_computes()
      throws Exception {
    for (String folder : List.of("", photo.toString(), photo + "/within")) {
      List<String> options = List.of(VECTORS, "-Dmobilenet4j.dumpKernels=" + folder);
      run(options, "classify", photo, "--model", model).refused("mobilenet4j.dumpKernels");
      run(options, "doctor").refused("mobilenet4j.dumpKernels");
    }
  }

  @Test
  void with_little_memory_a_large_network_is_refused_in_a_sentence() throws Exception {
    run(List.of("-Xmx512m", VECTORS), "benchmark", "vgg-16", "--seconds", "0.01").refused("memory");
  }

  @Test
  void a_process_that_is_granted_one_processor_computes_with_one_thread() throws Exception {
    Ran ran =
        run(
            List.of("-XX:ActiveProcessorCount=1", VECTORS),
            "benchmark",
            model,
            "--threads",
            64,
            "--seconds",
            "0.01",
            "--format",
            "json");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.json().whole("threads")).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            "mobilenet4j: --threads 64 becomes 1: this machine or container grants no more processors.\n");
  }

  @Test
  void numbers_are_written_alike_in_every_country() throws Exception {
    Ran ran =
        run(
            List.of("-Duser.language=ar", "-Duser.country=EG", VECTORS),
            "describe",
            "mobilenet-v2",
            "--format",
            "csv");

    assertThat(ran.succeeded().out())
        .isEqualTo(Ran.command("describe", "mobilenet-v2", "--format", "csv").out());
  }

  @Test
  void results_that_a_full_disk_does_not_take_are_missed_in_a_sentence() throws Exception {
    Path full = Path.of("/dev/full");
    if (!Files.exists(full)) {
      return; // only some systems have a disk that is always full
    }
    for (List<Object> words :
        List.<List<Object>>of(
            List.of("--version"),
            List.of("zoo"),
            List.of("audit", "--format", "json"),
            List.of("classify", photo, "--model", model))) {
      Process process = program(List.of(), words.toArray()).redirectOutput(full.toFile()).start();

      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor()).as(err).isEqualTo(2);
      assertThat(err)
          .contains("mobilenet4j: standard output cannot be written (No space left on device)")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void when_nobody_reads_any_more_it_ends_quietly() throws Exception {
    Process process = program(List.of(), "audit", "--format", "json").start();
    try (InputStream out = process.getInputStream()) {
      assertThat(out.read()).isEqualTo('[');
    }

    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(err).isEmpty();
  }
}
