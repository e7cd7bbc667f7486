package org.mobilenet4j.training.gradient;

import java.util.Arrays;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;
import org.mobilenet4j.network.PoolKind;

/**
 * A pool over windows. The gradient of a maximum goes to the first of the largest, in the order of
 * the window.
 */
final class PoolStep implements TrainingStep {
  private final Value in;
  private final Value out;
  private final Window window;
  private final PoolKind kind;
  private final int lanes;
  private Writing writing = Writing.SET;

  PoolStep(Value in, Value out, Window window, PoolKind kind) {
    this.in = in;
    this.out = out;
    this.window = window;
    this.kind = kind;
    this.lanes = in.map().lanes();
  }

  @Override
  public String name() {
    return out.name();
  }

  @Override
  public long scratchFloats() {
    return (2L * in.map().pixels() + out.map().pixels()) * lanes;
  }

  @Override
  public void forward(Member member, ForwardPass pass) {
    int batch = in.map().batch();
    int items = in.map().blocks() * batch;
    float[] scratch = member.scratch();
    for (int item = member.from(items); item < member.to(items); item++) {
      int block = item / batch;
      int picture = item % batch;
      in.read(block, picture * in.map().pixels(), in.map().pixels(), scratch, 0);
      int to = out.map().at(block, picture * out.map().pixels());
      for (int i = 0; i < out.map().pixels() * lanes; i++) {
        out.numbers()[to + i] = pooled(scratch, i / lanes, i % lanes);
      }
    }
  }

  private float pooled(float[] picture, int pixel, int lane) {
    return switch (kind) {
      case MAX -> picture[largest(picture, pixel, lane)];
      case AVERAGE, AVERAGE_WITH_PADDING -> {
        double sum = 0;
        int fromX = fromX(pixel);
        for (int y = fromY(pixel); y < toY(pixel); y++) {
          for (int x = fromX; x < toX(pixel); x++) {
            sum += picture[at(y, x, lane)];
          }
        }
        yield (float) (sum / divisor(pixel));
      }
    };
  }

  private int largest(float[] picture, int pixel, int lane) {
    int best = at(fromY(pixel), fromX(pixel), lane);
    for (int y = fromY(pixel); y < toY(pixel); y++) {
      for (int x = fromX(pixel); x < toX(pixel); x++) {
        int candidate = at(y, x, lane);
        if (picture[candidate] > picture[best] || Float.isNaN(picture[candidate])) {
          best = candidate;
        }
      }
    }
    return best;
  }

  private int divisor(int pixel) {
    return kind == PoolKind.AVERAGE_WITH_PADDING
        ? window.taps()
        : (toY(pixel) - fromY(pixel)) * (toX(pixel) - fromX(pixel));
  }

  private int at(int y, int x, int lane) {
    return (y * in.map().shape().width() + x) * lanes + lane;
  }

  private int top(int pixel) {
    return pixel / out.map().shape().width() * window.strideHeight() - window.padTop();
  }

  private int left(int pixel) {
    return pixel % out.map().shape().width() * window.strideWidth() - window.padLeft();
  }

  private int fromY(int pixel) {
    return Math.max(0, top(pixel));
  }

  private int toY(int pixel) {
    return Math.min(in.map().shape().height(), top(pixel) + window.kernelHeight());
  }

  private int fromX(int pixel) {
    return Math.max(0, left(pixel));
  }

  private int toX(int pixel) {
    return Math.min(in.map().shape().width(), left(pixel) + window.kernelWidth());
  }

  @Override
  public void bindGradients(GradientBuffers buffers) {
    if (in.needsGradient()) {
      writing = buffers.write(in);
    }
    buffers.release(out);
  }

  @Override
  public void backward(Member member) {
    if (!in.needsGradient()) {
      return;
    }
    int batch = in.map().batch();
    int inFloats = in.map().pixels() * lanes;
    int items = in.map().blocks() * batch;
    float[] scratch = member.scratch();
    for (int item = member.from(items); item < member.to(items); item++) {
      int block = item / batch;
      int picture = item % batch;
      if (kind == PoolKind.MAX) {
        in.read(block, picture * in.map().pixels(), in.map().pixels(), scratch, 0);
      }
      Arrays.fill(scratch, inFloats, 2 * inFloats, 0f);
      int outPixels = out.map().pixels();
      out.readGradient(block, picture * outPixels, outPixels, scratch, 2 * inFloats);
      for (int i = 0; i < outPixels * lanes; i++) {
        carryBack(scratch, inFloats, i / lanes, i % lanes, scratch[2 * inFloats + i]);
      }
      in.writeGradient(
          writing, block, picture * in.map().pixels(), in.map().pixels(), scratch, inFloats);
    }
  }

  private void carryBack(float[] scratch, int gradients, int pixel, int lane, float gradient) {
    switch (kind) {
      case MAX -> scratch[gradients + largest(scratch, pixel, lane)] += gradient;
      case AVERAGE, AVERAGE_WITH_PADDING -> {
        float share = gradient / divisor(pixel);
        for (int y = fromY(pixel); y < toY(pixel); y++) {
          for (int x = fromX(pixel); x < toX(pixel); x++) {
            scratch[gradients + at(y, x, lane)] += share;
          }
        }
      }
    }
  }
}
