package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.kernels.Gang;
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
  private final Gang gang;
  private final Gang.Work program = this::runSteps;

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
    this.gang = new Gang(threads);
  }

  /**
   * Runs one image or a batch.
   *
   * @param input {@code [batch, height, width, channels]}
   * @return {@code [batch, outputs]}: the network's result for each image
   * @throws IllegalArgumentException if the input is not one or more whole images
   */
  public float[] run(float[] input) {
    float[] output = new float[Math.multiplyExact(images(input), plan.outputFloats())];
    run(input, output);
    return output;
  }

  /**
   * Runs one image or a batch and allocates nothing.
   *
   * @param input {@code [batch, height, width, channels]}
   * @param output room for {@code [batch, outputs]}
   * @throws IllegalArgumentException if the input is not one or more whole images, or the output
   *     has another size
   */
  public void run(float[] input, float[] output) {
    int images = images(input);
    if (output.length != (long) images * plan.outputFloats()) {
      throw new IllegalArgumentException(
          "Room for %d numbers for the results of %d images; expected %d."
              .formatted(output.length, images, (long) images * plan.outputFloats()));
    }
    for (int image = 0; image < images; image++) {
      enter(input, image);
      gang.run(program);
      System.arraycopy(
          workspace,
          plan.memory().output(),
          output,
          image * plan.outputFloats(),
          plan.outputFloats());
    }
  }

  /**
   * Runs one image step by step and takes the time of each; slower than {@link #run}, since the
   * threads meet after each step.
   *
   * @param image {@code [height, width, channels]}
   * @return one entry a step, in order
   */
  public List<StepTime> profile(float[] image) {
    images(image);
    enter(image, 0);
    List<StepTime> times = new ArrayList<>();
    for (Step step : plan.steps()) {
      long start = System.nanoTime();
      gang.run(member -> runShare(step, member));
      long nanos = System.nanoTime() - start;
      times.add(new StepTime(step.name(), step.nodes(), step.multiplyAdds(), nanos));
    }
    return times;
  }

  private int images(float[] input) {
    int images = input.length / plan.inputFloats();
    if (images == 0 || input.length % plan.inputFloats() != 0) {
      throw new IllegalArgumentException(
          "An input of %d numbers for a network that reads %s; expected a multiple of %d."
              .formatted(input.length, plan.network().input(), plan.inputFloats()));
    }
    return images;
  }

  private void enter(float[] input, int image) {
    System.arraycopy(
        input, image * plan.inputFloats(), workspace, plan.memory().input(), plan.inputFloats());
  }

  private void runSteps(int member) {
    List<Step> steps = plan.steps();
    for (int i = 0; i < steps.size(); i++) { // no iterator: nothing is allocated here
      runShare(steps.get(i), member);
      gang.barrier();
    }
  }

  private void runShare(Step step, int member) {
    int from = Gang.start(step.units(), step.grain(), member, gang.size());
    int to = Gang.start(step.units(), step.grain(), member + 1, gang.size());
    if (from < to) {
      step.work().run(workspace, scratch[member], from, to);
    }
  }

  /** Ends the session's threads. */
  @Override
  public void close() {
    gang.close();
  }
}
