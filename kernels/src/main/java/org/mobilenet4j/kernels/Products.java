package org.mobilenet4j.kernels;

/**
 * What pointwise convolutions, dense layers and general convolutions make of a {@link
 * MatrixProduct}.
 */
final class Products {
  private Products() {}

  /** Packs the weights of every group, one behind the other. */
  static PackedWeights pack(
      Kernels owner,
      MatrixProduct product,
      int groups,
      int inner,
      int columns,
      float[] weights,
      float[] bias) {
    PackedWeights.check(weights, bias, inner, columns);
    int groupColumns = columns / groups;
    int groupSize = product.packedSize(inner, groupColumns);
    float[] packed = new float[Math.multiplyExact(groups, groupSize)];
    for (int group = 0; group < groups; group++) {
      product.pack(
          inner,
          weights,
          bias,
          columns,
          group * groupColumns,
          groupColumns,
          packed,
          group * groupSize);
    }
    return new PackedWeights(owner, inner, columns, packed);
  }

  /** Rows {@code [fromRow, toRow)} of a plain product. */
  static void rows(
      MatrixProduct product,
      Activation activation,
      Residual mode,
      int inner,
      float[] in,
      int inOffset,
      float[] packed,
      float[] residual,
      int residualOffset,
      float[] out,
      int outOffset,
      int columns,
      int fromRow,
      int toRow) {
    int first = fromRow * columns;
    product.run(
        activation,
        mode,
        toRow - fromRow,
        inner,
        in,
        inOffset + fromRow * inner,
        inner,
        packed,
        0,
        residual,
        residualOffset + first,
        out,
        outOffset + first,
        columns,
        columns);
    product.finish(activation, out, outOffset + first, (toRow - fromRow) * columns);
  }

  /** Columns {@code [fromColumn, toColumn)} of a plain product. */
  static void columns(
      MatrixProduct product,
      Activation activation,
      MatrixShape shape,
      float[] in,
      int inOffset,
      float[] packed,
      float[] out,
      int outOffset,
      int fromColumn,
      int toColumn) {
    product.runColumns(
        activation,
        shape.rows(),
        shape.inner(),
        in,
        inOffset,
        packed,
        out,
        outOffset,
        shape.columns(),
        fromColumn,
        toColumn);
    for (int row = 0; row < shape.rows(); row++) {
      product.finish(
          activation, out, outOffset + row * shape.columns() + fromColumn, toColumn - fromColumn);
    }
  }

  /**
   * Output rows {@code [fromRow, toRow)} of a convolution: gathers a block of patches, multiplies
   * it, and so on.
   */
  static void convolve(
      MatrixProduct product,
      Activation activation,
      Residual mode,
      ConvolutionShape shape,
      float[] in,
      int inOffset,
      float[] packed,
      float[] residual,
      int residualOffset,
      float[] scratch,
      int scratchOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    int width = shape.out().width();
    int columns = shape.out().channels();
    int patch = shape.patch();
    int groupColumns = shape.groupOutputs();
    int groupSize = product.packedSize(patch, groupColumns);
    int block = Im2col.blockRows(shape);
    for (int y = fromRow; y < toRow; y += block) {
      int end = Math.min(toRow, y + block);
      int first = y * width * columns;
      for (int group = 0; group < shape.groups(); group++) {
        Im2col.gather(shape, group, in, inOffset, scratch, scratchOffset, y, end);
        product.run(
            activation,
            mode,
            (end - y) * width,
            patch,
            scratch,
            scratchOffset,
            patch,
            packed,
            group * groupSize,
            residual,
            residualOffset + first + group * groupColumns,
            out,
            outOffset + first + group * groupColumns,
            columns,
            groupColumns);
      }
      product.finish(activation, out, outOffset + first, (end - y) * width * columns);
    }
  }
}
