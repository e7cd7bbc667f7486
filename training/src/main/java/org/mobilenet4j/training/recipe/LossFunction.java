package org.mobilenet4j.training.recipe;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.mobilenet4j.training.optimization.ClassWeights;
import org.mobilenet4j.training.optimization.Loss;

/**
 * What a run makes small, as far as it asks the labels. Whatever it is, the answers of a trained
 * model are ranked, and made probabilities, by the softmax of its logits.
 */
public enum LossFunction {
  /** One of the classes is right: softmax and cross-entropy. */
  CROSS_ENTROPY("cross-entropy", "softmax and cross-entropy") {
    @Override
    public Loss loss(double labelSmoothing, ClassWeights weights) {
      return new Loss.CrossEntropy(labelSmoothing, weights);
    }

    @Override
    double ofGuessing(int classes) {
      return Math.log(classes);
    }
  },

  /** A yes or no for each class (Wightman et al. 2021, "ResNet strikes back", section 3.1). */
  BINARY("binary", "a sigmoid and binary cross-entropy for each class") {
    @Override
    public Loss loss(double labelSmoothing, ClassWeights weights) {
      return new Loss.Binary(labelSmoothing, weights);
    }

    @Override
    double ofGuessing(int classes) {
      return Math.log(2);
    }
  };

  private final String word;
  private final String description;

  LossFunction(String word, String description) {
    this.word = word;
    this.description = description;
  }

  /**
   * @param labelSmoothing share of the target that is spread over all classes; at least 0, below 1
   * @param weights how much each class counts
   * @return the loss
   */
  public abstract Loss loss(double labelSmoothing, ClassWeights weights);

  /** The loss of a network that holds every answer for equally likely. */
  abstract double ofGuessing(int classes);

  /**
   * @return what recipes and the command line call it
   */
  public String word() {
    return word;
  }

  /**
   * @return the same in a few words
   */
  public String describe() {
    return description;
  }

  /**
   * @param word what a recipe or a command line calls it
   * @return that one
   * @throws RecipeException if there is none of that name
   */
  public static LossFunction named(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word.equals(word))
        .findFirst()
        .orElseThrow(() ->
            new RecipeException(
                "'%s' is no loss: there are %s."
                    .formatted(
                        Text.shown(word),
                        Arrays.stream(values())
                            .map(LossFunction::word)
                            .collect(Collectors.joining(" and ")))));
  }
}
