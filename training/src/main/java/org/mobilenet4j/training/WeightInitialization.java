package org.mobilenet4j.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.training.random.Draws;

/**
 * Weights to begin with: convolutions normal with variance {@code 2 / (kernel area · outputs of a
 * group)} (He et al. 2015, section 2.2, for the way back), dense layers normal with deviation 0.01,
 * batch normalisations neutral, biases zero; as torchvision begins its MobileNets.
 */
public final class WeightInitialization {
  private static final double DENSE_DEVIATION = 0.01;

  private WeightInitialization() {}

  /**
   * @param network what is to be trained
   * @param seed equal seeds give equal weights
   * @return its first weights
   */
  public static Weights of(Network network, long seed) {
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>();
    int number = 0;
    for (Node node : network.nodes()) {
      for (Parameter parameter : network.parameters(node)) {
        tensors.put(
            new Weights.Key(node.name(), parameter.role()),
            tensor(node, parameter, Draws.of(seed, number++)));
      }
    }
    return Weights.of(tensors);
  }

  private static Tensor tensor(Node node, Parameter parameter, Draws draws) {
    List<Integer> dimensions = parameter.dimensions();
    float[] values = new float[Math.toIntExact(parameter.elements())];
    switch (parameter.role()) {
      case WEIGHT -> {
        double deviation = deviation(node.op(), dimensions);
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (deviation * draws.gaussian());
        }
      }
      case GAMMA, VARIANCE -> Arrays.fill(values, 1);
      case BIAS, BETA, MEAN -> {}
    }
    return new Tensor(dimensions, values);
  }

  private static double deviation(Op op, List<Integer> dimensions) {
    return op instanceof Op.Convolution convolution
        ? Math.sqrt(
            2.0
                * convolution.groups()
                / ((double) dimensions.getFirst() * dimensions.get(1) * dimensions.getLast()))
        : DENSE_DEVIATION;
  }
}
