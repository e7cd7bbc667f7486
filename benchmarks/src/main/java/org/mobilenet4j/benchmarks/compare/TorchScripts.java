package org.mobilenet4j.benchmarks.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;

/** Has Python make TorchScript, where there is a Python with torch. */
final class TorchScripts {
  private TorchScripts() {}

  /**
   * @param python the interpreter; empty for none
   * @param script {@code make_torchscript.py}
   * @param networks files that may lack TorchScript
   * @param log where Python's messages go
   * @param out for the sentence that says why PyTorch is left out
   */
  static void make(
      String python, Path script, Collection<NetworkFiles> networks, Path log, PrintStream out)
      throws IOException, InterruptedException {
    List<NetworkFiles> missing =
        networks.stream().filter(files -> !Files.exists(files.torchScript())).toList();
    if (missing.isEmpty()) {
      return;
    }
    if (python.isEmpty()) {
      out.println(
          "PyTorch is left out: name a Python that has torch, with --python or BENCH_PYTHON.\n");
      return;
    }
    List<String> command = new ArrayList<>(List.of(python, script.toString()));
    command.add(missing.getFirst().folder().toString());
    missing.forEach(files -> command.add(files.name()));
    int code =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          "%s ended with exit code %d; see %s.".formatted(command, code, log));
    }
  }
}
