package org.mobilenet4j.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how a command is used, as its {@code --help} does. */
@Command(
    name = "help",
    mixinStandardHelpOptions = true,
    description = "Says how a command is used.",
    footer = {"", "Example:", "  mobilenet4j help classify"})
final class HelpCommand implements Runnable {
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "One of our commands.")
  private @Nullable String name;

  HelpCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("The command line gave no specification.");
    }
    CommandLine all = spec.root().commandLine();
    @Nullable CommandLine found = name == null ? all : all.getSubcommands().get(name);
    if (found == null) {
      throw new InputException(
          "There is no command '%s'%s See 'mobilenet4j --help'."
              .formatted(
                  name,
                  MistypedCommand.orNear(
                      String.valueOf(name), all.getSubcommands().keySet().stream().toList())));
    }
    found.usage(console.out());
  }
}
