package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.Tail;

/** A dense layer bound to its weights: panels of units. Immutable, shared by threads. */
public final class BlockedDense {
  private static final int MOST_VECTORS = 4;

  private final int inner;
  private final int panels;
  private final Panel panel;
  private final PackedFloats packed;
  private final Slot<DenseKernel> slot;

  /**
   * @param inner inputs
   * @param units outputs
   * @param lanes channels of a block
   * @param tail the activation that is fused
   * @param kernels where its kernel comes from
   * @param room where its weights go
   * @param weights {@code [inner, units]}
   * @param bias one per unit
   */
  BlockedDense(
      int inner,
      int units,
      int lanes,
      Tail tail,
      GeneratedKernels kernels,
      PackedRoom room,
      float[] weights,
      float[] bias) {
    this.inner = inner;
    this.panel = new Panel(vectors(units, lanes), lanes);
    int columns = panel.columns();
    this.panels = (units + columns - 1) / columns;
    this.slot = kernels.of(new DenseVariant(panel, tail));
    this.packed = room.take(panels * columns * (inner + 1));
    float[] to = packed.array();
    for (int p = 0; p < panels; p++) {
      int at = packed.start() + p * columns * (inner + 1);
      int first = p * columns;
      int count = Math.min(columns, units - first);
      System.arraycopy(bias, first, to, at, count);
      for (int k = 0; k < inner; k++) {
        System.arraycopy(weights, k * units + first, to, at + (k + 1) * columns, count);
      }
    }
    packed.written();
  }

  /**
   * Vectors of a panel: four sums at a time are more than memory has weights for, and two sizes are
   * enough, since each is a kernel to compile for each tail.
   */
  private static int vectors(int units, int lanes) {
    return (units + lanes - 1) / lanes < 2 * MOST_VECTORS ? 1 : MOST_VECTORS;
  }

  /**
   * @return panels of units
   */
  public int panels() {
    return panels;
  }

  /**
   * @return units of a panel; the output needs room for all panels
   */
  public int panelUnits() {
    return panel.columns();
  }

  /**
   * @return the name of the kernel
   */
  public String name() {
    return slot.variant().name();
  }

  /**
   * Computes some panels.
   *
   * @param in the inputs
   * @param inOffset where they begin
   * @param out the units
   * @param outOffset where the first unit of all lies
   * @param fromPanel the first panel
   * @param toPanel the panel after the last
   */
  public void run(
      float[] in, int inOffset, float[] out, int outOffset, int fromPanel, int toPanel) {
    int columns = panel.columns();
    slot.kernel()
        .run(
            in,
            inOffset,
            packed.array(),
            packed.start() + fromPanel * columns * (inner + 1),
            out,
            outOffset + fromPanel * columns,
            inner,
            toPanel - fromPanel);
  }
}
