package org.mobilenet4j.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.mobilenet4j.model.PreprocessingPreset;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.imports.BackgroundClass;
import org.mobilenet4j.network.MobileNetException;
import org.mobilenet4j.network.audit.Group;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;

/** All commands, and what becomes of their exceptions: a sentence and an exit code. */
final class Commands {
  private static final int BUG = 1;
  private static final int USER_MISTAKE = 2;
  private static final int USAGE_WIDTH = 100;
  private static final String OUT_OF_MEMORY =
      "The memory of %d MiB is not enough for this; give more, for instance with MOBILENET4J_OPTS=-Xmx4g."
          .formatted(Runtime.getRuntime().maxMemory() >> 20);

  private Commands() {}

  /**
   * Runs one command.
   *
   * @param args what the user typed
   * @param console where it reads and prints
   * @return 0 done, 1 a bug, 2 the user's input
   */
  static int run(String[] args, Console console) {
    int exitCode;
    try {
      exitCode = all(console).execute(args);
    } catch (OutOfMemoryError e) {
      // The last line: what can be foreseen is refused before it is allocated.
      exitCode = refuse(console, OUT_OF_MEMORY);
    }
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
    commands.addSubcommand(new HelpCommand(console));
    commands.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    commands.setExecutionExceptionHandler(onException(console));
    commands.setParameterExceptionHandler(onMistake(console));
    WordConverter.register(commands, OutputFormat.class);
    WordConverter.register(commands, DescribeCommand.Format.class);
    WordConverter.register(commands, Group.class);
    WordConverter.register(commands, PreprocessingPreset.class);
    WordConverter.register(commands, BackgroundClass.class);
    WordConverter.register(commands, Storage.class);
    commands.registerConverter(Integer.class, WordConverter::wholeNumber);
    commands.registerConverter(int.class, WordConverter::wholeNumber);
    commands.registerConverter(double.class, WordConverter::number);
    commands.setUsageHelpWidth(USAGE_WIDTH);
    return commands;
  }

  private static IExecutionExceptionHandler onException(Console console) {
    return (exception, command, parsed) -> {
      if (exception instanceof MobileNetException) {
        return refuse(console, String.valueOf(exception.getMessage()));
      }
      console
          .err()
          .println("mobilenet4j: this is a bug of MobileNet4J; please report it with these lines.");
      exception.printStackTrace(console.err());
      return BUG;
    };
  }

  private static IParameterExceptionHandler onMistake(Console console) {
    return (mistake, args) -> refuse(console, MistypedCommand.sentence(mistake));
  }

  private static int refuse(Console console, String sentence) {
    console.out().flush();
    console.remark(String.join(" ", sentence.lines().toList()));
    return USER_MISTAKE;
  }
}
