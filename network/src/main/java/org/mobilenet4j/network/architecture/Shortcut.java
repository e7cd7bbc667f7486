package org.mobilenet4j.network.architecture;

/** What the shortcuts of inverted residuals connect. Sandler et al. 2018, Figure 6(b). */
public enum Shortcut {
  /** Input and result of a block, where they have one shape: the narrow tensors. */
  BOTTLENECK,
  /**
   * The expanded tensors of two blocks that follow one another, where they have one shape. The
   * paper prints a curve and no detail; here the later block's expansion, normalised, is added to
   * what the earlier block's depthwise convolution reads, and the activation follows the sum, as in
   * He et al. 2016, Figure 2. A block whose stride is one and whose result has as many channels as
   * its input hands its expanded tensor on wherever the expansion factor stays: so V2 has ten of
   * these shortcuts, as many as between bottlenecks. Blocks without an expansion layer have none.
   */
  EXPANSION,
  /** Nothing. */
  NONE;

  /**
   * @return the name in options and files
   */
  public String key() {
    return EnumText.key(this);
  }
}
