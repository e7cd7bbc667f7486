package org.mobilenet4j.kernels;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Depthwise convolution and pools by vectors of channels; maps with fewer channels than a vector go
 * the scalar way.
 */
final class VectorMaps implements MapKernel {
  private final VectorWidth width;
  private final int lanes;
  private final PoolKernel pools;
  private final ScalarMaps narrow = new ScalarMaps();
  private final ConcurrentHashMap<Tail, DepthwiseKernel> depthwises = new ConcurrentHashMap<>();

  VectorMaps(VectorWidth width) {
    this.width = width;
    lanes = width.lanes();
    pools = Specialization.plain(width.species()).instance(PoolKernel.class, VectorPools.class);
  }

  @Override
  public void depthwise(
      Activation activation,
      DepthwiseShape shape,
      float[] in,
      int inOffset,
      float[] packed,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    if (shape.channels() < lanes) {
      narrow.depthwise(activation, shape, in, inOffset, packed, out, outOffset, fromRow, toRow);
      return;
    }
    Tail tail = Tail.inRegisters(activation);
    kernel(tail).rows(shape, in, inOffset, packed, out, outOffset, fromRow, toRow);
    int row = shape.out().width() * shape.channels();
    int at = outOffset + fromRow * row;
    width.elements().activate(tail.rest(activation), out, at, out, at, (toRow - fromRow) * row);
  }

  private DepthwiseKernel kernel(Tail tail) {
    DepthwiseKernel made = depthwises.get(tail);
    return made != null ? made : depthwises.computeIfAbsent(tail, this::make);
  }

  private DepthwiseKernel make(Tail tail) {
    return new Specialization(width.species(), tail, Residual.NONE)
        .instance(DepthwiseKernel.class, VectorDepthwise.class);
  }

  @Override
  public void max(
      PoolShape shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    if (shape.channels() < lanes) {
      narrow.max(shape, in, inOffset, out, outOffset, fromRow, toRow);
    } else {
      pools.max(shape, in, inOffset, out, outOffset, fromRow, toRow);
    }
  }

  @Override
  public void average(
      PoolShape shape,
      Divisor divisor,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    if (shape.channels() < lanes) {
      narrow.average(shape, divisor, in, inOffset, out, outOffset, fromRow, toRow);
    } else {
      pools.average(shape, divisor, in, inOffset, out, outOffset, fromRow, toRow);
    }
  }

  @Override
  public void globalAverage(
      FeatureMap shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromChannel,
      int toChannel) {
    if (toChannel - fromChannel < lanes) {
      narrow.globalAverage(shape, in, inOffset, out, outOffset, fromChannel, toChannel);
    } else {
      pools.globalAverage(shape, in, inOffset, out, outOffset, fromChannel, toChannel);
    }
  }
}
