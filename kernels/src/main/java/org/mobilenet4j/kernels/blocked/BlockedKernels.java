package org.mobilenet4j.kernels.blocked;

import java.util.Optional;
import org.mobilenet4j.kernels.DepthwiseShape;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Start;

/**
 * Kernels on the blocked layout for one width of vectors. They are generated when a layer asks for
 * them; equal kernels serve all layers and plans. What is trained are the kernels that layers asked
 * for here, not those that were asked for {@link #apart}.
 *
 * <p>Sums begin at the bias and take kernel row, kernel column, channel in this order with one
 * fused multiply-add each, as {@link Kernels} asks: for finite numbers the results are those of the
 * scalar kernels, to the bit.
 *
 * <p>Any number of threads may bind layers and run them; one trains at a time.
 *
 * <p>With {@code -Dmobilenet4j.dumpKernels=FOLDER} the class file of every kernel is written to
 * that folder when it is generated, for {@code javap -c -p} to read. The folder is made where it is
 * missing; files of the same names are replaced.
 */
public final class BlockedKernels {
  private final int lanes;
  private final int registers;
  private final Tiling tiling;
  private final GeneratedKernels generated;
  private final PackedRoom room;
  private final KernelTraining training;

  /**
   * @param bits width of a vector: 128, 256 or 512
   * @param registers vector registers of the processor: 16 or 32
   * @throws IllegalArgumentException for other numbers
   * @throws org.mobilenet4j.kernels.KernelDumpException if the system property {@code
   *     mobilenet4j.dumpKernels} names no folder that can be written
   */
  public BlockedKernels(int bits, int registers) {
    if (bits != 128 && bits != 256 && bits != 512) {
      throw new IllegalArgumentException(
          "Vectors of %d bits; expected 128, 256 or 512.".formatted(bits));
    }
    if (registers != 16 && registers != 32) {
      throw new IllegalArgumentException(
          "%d vector registers; expected 16 or 32.".formatted(registers));
    }
    this.lanes = bits / Float.SIZE;
    this.registers = registers;
    this.tiling = new Tiling(registers);
    this.generated = new GeneratedKernels(KernelDump.asProperty());
    this.room = new PackedRoom(0, Prefetching.NONE);
    this.training = KernelTraining.onThisMachine(lanes);
  }

  private BlockedKernels(BlockedKernels shared, long weights) {
    this.lanes = shared.lanes;
    this.registers = shared.registers;
    this.tiling = shared.tiling;
    this.generated = shared.generated.apart();
    this.room = new PackedRoom(weights, Prefetching.NEXT);
    this.training = shared.training;
  }

  /**
   * The same kernels for a plan of its own: what its layers share with others is generated and
   * trained once, and what only others asked for is not trained here. The weights of its layers lie
   * in one array, where products may fetch those of layers that were bound after them: all layers
   * are to be bound before one runs, and weights to be exchanged while none does.
   *
   * @param weights how many weights its layers have together
   * @return kernels that nobody has asked for yet
   */
  public BlockedKernels apart(long weights) {
    return new BlockedKernels(this, weights);
  }

  /**
   * @return channels of a block
   */
  public int lanes() {
    return lanes;
  }

  /**
   * Binds a convolution that mixes channels.
   *
   * @param shape what is computed
   * @param taps where the inputs of a sum lie relative to the pixel: one for each, or one for each
   *     block of channels where none is cut; none where they are the pixel's own channels
   * @param lengths pixels of all calls that will be made, the most important first
   * @param weights {@code [inner, columns]}
   * @param bias one per column
   * @return the product
   */
  public BlockedProduct product(
      ProductShape shape, int[] taps, int[] lengths, float[] weights, float[] bias) {
    return new BlockedProduct(
        shape, Start.BIAS, generated, room, tiling, taps, lengths, weights, bias);
  }

  /**
   * Binds a pointwise convolution that adds to what its output holds, its weights zero.
   *
   * @param shape what is computed; without tail and residual
   * @param lengths pixels of all calls that will be made, the most important first
   * @return the product
   */
  public BlockedProduct addingProduct(ProductShape shape, int[] lengths) {
    return new BlockedProduct(
        shape,
        Start.SUMS,
        generated,
        room,
        tiling,
        new int[0],
        lengths,
        new float[shape.inner() * shape.columns()],
        new float[shape.columns()]);
  }

  /**
   * How a product for such rows alone will cut them, to be asked before it is bound: calls of
   * multiples of such tiles waste nothing.
   *
   * @param columns output channels
   * @param pixels length of the row
   * @return pixels of a tile
   */
  public int tilePixels(int columns, int pixels) {
    return tiling.pixels(
        pixels, tiling.panels(columns, lanes, new int[] {pixels}, true).getFirst(), true);
  }

  /**
   * Binds a depthwise convolution.
   *
   * @param shape its maps and window
   * @param tail the activation that is fused
   * @param weights {@code [kernelHeight, kernelWidth, channels]}
   * @param bias one per channel
   * @return the convolution
   */
  public BlockedDepthwise depthwise(
      DepthwiseShape shape, Tail tail, float[] weights, float[] bias) {
    Window window = shape.window();
    DepthwiseVariant variant =
        new DepthwiseVariant(
            window.kernelHeight(),
            window.kernelWidth(),
            window.strideHeight(),
            window.strideWidth(),
            window.dilationHeight(),
            window.dilationWidth(),
            window.padLeft(),
            window.padRight(shape.in().width(), shape.out().width()),
            shape.out().width(),
            lanes,
            tiling.holdsWeights(window.taps()),
            tail);
    return new BlockedDepthwise(
        variant, generated, room, tiling, shape.in().channels(), shape.in().width(), weights, bias);
  }

  /**
   * Binds a dense layer.
   *
   * @param inner inputs
   * @param units outputs
   * @param tail the activation that is fused
   * @param weights {@code [inner, units]}
   * @param bias one per unit
   * @return the layer
   */
  public BlockedDense dense(int inner, int units, Tail tail, float[] weights, float[] bias) {
    return new BlockedDense(inner, units, lanes, tail, generated, room, weights, bias);
  }

  /**
   * Binds the gradient of a pointwise convolution's weights.
   *
   * @param inner channels of the input
   * @param outputs channels of the output
   * @param pixelStep floats from the input of a pixel to that of the next
   * @return the gradient
   */
  public BlockedWeightGradient weightGradient(int inner, int outputs, int pixelStep) {
    return new BlockedWeightGradient(inner, outputs, pixelStep, lanes, registers, generated);
  }

  /**
   * Binds the gradient of a depthwise convolution's weights.
   *
   * @param window the window of the convolution
   * @return the gradient
   */
  public BlockedDepthwiseGradient depthwiseGradient(Window window) {
    return new BlockedDepthwiseGradient(window, lanes, registers, generated);
  }

  /**
   * The passes of batch normalisation and an activation.
   *
   * @param tail the activation
   * @return the passes
   */
  public BlockedChannelPasses channelPasses(Tail tail) {
    return new BlockedChannelPasses(tail, lanes, generated);
  }

  /**
   * Binds the means of channels, such as a global average pool or squeeze-and-excite takes.
   *
   * @param pixels of the map
   * @return the means
   */
  public BlockedMeans means(int pixels) {
    return new BlockedMeans(lanes, pixels, generated);
  }

  /**
   * Binds the multiplication of channels by gates.
   *
   * @param pixels of the map
   * @return the multiplication
   */
  public BlockedScale scale(int pixels) {
    return new BlockedScale(lanes, pixels, generated);
  }

  /**
   * @return whether all kernels that layers have asked for here so far are trained
   */
  public boolean isTrained() {
    return generated.asked().stream().allMatch(Slot::trained);
  }

  /**
   * Makes the JVM compile all kernels that layers have asked for here so far, and proves each
   * against its definition. Kernels that were trained before are left alone. Results do not change:
   * a kernel computes the same bits before and after. Waits for another thread that trains the
   * kernels of this machine, also {@link #apart}.
   *
   * @param limitNanos after how long to give up, the waiting not counted
   * @return what came of it
   */
  public TrainingReport train(long limitNanos) {
    return training.train(generated.asked(), limitNanos);
  }

  /**
   * Does what {@link #train} does, but never waits for another thread.
   *
   * @param limitNanos after how long to give up
   * @return what came of it; nothing if another thread is training
   */
  public Optional<TrainingReport> trainUnlessBusy(long limitNanos) {
    return training.trainUnlessBusy(generated.asked(), limitNanos);
  }
}
