package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.testing.RealData;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What docs/cli.md says of options, keys and output is what the commands take and print. */
final class DocumentedCommandsTest {
  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> the_keys_are_those_of_the_documents() throws IOException {
    CommandDocs docs = CommandDocs.read();
    Map<String, List<Ran>> runs = runs();

    assertThat(docs.commandsWithKeys()).isEqualTo(runs.keySet());
    return runs.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(), () -> compare(docs.keys(entry.getKey()), entry.getValue())));
  }

  private static void compare(Set<String> documented, List<Ran> runs) {
    Set<String> keys = new TreeSet<>();
    for (Ran ran : runs) {
      ran.lines().forEach(line -> keys.addAll(JsonDocument.parse(line).keys()));
    }
    Set<String> found = leaves(keys);
    assertThat(found)
        .allSatisfy(
            key -> assertThat(documented).as(key).anyMatch(pattern -> matches(pattern, key)));
    assertThat(documented)
        .allSatisfy(
            pattern -> assertThat(found).as(pattern).anyMatch(key -> matches(pattern, key)));
  }

  /** Without the lists of objects, whose members have keys of their own. */
  private static Set<String> leaves(Set<String> keys) {
    Set<String> leaves = new TreeSet<>(keys);
    leaves.removeIf(key -> key.endsWith("[]") && keys.stream().anyMatch(k -> inside(k, key)));
    return leaves;
  }

  private static boolean inside(String key, String list) {
    return key.startsWith(list + ".");
  }

  private static boolean matches(String pattern, String key) {
    return key.matches(Pattern.quote(pattern).replace("*", "\\E.+\\Q"));
  }

  /** For each command the runs whose documents have, together, all of its keys. */
  private Map<String, List<Ran>> runs() throws IOException {
    Path model = SmallFiles.model(folder.resolve("model.safetensors"));
    Path photo = SmallFiles.photo(folder.resolve("photo.png"), Color.RED);
    Path broken = SmallFiles.text(folder.resolve("broken.png"), "no picture");
    Path onnx = SmallFiles.foreign(folder, "network.onnx");
    Path weights =
        SmallFiles.weights(folder.resolve("weights.safetensors"), 5, Map.of("padding", "same"));
    Path csv = SmallFiles.text(folder.resolve("list.csv"), "file,class\nphoto.png,0\n");
    Map<String, List<Ran>> runs = new LinkedHashMap<>();
    runs.put("zoo", List.of(json("zoo", "--variants")));
    runs.put("describe", List.of(json("describe", "mobilenet-v2")));
    runs.put("audit", List.of(json("audit"), json("audit", onnx)));
    runs.put(
        "import",
        List.of(
            json(
                "import",
                onnx,
                "--preprocessing",
                "unit",
                "--output",
                folder.resolve("imported.safetensors"))));
    runs.put("classify", List.of(json("classify", photo, broken, "--model", model)));
    runs.put("embed", List.of(json("embed", photo, broken, "--model", model)));
    runs.put(
        "inspect",
        List.of(
            json("inspect", model),
            json("inspect", weights),
            json("inspect", onnx),
            json("inspect", SmallFiles.foreign(folder, "sine.onnx"))));
    runs.put(
        "evaluate",
        List.of(
            json(
                "evaluate", csv, "--model", model, "--report", folder.resolve("evaluation.html"))));
    Path photos = DrawnFolders.folders(folder.resolve("classes"), 6);
    for (int i = 0; i < 6; i++) { // the same file in all splits
      SmallFiles.photo(photos.resolve("red/same-%d.png".formatted(i)), Color.PINK);
    }
    SmallFiles.text(photos.resolve("red/broken.png"), "no picture");
    runs.put(
        "train",
        List.of(
            json(DrawnFolders.train(photos, folder.resolve("trained.safetensors"), "--epochs", 1)),
            json(
                "train",
                "--data",
                photos,
                "--from",
                model,
                "--freeze",
                "backbone",
                "--output",
                folder.resolve("probe.safetensors"))));
    runs.put(
        "preview",
        List.of(json("preview", "--data", photos, "--output", folder.resolve("sheet.png"))));
    runs.put(
        "benchmark",
        List.of(
            json(
                "benchmark",
                "mobilenet-v2",
                "--width",
                "0.35",
                "--resolution",
                "32",
                "--projection-activation", // kernels that no other test has had trained
                "relu6",
                "--seconds",
                "0.01",
                "--verbose")));
    runs.put("doctor", List.of(json("doctor")));
    return runs;
  }

  private static Ran json(Object... words) {
    return Ran.command(Stream.concat(Stream.of(words), Stream.of("--format", "json")).toArray());
  }

  @TestFactory
  Stream<DynamicTest> every_option_is_explained_and_none_that_is_not_there() throws IOException {
    CommandDocs docs = CommandDocs.read();
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    CommandLine all =
        Commands.all(new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere));
    return all.getSubcommands().entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () -> {
                  Set<String> options = new TreeSet<>();
                  entry.getValue().getCommandSpec().options().stream()
                      .map(OptionSpec::longestName)
                      .filter(name -> !List.of("--help", "--version").contains(name))
                      .forEach(options::add);
                  assertThat(docs.options(entry.getKey())).containsAll(options);
                  assertThat(options).containsAll(docs.ownOptions(entry.getKey()));
                }));
  }

  @TestFactory
  Stream<DynamicTest> the_examples_print_what_is_documented() throws IOException {
    Optional<Path> data = RealData.data();
    List<DynamicTest> tests = new ArrayList<>();
    for (CommandDocs.Example example : CommandDocs.read().examples()) {
      // What needs files is tried where the real ones are; the rest everywhere.
      if (data.isPresent() || !example.needsFiles()) {
        tests.add(
            DynamicTest.dynamicTest(
                example.command(), () -> example.check(data.orElse(folder), folder)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(3);
    return tests.stream();
  }
}
