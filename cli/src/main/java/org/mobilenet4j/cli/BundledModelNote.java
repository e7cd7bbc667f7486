package org.mobilenet4j.cli;

import java.io.PrintStream;
import java.util.List;
import org.mobilenet4j.model.Model;

/**
 * What a person should know who has been answered by a model that comes with the program: how
 * little it knows, and how to get one that knows more.
 */
final class BundledModelNote {
  private static final List<String> MORE =
      List.of(
          "mobilenet4j import weights.safetensors --architecture mobilenet-v2 --labels labels.txt --output mine.safetensors",
          "mobilenet4j train --data photos/ --output mine.safetensors",
          "mobilenet4j classify photo.jpg --model mine.safetensors");

  private BundledModelNote() {}

  static void print(PrintStream out, Model model) {
    out.println();
    out.printf(
        "This is the model that comes with MobileNet4J. It takes every photo for one of %d things:%n",
        model.labels().size());
    out.println(String.join(", ", model.labels()) + ".");
    out.printf(
        "It sees %s pixels%s.%n",
        model.network().input().extent(),
        StatedAccuracy.of(model.provenance())
            .map(stated ->
                ", and named %.1f%% of the %s %s pictures of CIFAR-10 rightly"
                    .formatted(
                        100 * stated.top1(), TextTable.count(stated.pictures()), stated.split()))
            .orElse(""));
    out.println("For one that knows more, import published weights or train your own:");
    MORE.forEach(command -> out.println("  " + command));
  }
}
