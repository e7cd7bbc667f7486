package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * docs/cli.md: a section for each command, tables of options and keys, examples with their output.
 *
 * @param sections the text under each heading, by the commands that it names
 * @param examples in the order of the page
 */
record CommandDocs(Map<String, String> sections, List<Example> examples) {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern OPTION = Pattern.compile("`[^`]*?(--[a-z][a-z-]+)[^`]*`");
  private static final Pattern OTHER = Pattern.compile("(?:options of|as for) `([a-z]+)`");

  static CommandDocs read() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "cli.md"));
    Map<String, String> sections = new LinkedHashMap<>();
    for (String section : page.split("\n## ", -1)) {
      String heading = section.lines().findFirst().orElse("");
      for (String command : heading.split(" and ", -1)) {
        sections.put(command, section);
      }
    }
    List<Example> examples = new ArrayList<>();
    Matcher block = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL).matcher(page);
    while (block.find()) {
      for (String example : block.group(1).split("(?m)^\\$ mobilenet4j ", -1)) {
        if (!example.isEmpty()) {
          List<String> lines = example.lines().toList();
          examples.add(new Example(lines.getFirst(), lines.subList(1, lines.size())));
        }
      }
    }
    return new CommandDocs(sections, examples);
  }

  private String section(String command) {
    return sections.getOrDefault(command, "");
  }

  /** The commands that print documents. */
  Set<String> commandsWithKeys() {
    return sections.keySet().stream()
        .filter(command -> !keys(command).isEmpty())
        .collect(Collectors.toSet());
  }

  /** What stands in the first column of a command's tables of keys. */
  Set<String> keys(String command) {
    Set<String> keys = new TreeSet<>();
    Matcher table =
        Pattern.compile("\\| key \\| what \\|\n\\|---\\|---\\|\n((?:\\|.*\n)+)")
            .matcher(section(command) + "\n");
    while (table.find()) {
      for (String row : table.group(1).lines().toList()) {
        CODE.matcher(row.split("\\|", -1)[1]).results().forEach(key -> keys.add(key.group(1)));
      }
    }
    return keys;
  }

  /** The options that a command's section names, itself or by naming another command's. */
  Set<String> options(String command) {
    String text = section(command);
    Set<String> options = named(text);
    options.addAll(named(sections.values().iterator().next())); // what the page begins with
    OTHER.matcher(text).results().forEach(other -> options.addAll(named(section(other.group(1)))));
    return options;
  }

  /** The options in the first column of a command's table. */
  Set<String> ownOptions(String command) {
    return section(command)
        .lines()
        .filter(line -> line.startsWith("| `--"))
        .map(line -> named(line.split("(?<!`)\\|", -1)[1]))
        .collect(TreeSet::new, Set::addAll, Set::addAll);
  }

  private static Set<String> named(String text) {
    return OPTION
        .matcher(text)
        .results()
        .map(option -> option.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * A command line and what it prints.
   *
   * @param command without the program's name
   * @param output its lines; {@code ...} stands for any number of lines
   */
  record Example(String command, List<String> output) {
    private static final Map<String, String> FOLDERS =
        Map.of(
            "mobilenet_v2_1.0_224.safetensors", "weights/",
            "torchvision_mobilenet_v2_0.25.pth", "exports/",
            "torchvision_mobilenet_v2_0.25_legacy.onnx", "exports/",
            "ch_ppocr_mobile_v2.0_cls_infer.onnx", "models/",
            "mobilenetv2-12-int8.onnx", "models/");

    boolean needsFiles() {
      return words().anyMatch(word -> word.matches(".*\\.(safetensors|pth|onnx|csv|txt|JPEG)"));
    }

    private Stream<String> words() {
      return Arrays.stream(command.split(" ", -1));
    }

    /** Runs it on the files that it names and compares line by line. */
    void check(Path data, Path written) {
      String files = data + "/";
      String models = written + "/";
      Ran ran =
          Ran.command(
              words()
                  .map(word ->
                      word.matches("(v2|small|direction)\\.safetensors")
                          ? models + word
                          : FOLDERS.containsKey(word)
                              ? files + FOLDERS.get(word) + word
                              : word.matches("(photos|imagenet_).*") ? files + word : word)
                  .toArray());

      String shown = ran.out() + ran.err();
      for (String folder : FOLDERS.values()) {
        shown = shown.replace(files + folder + "mobile", "mobile");
        shown = shown.replace(files + folder + "torchvision", "torchvision");
      }
      shown = shown.replace(files, "").replace(models, "");
      String pattern =
          output.stream()
              .map(line -> line.equals("...") ? "(?s:.*)" : Pattern.quote(line + "\n"))
              .collect(Collectors.joining());
      assertThat(shown.lines().map(line -> line.stripTrailing() + "\n").reduce("", String::concat))
          .matches(pattern);
    }
  }
}
