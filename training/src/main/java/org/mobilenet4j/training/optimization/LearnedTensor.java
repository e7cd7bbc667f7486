package org.mobilenet4j.training.optimization;

/**
 * A tensor that is being trained, with its gradient. Both arrays belong to whoever trains; an
 * optimiser reads the gradient and writes the values in place.
 *
 * <p>A frozen tensor is simply left out of what is handed to an optimiser.
 */
public final class LearnedTensor {
  private final String name;
  private final DecayRole role;
  private final float[] values;
  private final float[] gradient;

  /**
   * @param name the name in our files: {@code block1.dw.weight}
   * @param role decides over weight decay
   * @param values the numbers, at least one; shared, not copied
   * @param gradient as many, the derivative of the loss by each value; shared, not copied
   * @throws IllegalArgumentException if the arrays are empty or of different lengths
   */
  public LearnedTensor(String name, DecayRole role, float[] values, float[] gradient) {
    if (values.length == 0 || values.length != gradient.length) {
      throw new IllegalArgumentException(
          "Tensor '%s' has %d values and %d gradients; expected as many of both, and at least one."
              .formatted(name, values.length, gradient.length));
    }
    this.name = name;
    this.role = role;
    this.values = values;
    this.gradient = gradient;
  }

  /**
   * @return the name in our files
   */
  public String name() {
    return name;
  }

  /**
   * @return what the tensor is
   */
  public DecayRole role() {
    return role;
  }

  /**
   * @return the numbers themselves, not a copy
   */
  public float[] values() {
    return values;
  }

  /**
   * @return the gradient itself, not a copy
   */
  public float[] gradient() {
    return gradient;
  }

  @Override
  public String toString() {
    return "%s (%s, %d values)".formatted(name, role.label(), values.length);
  }
}
