package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts everything, in a project whose JDK and build only write down calls. */
final class LauncherTest {
  @TempDir private Path folder;
  private Path project = Path.of("");

  @BeforeEach
  void make() throws IOException {
    project = folder.resolve("a project");
    script(project.resolve("mobilenet4j"), Files.readString(Path.of("..", "mobilenet4j")));
    script(project.resolve("mvnw"), "#!/bin/sh\necho built >>\"$(dirname \"$0\")/builds\"\n");
    write(project.resolve("pom.xml"), "");
    write(project.resolve("cli/pom.xml"), "");
    write(project.resolve("cli/src/main/java/Main.java"), "");
  }

  private Path jdk(String version) throws IOException {
    Path jdk = folder.resolve("jdk " + version);
    write(
        jdk.resolve("release"),
        "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"%s\"\nMODULES=\"java.base jdk.incubator.vector\"\n"
            .formatted(version));
    write(jdk.resolve("lib/modules"), "");
    script(jdk.resolve("bin/javac"), "#!/bin/sh\nexit 1\n");
    script(
        jdk.resolve("bin/java"),
        "#!/bin/sh\nfor word in \"$@\"; do printf '<%s>' \"$word\"; done\n");
    return jdk;
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
  }

  private static void script(Path file, String text) throws IOException {
    write(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Ran run(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(project.resolve("mobilenet4j").toString()));
    line.addAll(List.of(words));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().remove("MOBILENET4J_OPTS");
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("The launcher hangs.");
    }
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Ran runWith(Path jdk, String... words) throws IOException, InterruptedException {
    return run(Map.of("MOBILENET4J_JAVA_HOME", jdk.toString()), words);
  }

  private long builds() throws IOException {
    Path log = project.resolve("builds");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  @Test
  void a_folder_without_a_new_jdk_is_refused_in_one_sentence() throws Exception {
    runWith(folder.resolve("none"), "--version").refused("no JDK 25 or newer");
    runWith(jdk("17.0.9"), "--version").refused("no JDK 25 or newer");
    runWith(jdk("1.8.0_392"), "zoo").refused("no JDK 25 or newer");

    assertThat(builds()).isZero();
  }

  @Test
  void it_builds_on_first_use_and_when_sources_are_newer() throws Exception {
    Path jdk = jdk("25.0.1");

    Ran first = runWith(jdk, "zoo");
    Ran second = runWith(jdk, "zoo");

    assertThat(first.exitCode()).isZero();
    assertThat(first.err()).startsWith("Building MobileNet4J");
    assertThat(second.succeeded().out()).isEqualTo(first.out());
    assertThat(builds()).isEqualTo(1);
    Path source = project.resolve("cli/src/main/java/Main.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(runWith(jdk, "zoo").exitCode()).isZero();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void a_build_that_fails_is_told_and_ends_with_exit_code_2() throws Exception {
    script(project.resolve("mvnw"), "#!/bin/sh\necho '[ERROR] no way'\nexit 1\n");

    Ran ran = runWith(jdk("25"), "zoo");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("no way", "mobilenet4j: the build failed");
  }

  @Test
  void with_an_empty_path_it_finds_the_tools_of_the_system() throws Exception {
    Path jdk = jdk("25");
    runWith(jdk, "--version"); // builds

    Ran ran = run(Map.of("JAVA_HOME", jdk.toString(), "PATH", ""), "zoo");

    assertThat(ran.succeeded().out()).endsWith("<org.mobilenet4j.cli.Main><zoo>");
  }

  @Test
  void a_current_folder_that_has_gone_is_told_in_one_sentence() throws Exception {
    Path jdk = jdk("25");
    runWith(jdk, "--version"); // builds
    Path gone = Files.createDirectory(folder.resolve("gone"));
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/sh",
            "-c",
            "cd \"$1\" && rmdir \"$1\" && exec \"$2\" zoo",
            "sh",
            gone.toString(),
            project.resolve("mobilenet4j").toString());
    builder.environment().put("MOBILENET4J_JAVA_HOME", jdk.toString());
    Process process = builder.start();

    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(2);
    // The shell itself may remark on it before the script begins.
    assertThat(err)
        .endsWith(
            "mobilenet4j: the current folder is not there any more; change to another, for instance with 'cd'.\n");
  }

  @Test
  void words_reach_the_program_as_they_were_typed() throws Exception {
    Path jdk = jdk("26-ea");
    runWith(jdk, "--version");

    Ran ran = runWith(jdk, "classify", "two words.jpg", "*", "", "--model", "$x");

    assertThat(ran.succeeded().out())
        .endsWith("<org.mobilenet4j.cli.Main><classify><two words.jpg><*><><--model><$x>")
        .contains("<--add-modules=jdk.incubator.vector>");
  }

  @Test
  void training_computes_on_vectors() throws Exception {
    Path jdk = jdk("25");
    runWith(jdk, "--version"); // builds

    assertThat(runWith(jdk, "train").succeeded().out())
        .contains("<--add-modules=jdk.incubator.vector>");
    assertThat(runWith(jdk, "resume", "model.safetensors").succeeded().out())
        .contains("<--add-modules=jdk.incubator.vector>");
  }

  @Test
  void what_computes_nothing_starts_without_the_vector_module() throws Exception {
    Path jdk = jdk("25");
    runWith(jdk, "--version");

    assertThat(runWith(jdk, "--version").succeeded().out())
        .doesNotContain("jdk.incubator.vector")
        .endsWith("<org.mobilenet4j.cli.Main><--version>");
    assertThat(runWith(jdk, "--help").succeeded().out()).doesNotContain("jdk.incubator.vector");
    assertThat(runWith(jdk, "help").succeeded().out()).doesNotContain("jdk.incubator.vector");
    assertThat(runWith(jdk, "clasify").succeeded().out()).doesNotContain("jdk.incubator.vector");
    assertThat(runWith(jdk).succeeded().out()).endsWith("<org.mobilenet4j.cli.Main>");
  }

  @Test
  void options_for_the_jvm_are_passed_on() throws Exception {
    Path jdk = jdk("25");
    runWith(jdk, "--version");

    Ran ran =
        run(
            Map.of("MOBILENET4J_JAVA_HOME", jdk.toString(), "MOBILENET4J_OPTS", "-Xmx4g -Da=b"),
            "doctor");

    assertThat(ran.succeeded().out()).contains("<-Xmx4g><-Da=b>");
  }
}
