package org.mobilenet4j.training.optimization;

import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.network.ParameterRole;

/** What a learned tensor is, as far as weight decay cares. */
public enum DecayRole {
  /** Filters of a convolution that mixes channels. */
  CONVOLUTION("convolution"),
  /** Filters of a depthwise convolution: so few weights that they need no restraint. */
  DEPTHWISE("depthwise"),
  /** The matrix of a dense layer. */
  DENSE("dense"),
  /** Factor and shift of a batch normalisation. */
  BATCH_NORM("batch-norm"),
  /** The bias of a convolution or a dense layer. */
  BIAS("bias");

  private final String label;

  DecayRole(String label) {
    this.label = label;
  }

  /**
   * @return the name in recipes and tables: {@code batch-norm}
   */
  public String label() {
    return label;
  }

  /**
   * @param network a network
   * @param node one of its nodes
   * @param parameter one of the node's parameters that a gradient reaches
   * @return its role
   * @throws IllegalArgumentException for running statistics, which no gradient reaches, and for
   *     nodes without weights
   */
  public static DecayRole of(Network network, Node node, Parameter parameter) {
    return switch (parameter.role()) {
      case GAMMA, BETA -> BATCH_NORM;
      case BIAS -> BIAS;
      case WEIGHT ->
          switch (node.op()) {
            case Op.Dense _ -> DENSE;
            case Op.Convolution convolution ->
                // One filter a channel, or several of them: no filter sees a second channel.
                convolution.groups() > 1
                        && convolution.groups() == network.inputShape(node).channels()
                    ? DEPTHWISE
                    : CONVOLUTION;
            default -> throw unlearned(node, parameter.role());
          };
      case MEAN, VARIANCE -> throw unlearned(node, parameter.role());
    };
  }

  private static IllegalArgumentException unlearned(Node node, ParameterRole role) {
    return new IllegalArgumentException(
        "Node '%s' learns no '%s' by gradients, so it has no weight decay either."
            .formatted(node.name(), role.key()));
  }
}
