package org.mobilenet4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What {@code mobilenet4j} alone does: it says what there is. */
@Command(
    name = "mobilenet4j",
    mixinStandardHelpOptions = true,
    versionProvider = Root.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Compact vision networks for the JVM, in pure Java.",
    footer = {
      "",
      "Examples:",
      "  mobilenet4j classify photo.jpg",
      "  mobilenet4j zoo",
      "  mobilenet4j describe mobilenet-v2 --width 0.5",
      "  mobilenet4j import weights.safetensors --architecture mobilenet-v2 \\",
      "      --convention torchvision --output v2.safetensors",
      "  mobilenet4j classify photo.jpg --model v2.safetensors",
      "  mobilenet4j train --data photos/ --output mine.safetensors",
      "",
      "Each command tells more: mobilenet4j classify --help",
      "Exit codes: 0 done, 1 a bug of ours, 2 something in the input."
    })
final class Root implements Runnable {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  /** The version of the jar that runs. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Overview.version()};
    }
  }
}
