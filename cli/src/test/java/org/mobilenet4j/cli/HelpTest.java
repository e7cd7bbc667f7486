package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class HelpTest {
  private static CommandLine all() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return Commands.all(new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere));
  }

  static Stream<String> commands() {
    return all().getSubcommands().keySet().stream();
  }

  @Test
  void without_a_command_it_says_what_there_is() {
    Ran ran = Ran.command().succeeded();

    assertThat(ran.out()).isEqualTo(Ran.command("--help").succeeded().out());
    assertThat(ran.out()).isEqualTo(Ran.command("help").succeeded().out());
    assertThat(commands()).allMatch(command -> ran.out().contains("\n  " + command + " "));
    assertThat(ran.out()).contains("Exit codes: 0 done, 1 a bug of ours, 2 something in the input");
  }

  @Test
  void the_text_of_the_first_screen_is_what_picocli_says() {
    assertThat(Overview.answer(List.of()))
        .as("cli/src/main/resources/org/mobilenet4j/cli/overview.txt")
        .isEqualTo(all().getUsageMessage(CommandLine.Help.Ansi.OFF));
  }

  @Test
  void every_command_alone_says_what_it_says_among_all() {
    assertThat(all().getSubcommands())
        .isNotEmpty()
        .allSatisfy((name, command) -> assertThat(command.getCommandName()).isEqualTo(name))
        .allSatisfy((name, command) ->
            assertThat(Ran.command(name, "--help").out())
                .isEqualTo(command.getUsageMessage(CommandLine.Help.Ansi.OFF)));
  }

  @Test
  void the_version_is_one_line() {
    assertThat(Ran.command("--version").succeeded().lines()).hasSize(1);
    assertThat(Ran.command("-V").succeeded().out()).startsWith("MobileNet4J ");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_command_teaches_with_examples_that_it_would_take(String command) {
    String help = Ran.command(command, "--help").succeeded().out();

    assertThat(help).isEqualTo(Ran.command("help", command).succeeded().out());
    assertThat(help.lines()).allMatch(line -> line.length() <= 100);
    List<String> examples = examples(help);
    assertThat(examples).isNotEmpty().allMatch(example -> example.startsWith(command));
    for (String example : examples) {
      assertThat(all().parseArgs(words(example)).errors()).as(example).isEmpty();
    }
  }

  @Test
  void train_does_not_offer_what_it_refuses() {
    String train = Ran.command("train", "--help").succeeded().out();
    String describe = Ran.command("describe", "--help").succeeded().out();

    for (String option : List.of("--classes", "--without-classifier", "--input-channels")) {
      assertThat(train).doesNotContain(option);
      assertThat(describe).contains(option);
    }
    Ran.command("train", "--classes", 3).refused("leave out --classes and --without-classifier");
    Ran.command("train", "--without-classifier").refused("The data say how many classes");
  }

  @Test
  void the_examples_of_the_first_screen_would_be_taken() {
    List<String> examples = examples(Ran.command("--help").succeeded().out());

    assertThat(examples).hasSizeGreaterThan(3);
    for (String example : examples) {
      assertThat(all().parseArgs(words(example)).errors()).as(example).isEmpty();
    }
  }

  /** What follows the program's name in the lines under "Example", continued lines joined. */
  private static List<String> examples(String help) {
    String part = help.substring(help.indexOf("\nExample")).replace("\\\n", " ");
    List<String> examples = new ArrayList<>();
    for (String line : part.lines().filter(line -> line.startsWith("  ")).toList()) {
      int start = line.indexOf("mobilenet4j ");
      String end = line.substring(start + "mobilenet4j ".length());
      examples.add(end.replaceFirst("[>|)].*", "").strip());
    }
    return examples;
  }

  private static String[] words(String example) {
    return Arrays.stream(example.split(" +", -1)).toArray(String[]::new);
  }
}
