package org.mobilenet4j.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Prints the script by which a shell completes our commands. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints a script by which bash and zsh complete commands and options.",
    footer = {"", "Example:", "  source <(mobilenet4j completion)"})
final class CompletionCommand implements Runnable {
  private final Console console;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    console.out().println(AutoComplete.bash("mobilenet4j", Commands.all(console)));
  }
}
