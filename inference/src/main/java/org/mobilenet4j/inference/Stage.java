package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operations of a plan on the blocked layout that are computed together. */
sealed interface Stage {
  /**
   * @return its operations in the order of the network
   */
  List<FusedOperation> operations();

  /**
   * @return the value that it computes
   */
  default String output() {
    return operations().getLast().output();
  }

  /**
   * @return the names of the values that it reads
   */
  default List<String> inputs() {
    List<String> made = operations().stream().map(FusedOperation::output).toList();
    List<String> read = new ArrayList<>();
    for (FusedOperation operation : operations()) {
      read.addAll(operation.node().inputs());
      operation.residual().ifPresent(read::add);
    }
    return read.stream().filter(value -> !made.contains(value)).distinct().toList();
  }

  /**
   * One operation by itself.
   *
   * @param operation which
   */
  record Single(FusedOperation operation) implements Stage {
    @Override
    public List<FusedOperation> operations() {
      return List.of(operation);
    }
  }

  /**
   * One operation that needs its values channels last.
   *
   * @param operation which
   * @param reason what it is, so that it cannot be computed in blocks
   */
  record ChannelsLast(FusedOperation operation, String reason) implements Stage {
    @Override
    public List<FusedOperation> operations() {
      return List.of(operation);
    }
  }

  /**
   * A depthwise convolution between the convolutions before and behind it: an inverted residual
   * with its expansion, the stem with the block that follows it, or, without an expansion, a pair
   * of MobileNet V1. What lies between them never exists as a whole.
   *
   * @param expansion the convolution whose result the depthwise convolution reads, if it is part
   * @param depthwise the depthwise convolution
   * @param squeezeExcite the gate on its result
   * @param projection the pointwise convolution of the result
   */
  record InvertedResidual(
      Optional<FusedOperation> expansion,
      FusedOperation depthwise,
      Optional<SqueezeExcite> squeezeExcite,
      FusedOperation projection)
      implements Stage {
    @Override
    public List<FusedOperation> operations() {
      List<FusedOperation> all = new ArrayList<>();
      expansion.ifPresent(all::add);
      all.add(depthwise);
      squeezeExcite.ifPresent(gate -> {
        all.add(gate.pool());
        all.add(gate.squeeze());
        all.add(gate.excite());
        all.add(gate.scale());
      });
      all.add(projection);
      return all;
    }
  }

  /**
   * Squeeze-and-excite: the mean of each channel, two dense layers (or 1×1 convolutions of a single
   * pixel), and the multiplication with what they say.
   *
   * @param pool the mean
   * @param squeeze the first layer
   * @param excite the second layer
   * @param scale the multiplication
   */
  record SqueezeExcite(
      FusedOperation pool, FusedOperation squeeze, FusedOperation excite, FusedOperation scale) {}
}
