package org.mobilenet4j.kernels.blocked;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A kernel in training. When what C2 made of it is not good enough, it is tried again: the same
 * class defined anew, and at last other tiles that do the same work. The best try is kept.
 *
 * @param <K> the interface of the kernel
 */
final class Pupil<K> {
  /** Compiled kernels do ten times as much, others not a tenth of it. */
  private static final double COMPILED_MULTIPLY_ADDS_PER_NANO = 1.5;

  /** What a call may cost beside its multiply-adds. */
  private static final double CALL_NANOS = 300;

  /** Calls of which the best time shows whether a kernel is compiled, each of two sizes. */
  private static final int REAL_CALLS = 10;

  /**
   * Tiles of the one call of a round that computes something before a kernel is compiled. It takes
   * as long as thousands of empty calls, and sends the JVM to compile what it is slow by, which
   * nobody needs afterwards; but where C2 has seen fewer, it takes a kernel's loops for rare.
   */
  private static final int TILES_OF_A_LOOK = 4;

  /** How much longer than a compiled kernel such a call may take: a single one proves little. */
  private static final double DOUBT = 3;

  /** Calls of a new kernel that compute nothing: enough for HotSpot's first compiler, C1. */
  private static final int EMPTY_CALLS_AT_FIRST = 250;

  /** Calls of a round that compute nothing. */
  private static final int EMPTY_CALLS = 300;

  /** Calls of which the best time counts, once all are compiled. */
  private static final int TIMED_CALLS = 40;

  /** Rounds, two seconds and more, in which not one kernel more was compiled: they will not be. */
  static final int STUCK_ROUNDS = 2_000;

  /** Definitions of one class at most, the first included. */
  private static final int MOST_DEFINITIONS = 2;

  /** Some microseconds of it. */
  private static final int YARDSTICK_ROUNDS = 1_000;

  /**
   * A way to make the kernel.
   *
   * @param name of the classes that do the work
   * @param make defines them
   */
  record Way<K>(String name, Supplier<K> make) {}

  /**
   * Where the kernel is at work.
   *
   * @param <K> the interface of the kernel
   */
  interface Place<K> {
    /** Takes the best kernel so far, which is proved; its training goes on. */
    void serve(K best);

    /** Takes the kernel that came out of the training. */
    void graduate(K best);
  }

  /** One kernel that was made, and what came of it. */
  private static final class Try<K> {
    private final String name;
    private final K kernel;
    private boolean begun;
    private boolean compiled;
    private boolean examined;
    private boolean right;
    private boolean slow;
    private int idleRounds;
    private double nanos = Double.MAX_VALUE;
    private double efficiency;

    Try(String name, K kernel) {
      this.name = name;
      this.kernel = kernel;
    }

    /** What is wrong is worth least, then what is not compiled. */
    double worth() {
      return !compiled ? -1 : !right ? -2 : efficiency;
    }

    boolean isUsable() {
      return examined && right;
    }
  }

  private final String name;
  private final Supplier<Trial<K>> trials;
  private final Deque<Way<K>> ways = new ArrayDeque<>();
  private final Place<K> place;
  private final LongSupplier clock;
  private @Nullable Trial<K> trial; // there while it is trained
  private @Nullable WeakReference<Trial<K>> pausedTrial;
  private Try<K> current;
  private @Nullable Try<K> better;
  private int definitions = 1;

  /**
   * @param name of the kernel
   * @param trials makes the data of its work
   * @param first the kernel as it is
   * @param others what to try, in this order, when it is not good enough
   * @param place takes what comes of it
   * @param clock nanoseconds
   */
  Pupil(
      String name,
      Supplier<Trial<K>> trials,
      K first,
      List<Way<K>> others,
      Place<K> place,
      LongSupplier clock) {
    this.name = name;
    this.trials = trials;
    this.current = new Try<>(name, first);
    this.ways.addAll(others);
    this.place = place;
    this.clock = clock;
  }

  /** The kernel of a slot: defined anew, and then made of other tiles. */
  static <K> Pupil<K> of(Slot<K> slot, LongSupplier clock) {
    Variant<K> variant = slot.variant();
    List<Way<K>> others = new ArrayList<>();
    for (int definition = 1; definition < MOST_DEFINITIONS; definition++) {
      others.add(new Way<>(variant.name(), () -> GeneratedKernels.define(variant)));
    }
    others.addAll(OtherTiles.of(variant, slot.otherTiles()));
    return new Pupil<>(variant.name(), variant::trial, slot.kernel(), others, slot, clock);
  }

  private Trial<K> trial() {
    Trial<K> made = trial;
    if (made == null) {
      WeakReference<Trial<K>> paused = pausedTrial;
      made = paused == null ? null : paused.get();
      if (made == null) {
        made = trials.get();
      }
      trial = made;
    }
    return made;
  }

  /** Lets go of its data at the next garbage collection unless it is trained again before. */
  void pause() {
    if (trial != null) {
      pausedTrial = new WeakReference<>(trial);
      trial = null;
    }
  }

  /** Calls a kernel that is new, so that C1 has something to do before the first round. */
  void begin() {
    if (!current.begun) {
      current.begun = true;
      callEmpty(EMPTY_CALLS_AT_FIRST);
    }
  }

  private void callEmpty(int times) {
    for (int i = 0; i < times; i++) {
      trial().run(current.kernel, 0);
    }
  }

  /** One round; large pieces of work, too, must be fast, lest they send the JVM back to compile. */
  boolean isCompiledAfterOneRound() {
    current.compiled =
        isCompiled(best(TILES_OF_A_LOOK, 1) / DOUBT, TILES_OF_A_LOOK)
            && isCompiled(best(2, REAL_CALLS), 2)
            && isCompiled(best(Trial.MOST_TILES, REAL_CALLS), Trial.MOST_TILES);
    if (!current.compiled) {
      callEmpty(EMPTY_CALLS);
      current.idleRounds++;
    }
    return current.compiled;
  }

  /** Rounds since a kernel was compiled, in this training and those before; this one never was. */
  int idleRounds() {
    return current.idleRounds;
  }

  /** Whether the compiler does no more, and this kernel is not compiled. */
  boolean isStuck() {
    return current.idleRounds >= STUCK_ROUNDS;
  }

  /** Waits as long as from the beginning: the compiler has just done something. */
  void hope() {
    current.idleRounds = 0;
  }

  /** The best time of some calls, in nanoseconds. */
  private double best(int tiles, int calls) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < calls; i++) {
      long start = clock.getAsLong();
      trial().run(current.kernel, tiles);
      best = Math.min(best, clock.getAsLong() - start);
    }
    return best;
  }

  private boolean isCompiled(double callNanos, int tiles) {
    return callNanos
        < CALL_NANOS + tiles * trial().multiplyAdds() / COMPILED_MULTIPLY_ADDS_PER_NANO;
  }

  boolean isCompiled() {
    return current.compiled;
  }

  /** Whether the last try has been proved and timed. */
  boolean isExamined() {
    return current.examined;
  }

  /** Whether nothing more will be known of the last try. */
  boolean isOver() {
    return isExamined() || isStuck();
  }

  /** Whether the last try can be used. */
  boolean isUsable() {
    return current.isUsable();
  }

  /** Takes note of whether it is slow: below some share of its best. */
  void judge(double leastEfficiency) {
    current.slow = current.examined && current.efficiency < leastEfficiency;
  }

  /** Whether the last try can be used and is not slow. */
  boolean isGood() {
    return current.isUsable() && !current.slow;
  }

  /** Its speed as a share of what its work allows at best. */
  double efficiency() {
    return current.efficiency;
  }

  /** Proves the compiled kernel, and takes its time by turns with that of the yardstick. */
  void examine(Yardstick yardstick) {
    long kernelNanos = Long.MAX_VALUE;
    long yardstickNanos = Long.MAX_VALUE;
    for (int i = 0; i < TIMED_CALLS; i++) {
      long start = clock.getAsLong();
      trial().runLong(current.kernel);
      long between = clock.getAsLong();
      yardstick.run(YARDSTICK_ROUNDS);
      long end = clock.getAsLong();
      kernelNanos = Math.min(kernelNanos, between - start);
      yardstickNanos = Math.min(yardstickNanos, end - between);
    }
    double vectorNanos =
        (double) yardstickNanos / ((double) YARDSTICK_ROUNDS * yardstick.vectorsPerRound());
    current.nanos = Math.max(1, kernelNanos);
    current.efficiency = trial().effort().vectors() * vectorNanos / current.nanos;
    current.right = trial().isRight(current.kernel);
    current.examined = true;
  }

  /** Whether there is something left to try. */
  boolean hasAnotherWay() {
    return !ways.isEmpty();
  }

  /** Makes the kernel in the next way. */
  void tryAgain() {
    Way<K> way = ways.removeFirst();
    better = current;
    current = new Try<>(way.name(), way.make().get());
    definitions++;
  }

  /** Goes back where the last try, now that it is over, has come out no better. */
  void keepTheBetter() {
    Try<K> before = better;
    if (before != null && before.worth() >= current.worth()) {
      current = before;
    }
    better = null;
  }

  /** Hands on the kernel, or where it cannot be used, the best of those before. */
  void finish() {
    if (current.isUsable()) {
      place.graduate(current.kernel);
    } else {
      serve();
      if (isStuck()) {
        hope(); // nothing else is left to try
      }
    }
  }

  /** Puts the best that can be used so far to work, if there is any, while training goes on. */
  void serve() {
    Try<K> before = better;
    Try<K> best = before == null || current.isUsable() ? current : before;
    if (best.isUsable()) {
      place.serve(best.kernel);
    }
  }

  /** What can be said so far: of the last try, or while it is not compiled, of the one before. */
  TrainingReport.Kernel report() {
    Try<K> before = better;
    Try<K> told = before != null && !current.examined ? before : current;
    // What is wrong and can be made anew is no mistake yet, and no kernel either.
    boolean last = !hasAnotherWay() && (before == null || current.examined);
    boolean compiled = told.examined && (told.right || last);
    return new TrainingReport.Kernel(
        name,
        told.right,
        compiled,
        told.right && told.slow,
        compiled ? trial().effort().multiplyAdds() / told.nanos : 0,
        told.efficiency,
        definitions,
        told.name);
  }
}
