package org.mobilenet4j.training;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.model.safetensors.SafetensorsFile;

/** How long a run had worked when it wrote its checkpoint. */
public final class CheckpointTime {
  private CheckpointTime() {}

  /**
   * The time that its epochs took, the one in progress included, and its linear probe, if it had
   * one. What the run did between, such as reading its data, is not known.
   *
   * @param checkpoint the file
   * @return seconds; at least 0
   * @throws TrainingException if there is no such file, it is no checkpoint of this version or a
   *     damaged one, or does not say how long its run took
   * @throws org.mobilenet4j.model.ModelFormatException if it cannot be read
   */
  public static double seconds(Path checkpoint) {
    try (SafetensorsFile file = IntactCheckpoint.open(checkpoint)) {
      Map<String, String> texts = file.metadata();
      double epochs =
          texts
              .getOrDefault("epochs", "")
              .lines()
              .mapToDouble(line -> last(line, checkpoint))
              .sum();
      double probe =
          Optional.ofNullable(texts.get("probe")).map(line -> last(line, checkpoint)).orElse(0.0);
      return probe + epochs + last(texts.getOrDefault("position", ""), checkpoint);
    }
  }

  /** Seconds stand at the end of each line. */
  private static double last(String line, Path checkpoint) {
    double seconds = number(line.substring(line.lastIndexOf(' ') + 1));
    if (!(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new TrainingException(
          "%s is a damaged checkpoint, it does not say how long its run took; start the run anew."
              .formatted(checkpoint));
    }
    return seconds;
  }

  private static double number(String word) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException _) {
      return Double.NaN; // refused with the others that are none
    }
  }
}
