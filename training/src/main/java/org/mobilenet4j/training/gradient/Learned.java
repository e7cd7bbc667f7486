package org.mobilenet4j.training.gradient;

import java.util.List;
import org.mobilenet4j.model.Weights;

/**
 * A tensor of the network that training changes, or may change.
 *
 * @param key which tensor of which node
 * @param dimensions its shape
 * @param values the numbers; whoever changes them must call {@link TrainableNetwork#refill}
 * @param gradient the gradient of the loss, as large; zeros for a frozen tensor
 * @param frozen whether no gradient is computed
 */
@SuppressWarnings("ArrayRecordComponent") // the arrays are the state of training, shared on purpose
public record Learned(
    Weights.Key key, List<Integer> dimensions, float[] values, float[] gradient, boolean frozen) {
  public Learned {
    dimensions = List.copyOf(dimensions);
  }
}
