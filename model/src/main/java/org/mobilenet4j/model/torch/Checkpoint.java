package org.mobilenet4j.model.torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.torch.PickleValue.Dictionary;
import org.mobilenet4j.model.torch.PickleValue.View;

/**
 * The tensors of a checkpoint: its state dict, which may stand alone or under one of the names that
 * training programs give it, beside the state of their optimisers.
 *
 * @param section the names that lead to the state dict; empty if it stands alone
 * @param tensors its tensors by name
 */
record Checkpoint(String section, Map<String, View> tensors) {
  /** In the order of preference: the trained weights before their moving average. */
  private static final List<String> SECTIONS =
      List.of("state_dict", "model_state_dict", "model", "ema", "model_ema", "state_dict_ema");

  private static final int MAX_SECTIONS = 3;

  /**
   * @param root what the pickle has built
   * @param source what to call the file in a message
   * @throws ModelFormatException if there is no state dict in it
   */
  static Checkpoint of(PickleValue root, String source) {
    PickleValue found = root;
    String section = "";
    for (int depth = 0; depth < MAX_SECTIONS && found instanceof Dictionary dictionary; depth++) {
      String name = section(dictionary);
      if (name.isEmpty()) {
        break;
      }
      found = dictionary.members().getOrDefault(name, PickleValue.Nothing.NOTHING);
      section = section.isEmpty() ? name : section + "." + name;
    }
    if (found instanceof Dictionary dictionary) {
      return new Checkpoint(section, tensors(dictionary, source));
    }
    throw new ModelFormatException(
        "%s holds %s; expected a dictionary of tensors, as torch.save(model.state_dict(), path) writes it."
            .formatted(source, found.kind()));
  }

  private static String section(Dictionary dictionary) {
    return SECTIONS.stream()
        .filter(name -> dictionary.members().get(name) instanceof Dictionary)
        .findFirst()
        .orElse("");
  }

  private static Map<String, View> tensors(Dictionary dictionary, String source) {
    Map<String, View> tensors = new LinkedHashMap<>();
    dictionary
        .members()
        .forEach((name, value) -> {
          if (!(value instanceof View view)) {
            throw new ModelFormatException(
                "%s: the entry '%s' of the checkpoint is %s; expected tensors alone, or a checkpoint with them under one of %s."
                    .formatted(source, name, value.kind(), SECTIONS));
          }
          tensors.put(name, view);
        });
    dictionary
        .unnamed()
        .ifPresent(key -> {
          throw new ModelFormatException(
              "%s: the checkpoint has %s as a key; expected names of tensors, or a checkpoint with them under one of %s."
                  .formatted(source, key.kind(), SECTIONS));
        });
    if (tensors.isEmpty()) {
      throw new ModelFormatException(
          "%s holds an empty dictionary; expected one of tensors, as torch.save(model.state_dict(), path) writes it."
              .formatted(source));
    }
    return tensors;
  }
}
