package org.mobilenet4j.kernels;

import static org.mobilenet4j.kernels.Operation.assertEqual;
import static org.mobilenet4j.kernels.Operation.assertWithin;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What convolutions and depthwise convolutions must do: the textbook's result within rounding, the
 * scalar kernels' result exactly, the same for every division of the work, and not one value read
 * or written beyond the regions they were given.
 */
abstract class KernelsConvolutionsContract extends KernelsProductsContract {
  static List<ConvolutionShape> convolutions() {
    return List.of(
        new ConvolutionShape(map(5, 7, 3), map(5, 7, 8), Window.square(3, 1, 1), 1),
        new ConvolutionShape(map(14, 14, 3), map(7, 7, 32), Window.square(3, 2, 1), 1),
        // TensorFlow's SAME at stride 2: padding below and to the right alone.
        new ConvolutionShape(map(14, 14, 3), map(7, 7, 32), Window.square(3, 2, 0), 1),
        new ConvolutionShape(
            map(48, 19, 3), map(24, 19, 16), new Window(3, 3, 2, 1, 1, 1, 1, 1), 1),
        new ConvolutionShape(map(23, 23, 3), map(5, 5, 20), Window.square(11, 4, 2), 1),
        new ConvolutionShape(map(9, 11, 4), map(9, 11, 6), new Window(3, 5, 1, 1, 1, 1, 1, 2), 1),
        new ConvolutionShape(map(13, 12, 5), map(13, 12, 7), new Window(3, 3, 1, 1, 2, 3, 2, 3), 1),
        new ConvolutionShape(map(8, 8, 12), map(8, 8, 18), Window.square(3, 1, 1), 3),
        new ConvolutionShape(map(7, 7, 96), map(7, 7, 64), Window.square(5, 1, 2), 2),
        new ConvolutionShape(
            map(6, 6, 5), map(6, 6, 15), Window.square(3, 1, 1), 5), // depth multiplier of 3
        new ConvolutionShape(map(7, 9, 33), map(4, 5, 40), Window.square(1, 2, 0), 1),
        new ConvolutionShape(map(7, 9, 33), map(7, 9, 40), Window.POINT, 1),
        new ConvolutionShape(map(4, 4, 6), map(4, 4, 8), Window.POINT, 2),
        new ConvolutionShape(map(1, 1, 1), map(1, 1, 1), Window.square(3, 1, 1), 1),
        new ConvolutionShape(map(2, 3, 2), map(4, 5, 3), Window.square(1, 1, 1), 1),
        // Kernels of even and of unequal sides, one larger than the map, dilation within groups.
        new ConvolutionShape(map(9, 8, 3), map(6, 5, 17), Window.square(4, 1, 0), 1),
        new ConvolutionShape(map(6, 9, 5), map(6, 9, 9), new Window(1, 7, 1, 1, 1, 1, 0, 3), 1),
        new ConvolutionShape(map(3, 2, 4), map(3, 2, 33), Window.square(7, 1, 3), 1),
        new ConvolutionShape(map(9, 7, 6), map(5, 7, 10), new Window(3, 3, 2, 1, 3, 2, 3, 2), 2),
        new ConvolutionShape(map(30, 31, 16), map(30, 31, 14), Window.square(3, 1, 1), 2),
        // More patches than are gathered at once.
        new ConvolutionShape(map(28, 28, 64), map(28, 28, 20), Window.square(3, 1, 1), 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("convolutions")
  void a_convolution_is_the_textbooks_for_any_kernel_stride_dilation_padding_and_groups(
      ConvolutionShape shape) {
    Guarded in = Guarded.random(shape.in().size(), 20);
    float[] weights = Guarded.values(shape.weights(), 21);
    float[] bias = Guarded.values(shape.out().channels(), 22);
    Operation convolution = convolution(shape, in, weights, bias);

    float[] sums = convolution.whole(kernels(), shape.out().size(), shape.out().height());

    assertWithin(NaiveReference.convolution(shape, in.values(), weights, bias), sums);
    convolution.assertSameForAllRanges(kernels(), shape.out().size(), shape.out().height());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("convolutions")
  void a_convolution_adds_a_residual_before_the_activation(ConvolutionShape shape) {
    Guarded in = Guarded.random(shape.in().size(), 23);
    Guarded residual = Guarded.random(shape.out().size(), 24);
    float[] weights = Guarded.values(shape.weights(), 25);
    float[] bias = Guarded.values(shape.out().channels(), 26);
    Activation relu = new Activation.Relu();
    Operation added =
        (k, out, at, from, to) -> {
          Guarded scratch = Guarded.empty(k.convolutionScratch(shape));
          k.convolutionAdd(
              shape,
              in.array(),
              in.offset(),
              k.packConvolution(shape, weights, bias),
              residual.array(),
              residual.offset(),
              relu,
              scratch.array(),
              scratch.offset(),
              out,
              at,
              from,
              to);
          scratch.assertBandsUntouched();
        };

    float[] sums =
        convolution(shape, in, weights, bias)
            .whole(kernels(), shape.out().size(), shape.out().height());
    float[] expected = new float[shape.out().size()];
    kernels().add(sums, 0, residual.values(), 0, relu, expected, 0, 0, expected.length);

    assertEqual(expected, added.whole(kernels(), shape.out().size(), shape.out().height()));
    added.assertSameForAllRanges(kernels(), shape.out().size(), shape.out().height());
  }

  static List<DepthwiseShape> depthwises() {
    List<DepthwiseShape> shapes = new ArrayList<>();
    for (int channels : new int[] {1, 3, 4, 5, 8, 15, 16, 17, 24, 31, 32, 40, 72}) {
      for (int width : new int[] {1, 2, 5, 7, 14}) {
        shapes.add(depthwise(5, width, channels, Window.square(3, 1, 1)));
      }
      shapes.add(depthwise(9, 11, channels, Window.square(3, 2, 1)));
      shapes.add(depthwise(9, 14, channels, Window.square(5, 1, 2)));
      shapes.add(depthwise(10, 14, channels, Window.square(5, 2, 2)));
      shapes.add(depthwise(10, 14, channels, Window.square(3, 2, 0)));
      shapes.add(depthwise(9, 13, channels, new Window(3, 3, 2, 1, 1, 1, 1, 1)));
      shapes.add(depthwise(9, 13, channels, new Window(3, 5, 1, 2, 1, 1, 1, 2)));
      shapes.add(depthwise(12, 15, channels, new Window(3, 3, 1, 1, 2, 3, 2, 3)));
      shapes.add(depthwise(7, 7, channels, Window.square(7, 1, 3)));
      shapes.add(depthwise(6, 9, channels, Window.square(2, 1, 0)));
      shapes.add(depthwise(3, 3, channels, Window.square(9, 1, 4)));
    }
    // Widths around every tile, kernels of any size, one larger than the map.
    for (int width : new int[] {3, 4, 6, 8, 9, 13, 15, 16, 17, 31}) {
      shapes.add(depthwise(4, width, 17, Window.square(3, 1, 1)));
      shapes.add(depthwise(4, width, 9, Window.square(3, 2, 1)));
      shapes.add(depthwise(6, width, 19, Window.square(5, 1, 2)));
    }
    shapes.add(depthwise(9, 12, 33, Window.square(4, 1, 0)));
    shapes.add(depthwise(9, 12, 18, Window.square(6, 3, 2)));
    shapes.add(depthwise(11, 13, 20, Window.square(11, 1, 5)));
    shapes.add(depthwise(2, 3, 20, Window.square(13, 1, 6)));
    shapes.add(depthwise(8, 9, 21, new Window(1, 7, 1, 1, 1, 1, 0, 3)));
    shapes.add(depthwise(8, 9, 21, new Window(7, 1, 2, 3, 1, 1, 3, 0)));
    shapes.add(depthwise(28, 28, 144, Window.square(3, 1, 1)));
    return shapes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("depthwises")
  void a_depthwise_convolution_is_the_textbooks_for_any_kernel_stride_dilation_and_padding(
      DepthwiseShape shape) {
    Guarded in = Guarded.random(shape.in().size(), 27);
    float[] weights = Guarded.values(shape.window().taps() * shape.channels(), 28);
    float[] bias = Guarded.values(shape.channels(), 29);
    Operation depthwise = depthwise(shape, in, weights, bias, Activation.NONE);

    float[] sums = depthwise.whole(kernels(), shape.out().size(), shape.out().height());

    assertWithin(NaiveReference.depthwise(shape, in.values(), weights, bias), sums);
    depthwise.assertSameForAllRanges(kernels(), shape.out().size(), shape.out().height());
  }

  static Operation convolution(ConvolutionShape shape, Guarded in, float[] weights, float[] bias) {
    return (k, out, at, from, to) -> {
      Guarded scratch = Guarded.empty(k.convolutionScratch(shape));
      k.convolution(
          shape,
          in.array(),
          in.offset(),
          k.packConvolution(shape, weights, bias),
          Activation.NONE,
          scratch.array(),
          scratch.offset(),
          out,
          at,
          from,
          to);
      scratch.assertBandsUntouched();
    };
  }

  /**
   * A depthwise shape whose output is what the window makes of the input with the same padding on
   * both sides.
   */
  static DepthwiseShape depthwise(int height, int width, int channels, Window window) {
    int outHeight =
        outSize(
            height,
            window.padTop(),
            window.kernelHeight(),
            window.dilationHeight(),
            window.strideHeight());
    int outWidth =
        outSize(
            width,
            window.padLeft(),
            window.kernelWidth(),
            window.dilationWidth(),
            window.strideWidth());
    return new DepthwiseShape(
        map(height, width, channels), map(outHeight, outWidth, channels), window);
  }

  static int outSize(int size, int pad, int kernel, int dilation, int stride) {
    return (size + 2 * pad - (kernel - 1) * dilation - 1) / stride + 1;
  }
}
