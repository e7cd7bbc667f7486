package org.mobilenet4j.network.cost;

import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Shape;

/**
 * What one layer costs, for one picture. A layer is a convolution, a dense layer or a pool together
 * with the batch normalisation and the activation behind it.
 *
 * @param name the node
 * @param kind what it is
 * @param input what it reads; a dense layer reads its input as one row of numbers
 * @param output what it makes
 * @param kernel the window; one pixel for a dense layer
 * @param stride of the window
 * @param multiplyAdds of the convolution or the dense layer
 * @param weights numbers in its kernel or matrix
 * @param biases numbers added to its channels
 * @param normalizedChannels channels of its batch normalisation, 0 without one
 * @param linear whether no activation follows it
 * @param shortcut whether its result is added to an earlier one, as a rule the input of its block
 * @param liveElements numbers in memory while it runs: its input, its output, and what must be kept
 *     for a later sum (the input of a block with a shortcut) or product (the tensor that
 *     squeeze-and-excite gates). What a concatenation waits for is not counted.
 */
public record LayerCost(
    String name,
    LayerKind kind,
    Shape input,
    Shape output,
    Extent kernel,
    Extent stride,
    long multiplyAdds,
    long weights,
    long biases,
    long normalizedChannels,
    boolean linear,
    boolean shortcut,
    long liveElements) {

  /**
   * @return weights, biases, and gamma and beta of the batch normalisation
   */
  public long parameters() {
    return weights + biases + 2 * normalizedChannels;
  }

  /**
   * @return numbers that it reads of its input
   */
  public long inputElements() {
    return input.elements();
  }

  /**
   * @return numbers that it makes
   */
  public long outputElements() {
    return output.elements();
  }
}
