package org.mobilenet4j.training.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;

/**
 * An operation that takes a picture at a time, channels last: rare ones, written for reading. Its
 * inputs are unpacked from their blocks and its result is packed again.
 */
abstract class PictureStep implements TrainingStep {
  private final List<Value> inputs;
  private final Value out;
  private final List<Writing> writings = new ArrayList<>();

  PictureStep(List<Value> inputs, Value out) {
    this.inputs = List.copyOf(inputs);
    this.out = out;
  }

  /**
   * Computes one picture.
   *
   * @param pictures each input, {@code [height, width, channels]}
   * @param result the result, likewise
   */
  abstract void forward(List<float[]> pictures, float[] result);

  /**
   * Carries a gradient back.
   *
   * @param pictures each input
   * @param gradient the gradient of the result
   * @param gradients where the gradient of each input goes; zeros at first
   */
  abstract void backward(List<float[]> pictures, float[] gradient, List<float[]> gradients);

  @Override
  public String name() {
    return out.name();
  }

  @Override
  public long scratchFloats() {
    int most = out.map().pixels();
    for (Value input : inputs) {
      most = Math.max(most, input.map().pixels());
    }
    return (long) most * out.map().lanes();
  }

  @Override
  public final void forward(Member member, ForwardPass pass) {
    BatchMap map = out.map();
    for (int picture = member.from(map.batch()); picture < member.to(map.batch()); picture++) {
      float[] result = new float[map.pixels() * map.channels()];
      forward(unpack(picture, member.scratch()), result);
      for (int c = 0; c < map.channels(); c++) {
        int to = map.at(c / map.lanes(), picture * map.pixels()) + c % map.lanes();
        for (int p = 0; p < map.pixels(); p++) {
          out.numbers()[to + p * map.lanes()] = result[p * map.channels() + c];
        }
      }
    }
  }

  private List<float[]> unpack(int picture, float[] scratch) {
    List<float[]> pictures = new ArrayList<>();
    for (Value input : inputs) {
      BatchMap map = input.map();
      float[] unpacked = new float[map.pixels() * map.channels()];
      for (int block = 0; block < map.blocks(); block++) {
        input.read(block, picture * map.pixels(), map.pixels(), scratch, 0);
        unpackBlock(map, block, scratch, unpacked);
      }
      pictures.add(unpacked);
    }
    return pictures;
  }

  private static void unpackBlock(BatchMap map, int block, float[] scratch, float[] unpacked) {
    int lanes = map.lanes();
    int count = Math.min(lanes, map.channels() - block * lanes);
    for (int p = 0; p < map.pixels(); p++) {
      System.arraycopy(scratch, p * lanes, unpacked, p * map.channels() + block * lanes, count);
    }
  }

  @Override
  public void bindGradients(GradientBuffers buffers) {
    for (Value input : inputs) {
      writings.add(input.needsGradient() ? buffers.write(input) : Writing.SET);
    }
    buffers.release(out);
  }

  @Override
  public final void backward(Member member) {
    BatchMap map = out.map();
    if (!out.needsGradient()) {
      return;
    }
    float[] scratch = member.scratch();
    for (int picture = member.from(map.batch()); picture < member.to(map.batch()); picture++) {
      float[] gradient = new float[map.pixels() * map.channels()];
      for (int block = 0; block < map.blocks(); block++) {
        out.readGradient(block, picture * map.pixels(), map.pixels(), scratch, 0);
        unpackBlock(map, block, scratch, gradient);
      }
      List<float[]> pictures = unpack(picture, scratch);
      List<float[]> gradients = pictures.stream().map(each -> new float[each.length]).toList();
      backward(pictures, gradient, gradients);
      for (int i = 0; i < inputs.size(); i++) {
        if (inputs.get(i).needsGradient()) {
          pack(inputs.get(i), picture, gradients.get(i), scratch, writings.get(i));
        }
      }
    }
  }

  private static void pack(
      Value value, int picture, float[] gradient, float[] scratch, Writing writing) {
    BatchMap map = value.map();
    int lanes = map.lanes();
    for (int block = 0; block < map.blocks(); block++) {
      Arrays.fill(scratch, 0, map.pixels() * lanes, 0f);
      int count = Math.min(lanes, map.channels() - block * lanes);
      for (int p = 0; p < map.pixels(); p++) {
        System.arraycopy(gradient, p * map.channels() + block * lanes, scratch, p * lanes, count);
      }
      value.writeGradient(writing, block, picture * map.pixels(), map.pixels(), scratch, 0);
    }
  }
}
