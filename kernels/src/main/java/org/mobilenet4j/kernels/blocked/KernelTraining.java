package org.mobilenet4j.kernels.blocked;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes the JVM compile kernels before they are needed, and proves what it made of them.
 *
 * <p>Until C2 has compiled a kernel, each of its vectors is an object and an image takes a second.
 * HotSpot compiles what is called often, and a call that computes nothing is a call: mostly empty
 * calls drive the counters, a few real ones show the compiler what is usual. Then each kernel is
 * held against its definition and timed; one that C2 gave too few registers is defined anew, which
 * often comes out better.
 */
final class KernelTraining {
  /** Calls that compute nothing, before the rounds: enough for HotSpot's first compiler, C1. */
  private static final int EMPTY_CALLS_AT_FIRST = 250;

  /** Calls of a round that compute something, each of two sizes. */
  private static final int REAL_CALLS = 10;

  /** Calls of a round that compute nothing. */
  private static final int EMPTY_CALLS = 30;

  /** Calls of which the best time counts, once all are compiled. */
  private static final int TIMED_CALLS = 40;

  /** Definitions of a kernel at most: one that stays slow twice more is left as it is. */
  private static final int MOST_DEFINITIONS = 3;

  /** Twice the time of the usual kernel of its family: sums were put into memory. */
  private static final double TOO_SLOW = 2.0;

  private final long deadline;

  private KernelTraining(long deadline) {
    this.deadline = deadline;
  }

  /**
   * Trains kernels. What is not compiled when the time is over is left for the next call; the JVM
   * does not forget the calls made so far.
   *
   * @param slots which; those that are trained already are left alone
   * @param limitNanos after how long to stop
   * @return what came of it
   */
  static TrainingReport train(List<Slot<?>> slots, long limitNanos) {
    long begun = System.nanoTime();
    KernelTraining training = new KernelTraining(begun + limitNanos);
    List<Pupil<?>> pupils = new ArrayList<>();
    for (Slot<?> slot : slots) {
      if (!slot.trained()) {
        pupils.add(new Pupil<>(slot));
      }
    }
    training.compile(pupils);
    List<Pupil<?>> compiled = pupils.stream().filter(Pupil::isCompiled).toList();
    for (int definition = 1; definition < MOST_DEFINITIONS; definition++) {
      List<Pupil<?>> slow = slowOnes(compiled);
      if (slow.isEmpty() || System.nanoTime() > training.deadline) {
        break;
      }
      slow.forEach(Pupil::renew);
      training.compile(slow);
      slow.forEach(Pupil::keepTheBetter);
    }
    compiled.forEach(Pupil::finish);
    return new TrainingReport(
        pupils.stream().map(Pupil::report).toList(), System.nanoTime() - begun);
  }

  /** Calls all kernels in turn until each is fast, or time is up. */
  private void compile(List<Pupil<?>> pupils) {
    for (Pupil<?> pupil : pupils) {
      pupil.call(EMPTY_CALLS_AT_FIRST, 0);
    }
    List<Pupil<?>> left = new ArrayList<>(pupils);
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      left.removeIf(Pupil::isCompiledAfterOneRound);
      pause();
    }
    for (Pupil<?> pupil : pupils) {
      if (pupil.isCompiled()) {
        pupil.time(TIMED_CALLS);
      }
    }
  }

  // The compiler works beside; where there is a single core it needs this one.
  private static void pause() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Pupil<?>> slowOnes(List<Pupil<?>> pupils) {
    List<Pupil<?>> slow = new ArrayList<>();
    for (Pupil<?> pupil : pupils) {
      double[] family =
          pupils.stream()
              .filter(other -> other.seam().equals(pupil.seam()))
              .mapToDouble(Pupil::nanosPerMultiplyAdd)
              .sorted()
              .toArray();
      // Small tiles wait for their own sums; they are rare, and compared with nothing.
      if (pupil.isLarge() && pupil.nanosPerMultiplyAdd() > TOO_SLOW * family[family.length / 2]) {
        slow.add(pupil);
      }
    }
    return slow;
  }

  /** A kernel in training. */
  private static final class Pupil<K> {
    /** Compiled kernels do ten times as much, others not a tenth of it. */
    private static final double COMPILED_MULTIPLY_ADDS_PER_NANO = 1.5;

    /** What a call may cost beside its multiply-adds. */
    private static final double CALL_NANOS = 300;

    private final Slot<K> slot;
    private final Trial<K> trial;
    private K kernel;
    private K better;
    private double betterNanos = Double.MAX_VALUE;
    private double nanos = Double.MAX_VALUE;
    private boolean compiled;
    private boolean right;
    private int definitions = 1;

    Pupil(Slot<K> slot) {
      this.slot = slot;
      this.trial = slot.variant().trial();
      this.kernel = slot.kernel();
      this.better = kernel;
    }

    Class<K> seam() {
      return slot.variant().seam();
    }

    double nanosPerMultiplyAdd() {
      return nanos;
    }

    boolean isLarge() {
      return switch (slot.variant()) {
        case PointwiseVariant product -> product.pixels() * product.panel().vectors() >= 8;
        case DepthwiseVariant depthwise -> depthwise.pixels() >= 7;
        case DenseVariant dense -> dense.panel().vectors() >= 8;
        case WeightGradientVariant product -> product.inputs() * product.panel().vectors() >= 8;
        case DepthwiseGradientVariant depthwise ->
            depthwise.tapRows() * depthwise.kernelWidth() >= 8;
        case ChannelVariant _ -> false;
      };
    }

    void call(int times, int tiles) {
      for (int i = 0; i < times; i++) {
        trial.run(kernel, tiles);
      }
    }

    /**
     * One round; large pieces of work, too, must be fast, lest they send the JVM back to compile.
     */
    boolean isCompiledAfterOneRound() {
      compiled =
          isCompiled(best(REAL_CALLS, 2), 2)
              && isCompiled(best(REAL_CALLS, Trial.MOST_TILES), Trial.MOST_TILES);
      if (!compiled) {
        call(EMPTY_CALLS, 0);
      }
      return compiled;
    }

    boolean isCompiled() {
      return compiled;
    }

    /** The best time of some calls, in nanoseconds. */
    private double best(int calls, int tiles) {
      long best = Long.MAX_VALUE;
      for (int i = 0; i < calls; i++) {
        long start = System.nanoTime();
        trial.run(kernel, tiles);
        best = Math.min(best, System.nanoTime() - start);
      }
      return best;
    }

    private boolean isCompiled(double callNanos, int tiles) {
      return callNanos
          < CALL_NANOS + tiles * trial.multiplyAdds() / COMPILED_MULTIPLY_ADDS_PER_NANO;
    }

    void time(int calls) {
      nanos = best(calls, Trial.MOST_TILES) / (Trial.MOST_TILES * trial.multiplyAdds());
    }

    void renew() {
      better = kernel;
      betterNanos = nanos;
      kernel = GeneratedKernels.define(slot.variant());
      nanos = Double.MAX_VALUE;
      compiled = false;
      definitions++;
    }

    void keepTheBetter() {
      if (betterNanos < nanos) {
        kernel = better;
        nanos = betterNanos;
        compiled = true;
      }
    }

    void finish() {
      right = trial.isRight(kernel);
      if (right) {
        slot.graduate(kernel);
      }
    }

    TrainingReport.Kernel report() {
      return new TrainingReport.Kernel(
          slot.variant().name(), right, compiled, compiled ? 1 / nanos : 0, definitions);
    }
  }
}
