package org.mobilenet4j.training.gradient;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.DepthwiseShape;
import org.mobilenet4j.kernels.FeatureMap;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.GradientKernels.Depthwise;
import org.mobilenet4j.kernels.gradient.GradientKernels.DepthwiseGradient;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;
import org.mobilenet4j.model.UnsupportedOperatorException;

/**
 * A depthwise convolution. Each block of channels of each picture is copied into a frame of zeros,
 * normalised and activated on the way. The way back is the convolution of the gradient, spread out
 * by the stride, with the filter turned round.
 */
final class DepthwiseStep implements TrainingStep {
  private final Value in;
  private final Value out;
  private final Learned weights;
  private final @Nullable Learned bias;
  private final GradientKernels kernels;
  private final Window window;
  private final int lanes;
  private final Framed input;
  private final Framed spread;
  private final Depthwise convolution;
  private final DepthwiseGradient weightGradient;
  private final DepthwiseShape backShape;
  private final float[] turned;
  private final int[] spreadPlaces;
  private final Chunks outChunks;
  private final Chunks inChunks;
  private @Nullable Depthwise back;
  private Writing writing = Writing.SET;

  DepthwiseStep(
      Value in,
      Value out,
      Window window,
      Learned weights,
      @Nullable Learned bias,
      GradientKernels kernels) {
    this.in = in;
    this.out = out;
    this.window = window;
    this.weights = weights;
    this.bias = bias;
    this.kernels = kernels;
    this.lanes = kernels.lanes();
    FeatureMap from = map(in);
    FeatureMap to = map(out);
    this.convolution = kernels.depthwise(new DepthwiseShape(from, to, window));
    this.weightGradient = kernels.depthwiseGradient(window);
    this.input =
        new Framed(
            from.height(),
            from.width(),
            1,
            1,
            window.padTop(),
            window.padLeft(),
            window.inputRows(to.height()),
            window.inputColumns(to.width()),
            lanes);
    // Turned round, the taps reach as far before a pixel as they reached behind it.
    int top = (window.kernelHeight() - 1) * window.dilationHeight() - window.padTop();
    int left = (window.kernelWidth() - 1) * window.dilationWidth() - window.padLeft();
    if (top < 0 || left < 0) {
      throw new UnsupportedOperatorException(
          "Node '%s': a depthwise convolution padded by more than its kernel reaches cannot be trained; use less padding."
              .formatted(out.name()));
    }
    Window backWindow =
        new Window(
            window.kernelHeight(),
            window.kernelWidth(),
            1,
            1,
            window.dilationHeight(),
            window.dilationWidth(),
            top,
            left);
    FeatureMap stretched =
        new FeatureMap(
            (to.height() - 1) * window.strideHeight() + 1,
            (to.width() - 1) * window.strideWidth() + 1,
            to.channels());
    this.backShape = new DepthwiseShape(stretched, from, backWindow);
    this.spread =
        new Framed(
            to.height(),
            to.width(),
            window.strideHeight(),
            window.strideWidth(),
            top,
            left,
            backWindow.inputRows(from.height()),
            backWindow.inputColumns(from.width()),
            lanes);
    this.turned = new float[weights.values().length];
    this.spreadPlaces = spread.places(input.floats());
    this.outChunks = chunks(out);
    this.inChunks = chunks(in);
    out.sumsMoments(outChunks);
  }

  private static Chunks chunks(Value value) {
    return Chunks.of(value.map().batch(), value.map().pixels(), Value.MOST_PIXELS);
  }

  private static FeatureMap map(Value value) {
    var shape = value.map().shape();
    return new FeatureMap(shape.height(), shape.width(), shape.channels());
  }

  @Override
  public String name() {
    return out.name();
  }

  @Override
  public long scratchFloats() {
    return (long) input.floats()
        + spread.floats()
        + ((long) out.map().pixels() + in.map().pixels() + window.taps()) * lanes;
  }

  @Override
  public long weightFloats() {
    Depthwise b = back;
    return (long) convolution.weightFloats() + turned.length + (b == null ? 0 : b.weightFloats());
  }

  @Override
  public void refill(Member member) {
    if (member.index() != 0) {
      return;
    }
    convolution.refill(weights.values());
    Depthwise b = back;
    if (b != null) {
      int channels = in.map().channels();
      for (int tap = 0; tap < window.taps(); tap++) {
        System.arraycopy(
            weights.values(),
            tap * channels,
            turned,
            (window.taps() - 1 - tap) * channels,
            channels);
      }
      b.refill(turned);
    }
  }

  @Override
  public void forward(Member member, ForwardPass pass) {
    int batch = in.map().batch();
    int items = batch * in.map().blocks();
    input.clear(member.scratch(), 0);
    for (int item = member.from(items); item < member.to(items); item++) {
      int block = item / batch;
      int picture = item % batch;
      readInput(block, picture, member.scratch());
      int to = out.map().at(block, picture * out.map().pixels());
      int outRow = out.map().shape().width() * lanes;
      int rows = out.map().shape().height();
      convolution.run(block, member.scratch(), input.places(), 0, out.numbers(), to, outRow, rows);
      if (bias != null) {
        addBias(bias, block, to);
      }
      int perPicture = outChunks.count() / batch;
      for (int i = 0; i < perPicture; i++) {
        out.sumMoments(block, picture * perPicture + i);
      }
    }
  }

  private void addBias(Learned constant, int block, int at) {
    for (int i = 0; i < out.map().pixels() * lanes; i++) {
      int channel = block * lanes + i % lanes;
      if (channel < out.map().channels()) {
        out.numbers()[at + i] += constant.values()[channel];
      }
    }
  }

  private void readInput(int block, int picture, float[] scratch) {
    in.readPicture(block, picture, scratch, input.at(0), input.pitch());
  }

  @Override
  public boolean gaveNotFinite() {
    return !out.isFinite();
  }

  @Override
  public void bindGradients(GradientBuffers buffers) {
    if (out.needsGradient() && in.needsGradient()) {
      writing = buffers.write(in);
      in.sumsGradient(this, inChunks);
      back = kernels.depthwise(backShape);
    }
    buffers.release(out);
  }

  @Override
  public void backward(Member member) {
    if (!out.needsGradient()) {
      return;
    }
    input.clear(member.scratch(), 0);
    spread.clear(member.scratch(), input.floats());
    int blocks = in.map().blocks();
    for (int block = member.from(blocks); block < member.to(blocks); block++) {
      backward(block, member.scratch());
    }
  }

  private boolean isDense() {
    return window.strideHeight() == 1 && window.strideWidth() == 1;
  }

  private void backward(int block, float[] scratch) {
    int spreadAt = input.floats();
    int flatAt = spreadAt + spread.floats();
    int resultAt = flatAt + out.map().pixels() * lanes;
    int sumsAt = resultAt + in.map().pixels() * lanes;
    int sums = window.taps() * lanes;
    Arrays.fill(scratch, sumsAt, sumsAt + sums, 0f);
    int width = out.map().shape().width();
    int height = out.map().shape().height();
    // With a stride the gradient is needed twice: as it is, and spread out.
    int gradientAt = isDense() ? spreadAt + spread.at(0) : flatAt;
    int gradientRow = isDense() ? spread.pitch() : width * lanes;
    for (int picture = 0; picture < in.map().batch(); picture++) {
      out.readPictureGradient(block, picture, scratch, gradientAt, gradientRow);
      if (!weights.frozen()) {
        readInput(block, picture, scratch);
        weightGradient.add(
            scratch,
            input.places(),
            0,
            scratch,
            gradientAt,
            gradientRow,
            scratch,
            sumsAt,
            height,
            width);
      }
      Depthwise b = back;
      if (b != null) {
        if (!isDense()) {
          spread.copyFrom(scratch, gradientAt, scratch, spreadAt);
        }
        carryBack(b, block, picture, scratch, resultAt);
      }
    }
    if (!weights.frozen()) {
      int channels = in.map().channels();
      for (int i = 0; i < sums; i++) {
        int channel = block * lanes + i % lanes;
        if (channel < channels) {
          weights.gradient()[i / lanes * channels + channel] = scratch[sumsAt + i];
        }
      }
    }
  }

  private void carryBack(Depthwise b, int block, int picture, float[] scratch, int resultAt) {
    int to = in.map().at(block, picture * in.map().pixels());
    int row = in.map().shape().width() * lanes;
    int rows = in.map().shape().height();
    switch (writing) {
      case SET -> b.run(block, scratch, spreadPlaces, 0, in.gradient(), to, row, rows);
      case ADD -> {
        b.run(block, scratch, spreadPlaces, 0, scratch, resultAt, row, rows);
        for (int i = 0; i < in.map().pixels() * lanes; i++) {
          in.gradient()[to + i] += scratch[resultAt + i];
        }
      }
    }
    if (in.isGradientSummer(this)) {
      int perPicture = inChunks.count() / in.map().batch();
      for (int i = 0; i < perPicture; i++) {
        in.sumGradient(block, picture * perPicture + i);
      }
    }
  }
}
