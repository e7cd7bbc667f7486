package org.mobilenet4j.inference;

import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.Shape;

/** Translates a network's kernels, strides and paddings into the windows of the kernels. */
public final class Windows {
  private Windows() {}

  /**
   * The window of a convolution.
   *
   * @param op the convolution
   * @param in what flows in
   * @return the window, with the padding above and to the left that comes of the input's size
   */
  public static Window of(Op.Convolution op, Shape in) {
    return of(op.kernel(), op.stride(), op.dilation(), op.padding(), in);
  }

  /**
   * A window over an input.
   *
   * @param kernel its taps
   * @param stride step between two windows
   * @param dilation distance between two taps
   * @param padding how far it may reach beyond the picture
   * @param in what flows in
   * @return the window, with the padding above and to the left that comes of the input's size
   */
  public static Window of(
      Extent kernel, Extent stride, Extent dilation, Padding padding, Shape in) {
    Padding.Amounts pad = padding.resolve(in.extent(), kernel, stride, dilation);
    return new Window(
        kernel.height(),
        kernel.width(),
        stride.height(),
        stride.width(),
        dilation.height(),
        dilation.width(),
        pad.top(),
        pad.left());
  }
}
