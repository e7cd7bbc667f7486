package org.mobilenet4j.model.imports;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.Shape;

/**
 * How PyTorch lays out what a node learns, and how that becomes our layout: convolutions {@code
 * [out, in / groups, kh, kw]}, linear layers {@code [out, in]} whose inputs run channels first.
 *
 * @param parameter the tensor in our layout
 * @param accepted the shapes under which it may come, the usual one first; a 1×1 convolution may
 *     come as a linear layer and the other way round
 * @param input what flows into the node
 */
record ForeignLayout(Parameter parameter, List<List<Integer>> accepted, Shape input) {
  /**
   * @param op what the node computes
   * @param input what flows into it
   * @param parameter one of its tensors, in our layout
   */
  static ForeignLayout of(Op op, Shape input, Parameter parameter) {
    List<Integer> ours = parameter.dimensions();
    if (parameter.role() != ParameterRole.WEIGHT) {
      return new ForeignLayout(parameter, List.of(ours), input);
    }
    List<List<Integer>> accepted = new ArrayList<>();
    if (op instanceof Op.Convolution) {
      int height = ours.get(0);
      int width = ours.get(1);
      accepted.add(List.of(ours.get(3), ours.get(2), height, width));
      if (height == 1 && width == 1) {
        accepted.add(List.of(ours.get(3), ours.get(2)));
      }
    } else {
      accepted.add(List.of(ours.get(1), ours.get(0)));
      accepted.add(List.of(ours.get(1), input.channels(), input.height(), input.width()));
    }
    return new ForeignLayout(parameter, accepted, input);
  }

  /**
   * @return the shape that the source usually has
   */
  List<Integer> usual() {
    return accepted.getFirst();
  }

  /**
   * @param foreign a tensor of one of the accepted shapes
   * @return the same numbers in our layout
   */
  Tensor toOurs(Tensor foreign) {
    List<Integer> ours = parameter.dimensions();
    return switch (ours.size()) {
      case 1 -> foreign;
      case 2 -> swap(foreign.values(), ours.get(1), input.channels(), (int) input.pixels(), ours);
      default -> swap(foreign.values(), ours.get(3), ours.get(2), ours.get(0) * ours.get(1), ours);
    };
  }

  /** {@code [out, in, taps]} becomes {@code [taps, in, out]}. */
  private static Tensor swap(float[] values, int out, int in, int taps, List<Integer> ours) {
    float[] swapped = new float[values.length];
    int from = 0;
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int tap = 0; tap < taps; tap++) {
          swapped[(tap * in + i) * out + o] = values[from++];
        }
      }
    }
    return new Tensor(ours, swapped);
  }
}
