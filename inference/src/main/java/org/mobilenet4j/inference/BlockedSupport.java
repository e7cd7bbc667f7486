package org.mobilenet4j.inference;

import java.util.List;
import java.util.Optional;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Shape;

/** Which operations are computed in blocks, and why others are not. */
final class BlockedSupport {
  private BlockedSupport() {}

  /**
   * @param network the network
   * @param operation one of its operations
   * @param lanes channels of a block
   * @return why the operation needs channels last; nothing where it is computed in blocks
   */
  static Optional<String> obstacle(Network network, FusedOperation operation, int lanes) {
    Node node = operation.node();
    Shape in = network.inputShape(node);
    boolean readsInput = node.inputs().contains(Network.INPUT);
    boolean addsInput = operation.residual().filter(Network.INPUT::equals).isPresent();
    return switch (node.op()) {
      case Op.Convolution convolution when convolution.groups() == 1 ->
          given(addsInput, "a convolution to whose result the network's input is added");
      case Op.Convolution convolution ->
          given(
                  !convolution.isDepthwise(in),
                  "a convolution in %d groups that is not depthwise"
                      .formatted(convolution.groups()))
              .or(() ->
                  given(readsInput || addsInput, "a depthwise convolution of the network's input"));
      case Op.Dense _ ->
          given(in.pixels() > 1, "a dense layer over a picture of %s".formatted(in))
              .or(() -> given(readsInput, "a dense layer over the network's input"));
      case Op.Activation _, Op.Pool _, Op.GlobalAveragePool _, Op.Add _, Op.Scale _, Op.Resize _ ->
          given(readsInput, "an operation other than a convolution that reads the network's input");
      case Op.Concat _ ->
          given(readsInput, "a concatenation with the network's input")
              .or(() ->
                  given(
                      !fillBlocks(network, node.inputs(), lanes),
                      "a concatenation with an input, not the last, whose channels do not fill blocks of %d"
                          .formatted(lanes)));
      case Op.BatchNorm _ ->
          Optional.of("a batch normalisation that is not folded into a convolution before it");
      case Op.LocalResponseNormalization _ -> Optional.of("a local response normalisation");
      case Op.Dropout _ -> throw new IllegalStateException("Dropout is gone after fusion.");
    };
  }

  private static Optional<String> given(boolean obstacle, String reason) {
    return obstacle ? Optional.of(reason) : Optional.empty();
  }

  private static boolean fillBlocks(Network network, List<String> inputs, int lanes) {
    return inputs.stream()
        .limit(inputs.size() - 1)
        .allMatch(input -> network.shape(input).channels() % lanes == 0);
  }
}
