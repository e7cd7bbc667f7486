package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mobilenet4j.kernels.CacheLine;
import org.mobilenet4j.kernels.Floats;
import org.mobilenet4j.kernels.Gang;
import org.mobilenet4j.model.InsufficientMemoryException;

/**
 * Room for the activations of one image and a team of threads that run a plan.
 *
 * <p>A session serves one caller at a time; several sessions may run one plan side by side. Results
 * are equal to the bit for any number of threads and any batch, before and after warm-up.
 */
public final class Session implements AutoCloseable {
  private static final float[] NO_IMAGES = {};
  private static final int MOST_FLOATS = 1 << 30;

  private final Plan plan;
  private final Gang gang;
  private final Gang.Work work = this::runSteps;
  private Room room;
  private float[] images = NO_IMAGES;
  private int firstFloat;

  /** A program with the arrays in which this session runs it. */
  private static final class Room {
    private final Program program;
    private final float[] workspace;
    private final List<Member> members = new ArrayList<>();

    /**
     * One array for all, so large that the JVM begins it on a cache line, unless it is too large.
     */
    Room(Program program, int threads) {
      this.program = program;
      int end = CacheLine.FIRST + program.memory().workspace();
      int scratch = CacheLine.wholeLines(program.memory().scratch());
      long together = end + (long) threads * scratch;
      boolean fits = together <= MOST_FLOATS;
      this.workspace = new float[fits ? (int) Math.max(CacheLine.REGION, together) : end];
      for (int i = 0; i < threads; i++) {
        members.add(
            new Member(
                fits
                    ? new Floats(workspace, end + i * scratch)
                    : new Floats(new float[CacheLine.FIRST + scratch], CacheLine.FIRST)));
      }
    }

    Program program() {
      return program;
    }

    float[] workspace() {
      return workspace;
    }

    Member member(int index) {
      return members.get(index);
    }

    @SuppressWarnings("ReferenceEquality") // the same program, not an equal one
    boolean isFor(Program other) {
      return program == other;
    }
  }

  /**
   * @param plan what is run
   * @param gang the threads, which end with the session
   */
  Session(Plan plan, Gang gang) {
    this.plan = plan;
    this.gang = gang;
    try {
      this.room = room(plan.warmUp().map(WarmUp::program).orElse(plan.program()), gang.size());
    } catch (RuntimeException | Error e) {
      gang.close();
      throw e;
    }
  }

  private Room room(Program program, int threads) {
    Program.Memory memory = program.memory();
    long floats = memory.workspace() + (long) threads * memory.scratch();
    InsufficientMemoryException.requireRoom(
        Math.max(CacheLine.REGION, floats) * Float.BYTES,
        "Running the network on an input of " + plan.network().input());
    return new Room(program, threads);
  }

  /**
   * @return how many threads work on an image, the caller's included: as many as were asked for, or
   *     the processors that the machine or container grants, if they are fewer
   */
  public int threads() {
    return gang.size();
  }

  /**
   * Brings the plan to full speed before its first image: the JVM compiles the kernels, which takes
   * a second or two once for all sessions of a plan, and then what stands between them, on images
   * of zeros. Without this call scalar kernels serve the first images, and all but the very first
   * take twice as long as these need, half a second more at most, while the compiling lasts.
   *
   * <p>A plan on scalar kernels has none to train: images of zeros run for half a second, one at
   * least, until it gets no faster.
   */
  public void warmUp() {
    plan.warmUp().ifPresent(WarmUp::finish);
    enterProgram();
    room.member(0).readsWeightsAlone(gang.size() == 1); // as it mostly will
    plan.warmUp()
        .ifPresentOrElse(
            warmUp -> warmUp.rehearse(room.workspace(), room.member(0)),
            () -> plan.rehearsal().run(room.workspace(), room.member(0)));
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
   * Runs one image or a batch and, once the plan is warm, allocates nothing.
   *
   * @param input {@code [batch, height, width, channels]}
   * @param output room for {@code [batch, outputs]}
   * @throws IllegalArgumentException if the input is not one or more whole images, or the output
   *     has another size
   */
  public void run(float[] input, float[] output) {
    int count = images(input);
    if (output.length != (long) count * plan.outputFloats()) {
      throw new IllegalArgumentException(
          "Room for %d numbers for the results of %d images; expected %d."
              .formatted(output.length, count, (long) count * plan.outputFloats()));
    }
    try {
      for (int image = 0; image < count; image++) {
        run(input, image, output);
      }
    } finally {
      images = NO_IMAGES;
    }
  }

  private void run(float[] input, int image, float[] output) {
    long start = System.nanoTime();
    enterProgram();
    images = input;
    firstFloat = image * plan.inputFloats();
    boolean alone = plan.enter();
    try {
      room.member(0).readsWeightsAlone(alone && gang.size() == 1);
      gang.run(work);
    } finally {
      plan.leave();
    }
    System.arraycopy(
        room.workspace(),
        room.program().memory().output(),
        output,
        image * plan.outputFloats(),
        plan.outputFloats());
    Optional<WarmUp> warmUp = plan.warmUp();
    if (warmUp.isPresent()) {
      warmUp.orElseThrow().spent(System.nanoTime() - start);
    }
  }

  /** Makes room for the program that the plan runs now. */
  private void enterProgram() {
    Optional<WarmUp> warmUp = plan.warmUp();
    if (warmUp.isPresent()) {
      Program program = warmUp.orElseThrow().program();
      if (!room.isFor(program)) {
        room = room(program, gang.size());
      }
    }
  }

  /**
   * Runs one image at full speed step by step and takes the time of each; slower than {@link #run},
   * since the threads meet after each step.
   *
   * @param image {@code [height, width, channels]}
   * @return one entry a step, in order
   */
  public List<StepTime> profile(float[] image) {
    images(image);
    warmUp();
    images = image;
    firstFloat = 0;
    try {
      gang.run(this::copyShare);
    } finally {
      images = NO_IMAGES;
    }
    List<StepTime> times = new ArrayList<>();
    for (Step step : room.program().steps()) {
      List<PartClock> clocks = new ArrayList<>();
      for (int member = 0; member < gang.size(); member++) {
        clocks.add(new PartClock(step.parts().size()));
      }
      long start = System.nanoTime();
      gang.run(member -> runShare(step, member, clocks.get(member)));
      long nanos = System.nanoTime() - start;
      times.add(new StepTime(step.name(), step.nodes(), nanos, parts(step, nanos, clocks)));
    }
    return times;
  }

  /** The wall time, divided as the times that all members noted together are. */
  private static List<PartTime> parts(Step step, long nanos, List<PartClock> clocks) {
    long[] noted = new long[step.parts().size()];
    for (int part = 0; part < noted.length; part++) {
      int index = part;
      noted[part] = clocks.stream().mapToLong(clock -> clock.nanos(index)).sum();
    }
    long all = Math.max(1, Arrays.stream(noted).sum());
    List<PartTime> parts = new ArrayList<>();
    long left = nanos;
    for (int part = 0; part < noted.length; part++) {
      boolean last = part == noted.length - 1;
      long share = last ? left : Math.round((double) nanos * noted[part] / all);
      StepPart of = step.parts().get(part);
      parts.add(new PartTime(of.type(), of.multiplyAdds(), share));
      left -= share;
    }
    return parts;
  }

  private int images(float[] input) {
    int count = input.length / plan.inputFloats();
    if (count == 0 || input.length % plan.inputFloats() != 0) {
      throw new IllegalArgumentException(
          "An input of %d numbers for a network that reads %s; expected a multiple of %d."
              .formatted(input.length, plan.network().input(), plan.inputFloats()));
    }
    return count;
  }

  private void runSteps(int member) {
    copyShare(member);
    gang.barrier();
    List<Step> steps = room.program().steps();
    for (int i = 0; i < steps.size(); i++) { // no iterator: nothing is allocated here
      runShare(steps.get(i), member);
      gang.barrier();
    }
  }

  /** Copies the member's rows of the image into the workspace. */
  private void copyShare(int member) {
    InputPlace place = room.program().memory().input();
    int from = Gang.start(place.rows(), 1, member, gang.size());
    int to = Gang.start(place.rows(), 1, member + 1, gang.size());
    place.copy(images, firstFloat, room.workspace(), from, to);
  }

  private void runShare(Step step, int member) {
    int from = Gang.start(step.units(), step.grain(), member, gang.size());
    int to = Gang.start(step.units(), step.grain(), member + 1, gang.size());
    if (from < to) {
      step.work().run(room.workspace(), room.member(member), from, to);
    }
  }

  private void runShare(Step step, int member, PartClock clock) {
    int from = Gang.start(step.units(), step.grain(), member, gang.size());
    int to = Gang.start(step.units(), step.grain(), member + 1, gang.size());
    if (from < to) {
      clock.start();
      step.work().run(room.workspace(), room.member(member), from, to, clock);
      clock.stop();
    }
  }

  /** Ends the session's threads. */
  @Override
  public void close() {
    gang.close();
  }
}
