package org.mobilenet4j.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.safetensors.SafetensorsFile;
import org.mobilenet4j.model.safetensors.SafetensorsWriter;
import org.mobilenet4j.model.tensors.ElementType;

/**
 * A linear probe as the checkpoints of the stage behind it keep it, so that a run that is resumed
 * does not compute it again.
 *
 * @param model the fingerprint of the model whose features it reads
 * @param figures what came of it
 * @param weight of the head, {@code [features, classes]}
 * @param bias of the head, one a class
 * @param warnings what was found on the way
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeptProbe(
    String model, ProbeFigures figures, float[] weight, float[] bias, List<String> warnings) {
  KeptProbe {
    warnings = List.copyOf(warnings);
  }

  void put(List<SafetensorsWriter.Stored> tensors, Map<String, String> texts) {
    tensors.add(stored("probe/weight", weight));
    tensors.add(stored("probe/bias", bias));
    texts.put(
        "probe",
        "%s %d %d %s"
            .formatted(
                model,
                figures.features(),
                figures.tried().indexOf(figures.chosen()),
                figures.seconds()));
    texts.put(
        "probe.tried",
        figures.tried().stream()
            .map(each ->
                "%s %s %s %s"
                    .formatted(
                        each.penalty(),
                        each.trainAccuracy(),
                        each.validationLoss(),
                        each.validationAccuracy()))
            .collect(Collectors.joining("\n")));
    texts.put("probe.warnings", String.join("\n", warnings));
  }

  private static SafetensorsWriter.Stored stored(String name, float[] numbers) {
    return new SafetensorsWriter.Stored(name, Tensor.vector(numbers), ElementType.F32);
  }

  /**
   * The probe in a checkpoint, if it keeps one.
   *
   * @param checkpoint the file
   * @param model the fingerprint of the model of this run
   * @param features numbers that the head reads
   * @param classes numbers that it gives
   * @throws TrainingException if the file is no checkpoint of this version, or damaged, or of a run
   *     that began with another model
   */
  static Optional<KeptProbe> read(Path checkpoint, String model, int features, int classes) {
    try (SafetensorsFile file = IntactCheckpoint.open(checkpoint)) {
      Map<String, String> texts = file.metadata();
      String text = texts.get("probe");
      if (text == null) {
        return Optional.empty();
      }
      String[] words = text.split(" ", -1);
      if (!words[0].equals(model)) {
        throw new TrainingException(
            "%s is the checkpoint of a run that began with another model; resume it with the model it was started with."
                .formatted(checkpoint));
      }
      return Optional.of(read(file, texts, words, features, classes));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new TrainingException(
          "%s is a damaged checkpoint; start the run anew.".formatted(checkpoint), e);
    }
  }

  private static KeptProbe read(
      SafetensorsFile file, Map<String, String> texts, String[] words, int features, int classes) {
    List<ProbeFigures.Tried> tried = new ArrayList<>();
    for (String line : texts.getOrDefault("probe.tried", "").lines().toList()) {
      double[] numbers =
          Arrays.stream(line.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
      tried.add(new ProbeFigures.Tried(numbers[0], numbers[1], numbers[2], numbers[3]));
    }
    float[] weight = numbers(file, "probe/weight", features * classes);
    float[] bias = numbers(file, "probe/bias", classes);
    ProbeFigures figures =
        new ProbeFigures(
            Integer.parseInt(words[1]),
            tried,
            tried.get(Integer.parseInt(words[2])),
            Double.parseDouble(words[3]));
    return new KeptProbe(
        words[0], figures, weight, bias, texts.getOrDefault("probe.warnings", "").lines().toList());
  }

  private static float[] numbers(SafetensorsFile file, String name, int count) {
    if (!file.entries().containsKey(name)) {
      throw new IllegalArgumentException("There is no '%s'.".formatted(name));
    }
    float[] numbers = file.load(name).values();
    if (numbers.length != count) {
      throw new IllegalArgumentException(
          "'%s' has %d numbers; expected %d.".formatted(name, numbers.length, count));
    }
    return numbers;
  }
}
