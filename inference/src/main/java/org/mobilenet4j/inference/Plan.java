package org.mobilenet4j.inference;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.mobilenet4j.kernels.Gang;
import org.mobilenet4j.kernels.KernelChoice;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.blocked.TrainingReport;
import org.mobilenet4j.model.InsufficientMemoryException;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.network.Network;

/**
 * A compiled network: a flat list of steps over one planned workspace, with packed weights.
 *
 * <p>A plan is immutable and may be shared by any number of threads; each runs it in a {@link
 * Session} of its own. It takes any batch: the images of a batch pass through the steps one after
 * the other, so that the workspace stays as small as for one.
 */
public final class Plan {
  private final Network network;
  private final Kernels kernels;
  private final Program program;
  private final Optional<WarmUp> warmUp;
  private final Rehearsal rehearsal;
  private final AtomicInteger running = new AtomicInteger();

  /**
   * @param network what is run, its batch normalisations folded
   * @param kernels what computes
   * @param program what is run at full speed
   * @param warmUp how it gets there, where it does not run at full speed from the beginning
   */
  Plan(Network network, Kernels kernels, Program program, Optional<WarmUp> warmUp) {
    this.network = network;
    this.kernels = kernels;
    this.program = program;
    this.warmUp = warmUp;
    this.rehearsal = Rehearsal.ofPlainLoops(program);
  }

  /**
   * Compiles a model for the best kernels of this machine.
   *
   * @param model what to run; its batch normalisations may be folded or not
   * @return the plan
   * @throws InsufficientMemoryException if weights and activations do not fit the JVM's memory
   * @throws org.mobilenet4j.kernels.KernelDumpException if the class files of its kernels are
   *     wanted and cannot be written
   */
  public static Plan of(Model model) {
    return of(model, KernelChoice.best().kernels());
  }

  /**
   * Compiles a model for given kernels.
   *
   * @param model what to run; its batch normalisations may be folded or not
   * @param kernels what computes
   * @return the plan
   * @throws InsufficientMemoryException if weights and activations do not fit the JVM's memory
   */
  public static Plan of(Model model, Kernels kernels) {
    return of(model, kernels, PlanLayout.FASTEST);
  }

  /**
   * Compiles a model for given kernels and a given layout; results are equal to the bit.
   *
   * @param model what to run; its batch normalisations may be folded or not
   * @param kernels what computes
   * @param layout how activations lie between the steps
   * @return the plan
   * @throws InsufficientMemoryException if weights and activations do not fit the JVM's memory
   */
  public static Plan of(Model model, Kernels kernels, PlanLayout layout) {
    return PlanCompiler.compile(BatchNormFolding.fold(model), kernels, layout);
  }

  /**
   * Opens a session: room for the activations of one image, and threads. There are never more of
   * them than the processors that the machine or the container's quota grants this JVM ({@link
   * Runtime#availableProcessors()}), however many are asked for; {@link Session#threads()} says how
   * many there are.
   *
   * @param threads how many threads work on an image at most, the caller's included; at least 1
   * @return a session, to be closed
   * @throws IllegalArgumentException if there is not at least one thread
   * @throws InsufficientMemoryException if the activations do not fit the JVM's memory
   */
  public Session newSession(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "A session of %d threads; there must be at least one.".formatted(threads));
    }
    return new Session(this, Gang.of(threads));
  }

  /**
   * @return the network that is run, its batch normalisations folded
   */
  public Network network() {
    return network;
  }

  /**
   * @return what computes
   */
  public Kernels kernels() {
    return kernels;
  }

  /**
   * @return floats of one image's input: height · width · channels
   */
  public int inputFloats() {
    return Math.toIntExact(network.input().elements());
  }

  /**
   * @return floats of one image's result
   */
  public int outputFloats() {
    return Math.toIntExact(network.outputShape().elements());
  }

  /**
   * @return bytes of activations that a session needs with one thread once it is warm
   */
  public long activationBytes() {
    return memory().bytes(1);
  }

  /**
   * @return what a session needs for its activations once it is warm, buffer by buffer
   */
  public PlanMemory memory() {
    Program.Memory memory = program.memory();
    return new PlanMemory(
        (long) Float.BYTES * memory.workspace(),
        (long) Float.BYTES * memory.scratch(),
        memory.buffers());
  }

  /**
   * @return one line for each step of the warm plan, for people: its name and the nodes it computes
   */
  public List<String> describe() {
    return program.steps().stream()
        .map(step -> step.name() + "  " + String.join(" ", step.nodes()))
        .toList();
  }

  /**
   * What costs a plan some of its speed: operations that the blocked layout does not compute, whose
   * values are copied to channels last and back.
   *
   * @return one line for each, for people: the node and what it is; one for the whole network where
   *     none of it runs in blocks
   */
  public List<String> outsideOfBlocks() {
    return program.outsideOfBlocks();
  }

  /**
   * @return what came of compiling the kernels, once that is over; nothing for plans that need none
   */
  public Optional<TrainingReport> training() {
    return warmUp.flatMap(WarmUp::report);
  }

  Program program() {
    return program;
  }

  Optional<WarmUp> warmUp() {
    return warmUp;
  }

  /**
   * Begins an image, which {@link #leave} ends.
   *
   * @return whether no other session is at one
   */
  boolean enter() {
    return running.incrementAndGet() == 1;
  }

  /** Ends an image. */
  void leave() {
    running.decrementAndGet();
  }

  /** That of a plan which needs no warm-up of kernels. */
  Rehearsal rehearsal() {
    return rehearsal;
  }
}
