package org.mobilenet4j.cli;

import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.training.data.DataSplits;

/** Pictures that a model has learnt already: figures on them say too much. */
final class LearntBefore {
  private LearntBefore() {}

  /**
   * Of training that goes on with the data a model comes from: another seed holds back others of
   * their pictures, of which it has learnt most.
   *
   * @param name of the model
   * @param model to begin with
   * @param dataName what the data are called
   * @param data from which it is to learn
   * @param seed by which some of them are held back
   * @return a sentence, if the figures would say too much
   */
  static Optional<String> remark(
      String name, Model model, String dataName, DataSplits data, long seed) {
    Map<String, String> facts = model.provenance().facts();
    String before = facts.get("seed");
    boolean same = before == null || before.equals(Long.toString(seed));
    if (same || !dataName.equals(facts.get("data")) || data.findings().drawn().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s has learnt from %s with seed %s; seed %d holds back others of its pictures, which %1$s knows, so figures on them say too much. Give --seed %3$s."
            .formatted(name, dataName, before, seed));
  }

  /**
   * Of evaluation by all pictures of a source.
   *
   * @param name of the model
   * @param model that is evaluated
   * @param dataName what the pictures are called
   * @return a sentence, if the model may have learnt from them
   */
  static Optional<String> remark(String name, Model model, String dataName) {
    return dataName.equals(model.provenance().facts().get("data"))
        ? Optional.of(
            "%s has learnt from data called %s; if these are they, the figures say too much: evaluate photos that it has not seen."
                .formatted(name, dataName))
        : Optional.empty();
  }
}
