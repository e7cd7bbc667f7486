package org.mobilenet4j.cli;

import java.util.List;
import org.mobilenet4j.training.report.NextCommand;

/** What one does with a new model. */
final class NextSteps {
  private NextSteps() {}

  static List<NextCommand> of(TrainingSetup setup) {
    String model = ShellWord.of(setup.output());
    return List.of(
        new NextCommand(
            "Say what is in a photo:", "mobilenet4j classify photo.jpg --model " + model),
        new NextCommand(
            "Count how often it is right about other photos:",
            "mobilenet4j evaluate more-photos/ --model " + model),
        new NextCommand("See what the file holds:", "mobilenet4j inspect " + model));
  }
}
