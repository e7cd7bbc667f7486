package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.vision.BundledModel;

/** What the pages for people say of the code is so. */
final class DocumentationTest {
  /** From the folder of this module. */
  private static final Path ROOT = Path.of("..");

  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** A row of a table whose first cell is one word of code. */
  private static final Pattern TYPE_ROW =
      Pattern.compile("^\\| `([A-Z]\\w+)` \\| (\\w+)", Pattern.MULTILINE);

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/architecture.md"})
  void snippets_compile(String page) throws IOException {
    List<String> snippets = SNIPPET.matcher(read(page)).results().map(m -> m.group(1)).toList();

    assertThat(snippets).isNotEmpty();
    for (String snippet : snippets) {
      assertThat(errors(snippet)).as(snippet).isEmpty();
    }
  }

  @Test
  void the_compiler_sees_what_is_wrong_with_a_snippet() throws IOException {
    assertThat(errors("Classifier.lode(Path.of(\"model\"));")).contains("lode");
  }

  @Test
  void the_types_that_carry_the_house_are_where_the_architecture_says() throws IOException {
    List<MatchResult> rows = TYPE_ROW.matcher(read("docs/architecture.md")).results().toList();

    assertThat(rows).hasSizeGreaterThan(10);
    for (MatchResult row : rows) {
      assertThat(source(row.group(2), row.group(1)))
          .as("%s in module %s", row.group(1), row.group(2))
          .isNotEmpty();
    }
  }

  @Test
  void the_readme_names_every_command_and_no_other() throws IOException {
    String table = read("README.md").split("## What there is", 2)[1].split("\n## ", 2)[0];
    Set<String> named = new TreeSet<>();
    Pattern.compile("^\\|([^|]*)\\|", Pattern.MULTILINE)
        .matcher(table)
        .results()
        .flatMap(row -> Pattern.compile("`([a-z]+)").matcher(row.group(1)).results())
        .forEach(name -> named.add(name.group(1)));

    assertThat(named).isEqualTo(new TreeSet<>(Commands.all(silent()).getSubcommands().keySet()));
  }

  @Test
  void the_readme_shows_what_audit_prints() throws IOException {
    String shown = read("README.md").split("\\$ \\./mobilenet4j audit\n", 2)[1].split("```", 2)[0];
    String printed = Ran.command("audit").succeeded().out();

    List<String> parts = List.of(shown.split("…\n", -1));

    assertThat(parts).hasSize(2);
    assertThat(printed).startsWith(parts.getFirst()).endsWith(parts.getLast());
  }

  @Test
  void the_page_of_the_bundled_model_tells_what_the_model_says_of_itself() throws IOException {
    StatedAccuracy stated =
        StatedAccuracy.of(BundledModel.CIFAR10.read().model().provenance()).orElseThrow();

    assertThat(read("docs/models/cifar10.md"))
        .contains(
            "\n%.1f%% of 10,000 test pictures are named rightly".formatted(100 * stated.top1()));
    assertThat(stated.pictures()).isEqualTo(10_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/architecture.md",
        "docs/cli.md"
      })
  void links_to_files_lead_somewhere(String page) throws IOException {
    Path beside = ROOT.resolve(page).resolveSibling("");

    assertThat(LINK.matcher(read(page)).results().map(link -> link.group(1)))
        .filteredOn(target -> !target.startsWith("http"))
        .allSatisfy(target -> assertThat(beside.resolve(target)).exists());
  }

  private static String read(String page) throws IOException {
    return Files.readString(ROOT.resolve(page));
  }

  private static List<Path> source(String module, String type) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
      return files.filter(file -> file.endsWith(type + ".java")).toList();
    }
  }

  /** What the compiler says of a snippet that stands in a method and may use every public type. */
  private String errors(String snippet) throws IOException {
    String program =
        """
        import java.nio.file.Path;
        import org.mobilenet4j.network.*;
        import org.mobilenet4j.network.architecture.*;
        import org.mobilenet4j.network.cost.*;
        import org.mobilenet4j.vision.*;
        final class Snippet {
          void run() throws Exception {
        %s
          }
        }
        """
            .formatted(snippet);
    JavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("snippet:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return program;
          }
        };
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "-classpath",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString());
    boolean compiled =
        compiler.getTask(messages, null, null, options, null, List.of(source)).call();
    return compiled ? "" : messages.toString();
  }

  private static Console silent() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    return new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere);
  }
}
