package org.mobilenet4j.training.optimization;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.network.ParameterRole;

/**
 * How strongly weights are pulled towards zero, by what they are. The unit is that of the papers: a
 * decay {@code d} adds {@code d · w} to the gradient of {@code w} ({@link Optimizer.AdamW} instead
 * takes {@code rate · d · w} off the weight itself).
 *
 * <p>A depthwise filter has few weights, each in every output of its channel; the first MobileNet
 * therefore puts "very little or no" decay on them (Howard et al. 2017, section 3.2).
 *
 * @param convolution for filters that mix channels; at least 0, as all of them
 * @param depthwise for depthwise filters
 * @param dense for the matrices of dense layers
 * @param batchNorm for factor and shift of batch normalisation
 * @param bias for biases
 */
public record WeightDecay(
    double convolution, double depthwise, double dense, double batchNorm, double bias) {
  public WeightDecay {
    notNegative("convolution", convolution);
    notNegative("depthwise", depthwise);
    notNegative("dense", dense);
    notNegative("batch-norm", batchNorm);
    notNegative("bias", bias);
  }

  private static void notNegative(String role, double decay) {
    if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Weight decay %s for %s; expected a number of at least 0.".formatted(decay, role));
    }
  }

  /**
   * @return no decay at all
   */
  public static WeightDecay none() {
    return uniform(0);
  }

  /**
   * @param decay at least 0
   * @return the same for every tensor
   */
  public static WeightDecay uniform(double decay) {
    return new WeightDecay(decay, decay, decay, decay, decay);
  }

  /**
   * The default: convolutions and dense layers decay; depthwise filters, batch normalisation and
   * biases do not.
   *
   * @param decay at least 0
   * @return the decay of the roles that have one
   */
  public static WeightDecay exceptDepthwise(double decay) {
    return new WeightDecay(decay, 0, decay, 0, 0);
  }

  /**
   * @param role what a tensor is
   * @return its decay
   */
  public double of(DecayRole role) {
    return switch (role) {
      case CONVOLUTION -> convolution;
      case DEPTHWISE -> depthwise;
      case DENSE -> dense;
      case BATCH_NORM -> batchNorm;
      case BIAS -> bias;
    };
  }

  /**
   * @param role what a tensor is
   * @param decay its decay, at least 0
   * @return these settings with another one for that role
   */
  public WeightDecay with(DecayRole role, double decay) {
    return new WeightDecay(
        role == DecayRole.CONVOLUTION ? decay : convolution,
        role == DecayRole.DEPTHWISE ? decay : depthwise,
        role == DecayRole.DENSE ? decay : dense,
        role == DecayRole.BATCH_NORM ? decay : batchNorm,
        role == DecayRole.BIAS ? decay : bias);
  }

  /**
   * What decays how strongly, for the start of a run.
   *
   * @param tensors all that are trained
   * @return one row for each role that occurs, in the order of {@link DecayRole}
   */
  public DecayTable table(List<LearnedTensor> tensors) {
    Map<DecayRole, DecayTable.Row> rows = new EnumMap<>(DecayRole.class);
    for (LearnedTensor tensor : tensors) {
      DecayRole role = tensor.role();
      rows.merge(
          role,
          new DecayTable.Row(role, 1, tensor.values().length, of(role)),
          DecayTable.Row::plus);
    }
    return new DecayTable(List.copyOf(rows.values()));
  }

  /**
   * The same before anything is trained.
   *
   * @param network what will be trained
   * @param frozen names of nodes whose weights stay as they are
   * @return one row for each role that learns, in the order of {@link DecayRole}
   */
  public DecayTable table(Network network, Set<String> frozen) {
    Map<DecayRole, DecayTable.Row> rows = new EnumMap<>(DecayRole.class);
    for (Node node : network.nodes()) {
      if (frozen.contains(node.name())) {
        continue;
      }
      for (Parameter parameter : network.parameters(node)) {
        if (parameter.role() != ParameterRole.MEAN && parameter.role() != ParameterRole.VARIANCE) {
          DecayRole role = DecayRole.of(network, node, parameter);
          rows.merge(
              role,
              new DecayTable.Row(role, 1, parameter.elements(), of(role)),
              DecayTable.Row::plus);
        }
      }
    }
    return new DecayTable(List.copyOf(rows.values()));
  }
}
