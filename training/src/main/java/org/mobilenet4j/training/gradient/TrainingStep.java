package org.mobilenet4j.training.gradient;

/**
 * One operation on a batch, with its way forward and its way back. All members of a gang run each
 * step together, on items that do not depend on their number.
 */
interface TrainingStep {
  /** The node, or what it is to it. */
  String name();

  /** Floats of scratch that a member needs. */
  default long scratchFloats() {
    return 0;
  }

  /** Floats of its own copies of the weights, once the gradients are bound. */
  default long weightFloats() {
    return 0;
  }

  /** Takes over the weights, which the optimiser has changed. */
  default void refill(Member member) {}

  /** Computes the output from the inputs. */
  void forward(Member member, ForwardPass pass);

  /** Whether its last output has a number that is not finite. */
  default boolean gaveNotFinite() {
    return false;
  }

  /**
   * Says which gradients {@link #backward} writes. Called once, from the last step to the first.
   *
   * @param buffers gives each gradient its place
   */
  void bindGradients(GradientBuffers buffers);

  /** Computes the gradients of weights and inputs from that of the output. */
  void backward(Member member);
}
