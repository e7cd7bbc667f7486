package org.mobilenet4j.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.KernelDumpException;
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

  private static final List<String> NAMES =
      List.of(
          "zoo",
          "describe",
          "audit",
          "import",
          "classify",
          "embed",
          "inspect",
          "evaluate",
          "train",
          "resume",
          "preview",
          "benchmark",
          "doctor",
          "completion",
          "help");

  private Commands() {}

  /**
   * Runs one command.
   *
   * @param args what the user typed
   * @param console where it reads and prints
   * @return 0 done, 1 a bug, 2 the user's input, 130 interrupted
   */
  static int run(String[] args, Console console) {
    int exitCode;
    try {
      exitCode = execute(List.of(args), console);
    } catch (OutOfMemoryError e) {
      // The last line: what can be foreseen is refused before it is allocated.
      exitCode = refuse(console, OUT_OF_MEMORY);
    }
    // Nobody reads any more, as in `… | head`: the rest is not wanted, and nothing is wrong.
    return console.out().checkError() ? 0 : exitCode;
  }

  private static int execute(List<String> words, Console console) {
    @Nullable String answer = Overview.answer(words);
    if (answer != null) {
      console.out().print(answer);
      return 0;
    }
    // Describing a command to picocli takes a while; the others are not needed but by 'help'.
    String first = words.getFirst();
    boolean alone = NAMES.contains(first) && !first.equals("help");
    return with(alone ? List.of(first) : NAMES, console).execute(words.toArray(String[]::new));
  }

  static CommandLine all(Console console) {
    return with(NAMES, console);
  }

  private static Object command(String name, Console console) {
    return switch (name) {
      case "zoo" -> new ZooCommand(console);
      case "describe" -> new DescribeCommand(console);
      case "audit" -> new AuditCommand(console);
      case "import" -> new ImportCommand(console);
      case "classify" -> new ClassifyCommand(console);
      case "embed" -> new EmbedCommand(console);
      case "inspect" -> new InspectCommand(console);
      case "evaluate" -> new EvaluateCommand(console);
      case "train" -> new TrainCommand(console);
      case "resume" -> new ResumeCommand(console);
      case "preview" -> new PreviewCommand(console);
      case "benchmark" -> new BenchmarkCommand(console);
      case "doctor" -> new DoctorCommand(console);
      case "completion" -> new CompletionCommand(console);
      case "help" -> new HelpCommand(console);
      default -> throw new IllegalArgumentException("There is no command '" + name + "'.");
    };
  }

  private static CommandLine with(List<String> names, Console console) {
    CommandLine commands = new CommandLine(new Root());
    names.forEach(name -> commands.addSubcommand(name, command(name, console)));
    Optional.ofNullable(commands.getSubcommands().get("train"))
        .ifPresent(train -> TrainCommand.hideRefused(train.getCommandSpec()));
    return configured(commands, console);
  }

  /** As all our commands read their words and report what is wrong with them. */
  static CommandLine configured(CommandLine commands, Console console) {
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
    WordConverter.register(commands, TuningChoice.BatchNormWord.class);
    commands.registerConverter(Path.class, FileName::convert);
    commands.registerConverter(Integer.class, WordConverter::wholeNumber);
    commands.registerConverter(int.class, WordConverter::wholeNumber);
    commands.registerConverter(double.class, WordConverter::number);
    commands.registerConverter(Double.class, WordConverter::number);
    commands.registerConverter(long.class, WordConverter::wholeLong);
    commands.setUsageHelpWidth(USAGE_WIDTH);
    return commands;
  }

  private static IExecutionExceptionHandler onException(Console console) {
    return (exception, command, parsed) -> {
      // The kernels stand on the ground: they do not know the exceptions of the floors above.
      if (exception instanceof MobileNetException || exception instanceof KernelDumpException) {
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
