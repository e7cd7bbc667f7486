package org.mobilenet4j.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mobilenet4j.network.MobileNetException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, and what becomes of their exceptions: a sentence and an exit code. */
final class Commands {
  private static final int BUG = 1;
  private static final int USER_MISTAKE = 2;
  private static final int USAGE_WIDTH = 100;

  private Commands() {}

  /**
   * Runs one command.
   *
   * @param args what the user typed
   * @param console where it reads and prints
   * @return 0 done, 1 a bug, 2 the user's input
   */
  static int run(String[] args, Console console) {
    CommandLine commands = all(console);
    int exitCode = commands.execute(args);
    // Nobody reads any more, as in `… | head`: the rest is not wanted, and nothing is wrong.
    return console.out().checkError() ? 0 : exitCode;
  }

  static CommandLine all(Console console) {
    CommandLine commands = new CommandLine(new Root());
    commands.addSubcommand(new ZooCommand(console));
    commands.addSubcommand(new DescribeCommand(console));
    commands.addSubcommand(new AuditCommand(console));
    commands.addSubcommand(new ImportCommand(console));
    commands.addSubcommand(new ClassifyCommand(console));
    commands.addSubcommand(new EmbedCommand(console));
    commands.addSubcommand(new InspectCommand(console));
    commands.addSubcommand(new EvaluateCommand(console));
    commands.addSubcommand(new BenchmarkCommand(console));
    commands.addSubcommand(new DoctorCommand(console));
    commands.addSubcommand(new CompletionCommand(console));
    commands.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    commands.setExecutionExceptionHandler(onException(console));
    commands.setParameterExceptionHandler(onMistake(console));
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setUsageHelpWidth(USAGE_WIDTH);
    return commands;
  }

  private static IExecutionExceptionHandler onException(Console console) {
    return (exception, command, parsed) -> {
      if (exception instanceof MobileNetException) {
        return refuse(console, String.valueOf(exception.getMessage()));
      }
      if (exception instanceof ParameterException mistake) {
        return refuse(console, sentence(mistake) + tryHelp(mistake.getCommandLine()));
      }
      console
          .err()
          .println("mobilenet4j: this is a bug of MobileNet4J; please report it with these lines.");
      exception.printStackTrace(console.err());
      return BUG;
    };
  }

  private static IParameterExceptionHandler onMistake(Console console) {
    return (mistake, args) -> {
      String hint = "";
      if (mistake instanceof UnmatchedArgumentException unmatched) {
        List<String> near = unmatched.getSuggestions();
        hint = near.isEmpty() ? "" : " Did you mean '" + near.getFirst() + "'?";
      }
      return refuse(console, sentence(mistake) + hint + tryHelp(mistake.getCommandLine()));
    };
  }

  private static String sentence(ParameterException mistake) {
    String message = String.valueOf(mistake.getMessage()).lines().findFirst().orElse("");
    return message.endsWith(".") || message.endsWith("?") ? message : message + ".";
  }

  private static String tryHelp(CommandLine command) {
    return " See '" + command.getCommandSpec().qualifiedName() + " --help'.";
  }

  private static int refuse(Console console, String sentence) {
    console.out().flush();
    console.remark(String.join(" ", sentence.lines().toList()));
    return USER_MISTAKE;
  }
}
