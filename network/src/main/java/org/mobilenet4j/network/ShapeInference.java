package org.mobilenet4j.network;

import java.util.List;

/** What shape each operation makes of the shapes it is given, and which it refuses. */
final class ShapeInference {
  private ShapeInference() {}

  /**
   * @param node the operation
   * @param in the shapes of its inputs, in order
   * @return the shape of its result
   * @throws NetworkException if the operation cannot take these shapes
   */
  static Shape infer(Node node, List<Shape> in) {
    requireInputs(node, in);
    Shape first = in.getFirst();
    return switch (node.op()) {
      case Op.Convolution convolution -> convolve(node, convolution, first);
      case Op.Dense(int units, Bias _) -> {
        requireFit(node, first.elements() <= Integer.MAX_VALUE, in, "fewer numbers");
        yield Shape.vector(units);
      }
      case Op.Pool pool -> pool(node, pool, first);
      case Op.GlobalAveragePool() -> Shape.vector(first.channels());
      case Op.Add() -> {
        requireFit(node, first.equals(in.getLast()), in, "tensors of one shape");
        yield first;
      }
      case Op.Concat() -> concat(node, in);
      case Op.Scale() -> {
        requireFit(
            node, in.getLast().equals(Shape.vector(first.channels())), in, "one gate a channel");
        yield first;
      }
      case Op.Resize(Extent size) -> new Shape(size.height(), size.width(), first.channels());
      case Op.BatchNorm _, Op.Activation _, Op.LocalResponseNormalization _, Op.Dropout _ -> first;
    };
  }

  private static Shape convolve(Node node, Op.Convolution op, Shape in) {
    if (in.channels() % op.groups() != 0) {
      throw new NetworkException(
          "Node '%s' cuts its channels into %d groups, but its input %s has %d channels; expected a multiple of the groups."
              .formatted(node.name(), op.groups(), in, in.channels()));
    }
    Padding.Amounts pad =
        op.padding().resolve(in.extent(), op.kernel(), op.stride(), op.dilation());
    int height =
        slide(
            (long) in.height() + pad.top() + pad.bottom(),
            reach(op.kernel().height(), op.dilation().height()),
            op.stride().height());
    int width =
        slide(
            (long) in.width() + pad.left() + pad.right(),
            reach(op.kernel().width(), op.dilation().width()),
            op.stride().width());
    requireRoom(node, op.kernel(), in, height, width);
    return new Shape(height, width, op.outChannels());
  }

  private static Shape pool(Node node, Op.Pool op, Shape in) {
    Padding.Amounts pad = op.padding().resolve(in.extent(), op.kernel(), op.stride(), Extent.ONE);
    if (Math.max(pad.top(), pad.bottom()) >= op.kernel().height()
        || Math.max(pad.left(), pad.right()) >= op.kernel().width()) {
      throw new NetworkException(
          "Node '%s' pools windows of %s with a padding of %s, so that some hold no pixel; expected less padding."
              .formatted(node.name(), op.kernel(), pad));
    }
    int height =
        windows(
            in.height(),
            pad.top(),
            pad.bottom(),
            op.kernel().height(),
            op.stride().height(),
            op.rounding());
    int width =
        windows(
            in.width(),
            pad.left(),
            pad.right(),
            op.kernel().width(),
            op.stride().width(),
            op.rounding());
    requireRoom(node, op.kernel(), in, height, width);
    return new Shape(height, width, in.channels());
  }

  private static int windows(
      int size, int before, int after, int kernel, int stride, Rounding rounding) {
    long padded = (long) size + before + after;
    return switch (rounding) {
      case FLOOR -> slide(padded, kernel, stride);
      case CEIL -> {
        int count = slide(padded + stride - 1, kernel, stride);
        // A window that would begin in the padding behind the picture holds no pixel at all.
        yield (count - 1L) * stride >= (long) size + before ? count - 1 : count;
      }
    };
  }

  private static Shape concat(Node node, List<Shape> in) {
    long channels = 0;
    for (Shape shape : in) {
      requireFit(
          node,
          shape.extent().equals(in.getFirst().extent()),
          in,
          "tensors of one height and width");
      channels += shape.channels();
    }
    requireFit(node, channels <= Integer.MAX_VALUE, in, "fewer channels in all");
    return in.getFirst().withChannels((int) channels);
  }

  private static long reach(int kernel, int dilation) {
    return (kernel - 1L) * dilation + 1;
  }

  private static int slide(long padded, long reach, int stride) {
    return padded < reach ? 0 : (int) Math.min((padded - reach) / stride + 1, Integer.MAX_VALUE);
  }

  private static void requireRoom(Node node, Extent kernel, Shape in, int height, int width) {
    if (height < 1 || width < 1) {
      throw new NetworkException(
          "Node '%s' slides a %s window over an input of %s, which has no room for it; use a larger input."
              .formatted(node.name(), kernel, in));
    }
  }

  private static void requireInputs(Node node, List<Shape> in) {
    boolean fits =
        switch (node.op()) {
          case Op.Add _, Op.Scale _ -> in.size() == 2;
          case Op.Concat _ -> !in.isEmpty();
          case Op.Convolution _,
              Op.Dense _,
              Op.BatchNorm _,
              Op.Activation _,
              Op.Pool _,
              Op.GlobalAveragePool _,
              Op.LocalResponseNormalization _,
              Op.Resize _,
              Op.Dropout _ ->
              in.size() == 1;
        };
    if (!fits) {
      throw new NetworkException(
          "Node '%s' (%s) has %d inputs; expected %s."
              .formatted(
                  node.name(),
                  node.op().getClass().getSimpleName(),
                  in.size(),
                  node.op() instanceof Op.Concat
                      ? "at least one"
                      : node.op() instanceof Op.Add || node.op() instanceof Op.Scale
                          ? "two"
                          : "one"));
    }
  }

  private static void requireFit(Node node, boolean fits, List<Shape> in, String expected) {
    if (!fits) {
      throw new NetworkException(
          "Node '%s' (%s) is given %s; expected %s."
              .formatted(node.name(), node.op().getClass().getSimpleName(), in, expected));
    }
  }
}
