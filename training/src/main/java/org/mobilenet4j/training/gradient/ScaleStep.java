package org.mobilenet4j.training.gradient;

import java.util.Arrays;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.gradient.ChannelPasses;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;

/** A map times one number a channel and picture: the gate of squeeze-and-excite. */
final class ScaleStep implements TrainingStep {
  private final Value in;
  private final Value gate;
  private final Value out;
  private final ChannelPasses passes;
  private Writing inWriting = Writing.SET;
  private Writing gateWriting = Writing.SET;

  ScaleStep(Value in, Value gate, Value out, GradientKernels kernels) {
    this.in = in;
    this.gate = gate;
    this.out = out;
    this.passes = kernels.passes(Activation.NONE);
  }

  @Override
  public String name() {
    return out.name();
  }

  // The map, its gradient, the gate as coefficients, and the two sums of a pass.
  @Override
  public long scratchFloats() {
    return (2L * out.map().pixels() + ChannelPasses.KINDS + 2) * out.map().lanes();
  }

  @Override
  public void forward(Member member, ForwardPass pass) {
    BatchMap map = out.map();
    int floats = map.pixels() * map.lanes();
    int coefficients = 2 * floats;
    int items = map.blocks() * map.batch();
    float[] scratch = member.scratch();
    for (int item = member.from(items); item < member.to(items); item++) {
      int block = item / map.batch();
      int picture = item % map.batch();
      int row = picture * map.pixels();
      in.read(block, row, map.pixels(), scratch, 0);
      readGate(block, picture, scratch, coefficients);
      passes.normalize(
          scratch, 0, scratch, coefficients, out.numbers(), map.at(block, row), map.pixels());
    }
  }

  private void readGate(int block, int picture, float[] scratch, int coefficients) {
    int lanes = out.map().lanes();
    Arrays.fill(scratch, coefficients, coefficients + ChannelPasses.KINDS * lanes, 0f);
    gate.read(block, picture, 1, scratch, coefficients + ChannelPasses.SCALE * lanes);
  }

  @Override
  public void bindGradients(GradientBuffers buffers) {
    if (in.needsGradient()) {
      inWriting = buffers.write(in);
    }
    if (gate.needsGradient()) {
      gateWriting = buffers.write(gate);
    }
    buffers.release(out);
  }

  @Override
  public void backward(Member member) {
    if (!out.needsGradient()) {
      return;
    }
    BatchMap map = out.map();
    int lanes = map.lanes();
    int floats = map.pixels() * lanes;
    int coefficients = 2 * floats;
    int sums = coefficients + ChannelPasses.KINDS * lanes;
    int items = map.blocks() * map.batch();
    float[] scratch = member.scratch();
    for (int item = member.from(items); item < member.to(items); item++) {
      int block = item / map.batch();
      int picture = item % map.batch();
      int row = picture * map.pixels();
      in.read(block, row, map.pixels(), scratch, 0);
      out.readGradient(block, row, map.pixels(), scratch, floats);
      readGate(block, picture, scratch, coefficients);
      if (gate.needsGradient()) {
        // With a mean of zero the pass sums gradient times input.
        Arrays.fill(scratch, sums, sums + 2 * lanes, 0f);
        passes.gradientSums(
            scratch, 0, scratch, floats, scratch, coefficients, scratch, sums, map.pixels());
        gate.writeGradient(gateWriting, block, picture, 1, scratch, sums + lanes);
      }
      if (in.needsGradient()) {
        passes.normalize(scratch, floats, scratch, coefficients, scratch, 0, map.pixels());
        in.writeGradient(inWriting, block, row, map.pixels(), scratch, 0);
      }
    }
  }
}
