package org.mobilenet4j.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.training.Widening;

/** A model to begin with that first gets another width multiplier. */
final class WiderModel {
  private static final String OPTION = "option.";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{0,20}\\.?[0-9]{1,20}");

  private WiderModel() {}

  /**
   * @param model that says of which architecture it is
   * @param width multiplier, as it was typed
   * @param seed of what the copies of a channel share
   */
  static Model of(Model model, String width, long seed) {
    Map<String, String> facts = new LinkedHashMap<>(model.provenance().facts());
    String name = facts.get("architecture");
    if (name == null) {
      throw new InputException(
          "The model of --from does not say of which architecture it is, so --width cannot widen it; expected one that 'train' or 'import' made.");
    }
    Architecture architecture = Architecture.named(name);
    for (ArchitectureOption option : ArchitectureOption.values()) {
      String known = facts.get(OPTION + option.key());
      if (known != null) {
        architecture = architecture.with(option, known);
      }
    }
    requireLarger(facts.getOrDefault(OPTION + ArchitectureOption.WIDTH.key(), "1"), width);
    long outputs = model.network().outputShape().elements();
    Architecture wider =
        architecture
            .with(ArchitectureOption.CLASSES, Long.toString(outputs))
            .with(ArchitectureOption.WIDTH, width);
    Model widened = Widening.of(model, wider.build(), seed);
    String key = OPTION + ArchitectureOption.WIDTH.key();
    facts.put("widened-from", facts.getOrDefault(key, "1"));
    facts.put(key, wider.optionsAsText().getOrDefault(ArchitectureOption.WIDTH.key(), width));
    return new Model(
        widened.network(),
        widened.weights(),
        widened.preprocessing(),
        widened.labels(),
        new Provenance(facts));
  }

  /** What is no number is refused with the other options of the architecture. */
  private static void requireLarger(String known, String width) {
    if (NUMBER.matcher(known).matches()
        && NUMBER.matcher(width).matches()
        && Double.parseDouble(width) < Double.parseDouble(known)) {
      throw new InputException(
          "The model of --from has the width %s, which can only be made larger; --width is %s, so give a larger width than the model's or leave it out."
              .formatted(known, width));
    }
  }
}
