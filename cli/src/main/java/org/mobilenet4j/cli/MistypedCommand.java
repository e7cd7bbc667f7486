package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobilenet4j.network.architecture.NearestName;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one sentence. */
final class MistypedCommand {
  private MistypedCommand() {}

  static String sentence(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    List<String> unmatched = new ArrayList<>(command.getUnmatchedArguments());
    if (mistake instanceof UnmatchedArgumentException exception) {
      unmatched.addAll(exception.getUnmatched());
    }
    // What is unknown comes before what is missing: a mistyped option often causes the latter.
    Optional<String> unknown = unmatched.stream().filter(MistypedCommand::isOption).findFirst();
    String sentence;
    if (unknown.isPresent()) {
      sentence = unknownOption(unknown.get(), command.getCommandSpec());
    } else if (!unmatched.isEmpty()) {
      sentence = unknownWord(unmatched.getFirst(), command.getCommandSpec());
    } else {
      sentence = sentenceOf(String.valueOf(mistake.getMessage()));
    }
    return sentence + " See '" + command.getCommandSpec().qualifiedName() + " --help'.";
  }

  /** Which word of those that there are was meant, if one is near. */
  static String orNear(String word, List<String> known) {
    return NearestName.of(word, known)
        .map(near -> "; did you mean '%s'?".formatted(near))
        .orElse(".");
  }

  private static boolean isOption(String word) {
    return word.length() > 1 && word.startsWith("-");
  }

  private static String unknownOption(String word, CommandSpec command) {
    int equals = word.indexOf('=');
    String option = equals < 0 ? word : word.substring(0, equals);
    List<String> known = command.options().stream().map(OptionSpec::longestName).sorted().toList();
    return "There is no option '%s'%s".formatted(option, orNear(option, known));
  }

  private static String unknownWord(String word, CommandSpec command) {
    List<String> commands = List.copyOf(command.subcommands().keySet());
    return commands.isEmpty()
        ? "There is an argument too many, '%s'.".formatted(word)
        : "There is no command '%s'%s".formatted(word, orNear(word, commands));
  }

  private static String sentenceOf(String message) {
    String line = message.lines().findFirst().orElse("");
    String start = line.isEmpty() ? "" : Character.toUpperCase(line.charAt(0)) + line.substring(1);
    return start.endsWith(".") || start.endsWith("?") ? start : start + ".";
  }
}
