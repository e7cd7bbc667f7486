package org.mobilenet4j.inference;

import org.mobilenet4j.model.InsufficientMemoryException;

/**
 * Room for the activations of one image and a team of threads that run a plan.
 *
 * <p>A session serves one caller at a time; several sessions may run one plan side by side. Results
 * are equal to the bit for any number of threads and any batch.
 */
public final class Session implements AutoCloseable {
  private final Plan plan;
  private final float[] workspace;
  private final float[][] scratch;

  Session(Plan plan, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "A session of %d threads; there must be at least one.".formatted(threads));
    }
    long floats = plan.memory().workspace() + (long) threads * plan.memory().scratch();
    InsufficientMemoryException.requireRoom(
        floats * Float.BYTES, "Running the network on an input of " + plan.network().input());
    this.plan = plan;
    this.workspace = new float[plan.memory().workspace()];
    this.scratch = new float[threads][plan.memory().scratch()];
  }

  /**
   * Runs one image or a batch.
   *
   * @param input {@code [batch, height, width, channels]}
   * @return {@code [batch, outputs]}: the network's result for each image
   * @throws IllegalArgumentException if the input is not one or more whole images
   */
  public float[] run(float[] input) {
    int images = input.length / plan.inputFloats();
    if (images == 0 || input.length % plan.inputFloats() != 0) {
      throw new IllegalArgumentException(
          "An input of %d numbers for a network that reads %s; expected a multiple of %d."
              .formatted(input.length, plan.network().input(), plan.inputFloats()));
    }
    float[] output = new float[Math.multiplyExact(images, plan.outputFloats())];
    for (int image = 0; image < images; image++) {
      run(input, image, output);
    }
    return output;
  }

  private void run(float[] input, int image, float[] output) {
    Plan.Memory memory = plan.memory();
    System.arraycopy(
        input, image * plan.inputFloats(), workspace, memory.input(), plan.inputFloats());
    for (Step step : plan.steps()) {
      step.work().run(workspace, scratch[0], 0, step.units());
    }
    System.arraycopy(
        workspace, memory.output(), output, image * plan.outputFloats(), plan.outputFloats());
  }

  @Override
  public void close() {}
}
