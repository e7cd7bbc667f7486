package org.mobilenet4j.kernels.blocked;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the JVM compile kernels before they are needed, and proves what it made of them.
 *
 * <p>Until C2 has compiled a kernel, each of its vectors is an object and an image takes a second.
 * HotSpot compiles what is called often, and a call that computes nothing is a call: mostly empty
 * calls drive the counters, a few real ones show the compiler what is usual. Then each kernel is
 * held against its definition and timed beside a loop at the machine's peak. One that C2 gave too
 * few registers, or did not compile, or compiled wrongly, is defined anew, which often comes out
 * better, and at last made of other tiles.
 *
 * <p>One thread trains at a time: two would spoil each other's times.
 */
final class KernelTraining {
  /**
   * A kernel is slow that reaches less than this share of what kernels usually do. Sums in memory
   * take 1.4 times as long and more.
   */
  private static final double SLOW = 0.75;

  /**
   * What kernels usually do of what their work allows, at least and at most: the middle one of them
   * all shows how this processor differs from those on which {@link Effort} was measured, but not
   * where all of them are bad.
   */
  private static final double LEAST_USUAL = 0.7;

  private static final double MOST_USUAL = 1.0;

  /**
   * Calls and rounds of the yardstick in a round of training, as long as it is not compiled. So
   * many send it to C2 no later than the kernels; were they fewer, it would come behind them all.
   */
  private static final int YARDSTICK_CALLS = 60;

  private static final int YARDSTICK_ROUNDS = 20;

  /** Nanoseconds for a multiply-add of a vector: more, and the yardstick is not compiled. */
  private static final double COMPILED_VECTOR_NANOS = 4;

  /** Lets the JVM's compilers work: where there is a single core they need this one. */
  interface Pause {
    /**
     * Waits for a millisecond.
     *
     * @throws InterruptedException if the thread was interrupted; it is no more
     */
    void rest() throws InterruptedException;
  }

  private final LongSupplier clock;
  private final Pause pause;
  private final Supplier<Yardstick> yardsticks;
  private final ReentrantLock turn = new ReentrantLock();
  private final List<Double> graduates = new ArrayList<>(); // what they reach of their best
  private @Nullable Yardstick yardstick; // made when it is needed
  private boolean interrupted;

  /**
   * @param clock nanoseconds
   * @param pause between two rounds
   * @param yardsticks makes what kernels are measured against
   */
  KernelTraining(LongSupplier clock, Pause pause, Supplier<Yardstick> yardsticks) {
    this.clock = clock;
    this.pause = pause;
    this.yardsticks = yardsticks;
  }

  /** The training of kernels for vectors of some lanes. */
  static KernelTraining onThisMachine(int lanes) {
    return new KernelTraining(
        System::nanoTime, () -> Thread.sleep(1), () -> Yardstick.ofLanes(lanes));
  }

  /**
   * Trains kernels when no other thread does. What is not done when the time is over goes on with
   * the next call: the JVM does not forget the calls made so far, nor a slot what was tried.
   *
   * @param slots which; those that are trained already are left alone
   * @param limitNanos after how long to stop, the waiting not counted
   * @return what came of it
   */
  TrainingReport train(List<Slot<?>> slots, long limitNanos) {
    turn.lock();
    try {
      return teachUntrained(slots, limitNanos);
    } finally {
      turn.unlock();
    }
  }

  /** Trains kernels, but does not wait: nothing if another thread does so now. */
  Optional<TrainingReport> trainUnlessBusy(List<Slot<?>> slots, long limitNanos) {
    if (!turn.tryLock()) {
      return Optional.empty();
    }
    try {
      return Optional.of(teachUntrained(slots, limitNanos));
    } finally {
      turn.unlock();
    }
  }

  private TrainingReport teachUntrained(List<Slot<?>> slots, long limitNanos) {
    List<Pupil<?>> pupils = new ArrayList<>();
    for (Slot<?> slot : slots) {
      if (!slot.trained()) {
        pupils.add(slot.pupil());
      }
    }
    return teach(pupils, limitNanos);
  }

  /**
   * Trains kernels; one thread at a time.
   *
   * @param pupils which
   * @param limitNanos after how long to stop
   */
  TrainingReport teach(List<Pupil<?>> pupils, long limitNanos) {
    try {
      return teachUninterrupted(pupils, limitNanos);
    } finally {
      if (interrupted) {
        interrupted = false;
        Thread.currentThread().interrupt();
      }
    }
  }

  // An interrupt must not end all later pauses as well: without them the compiler might starve.
  private void rest() {
    try {
      pause.rest();
    } catch (InterruptedException e) {
      interrupted = true;
    }
  }

  private TrainingReport teachUninterrupted(List<Pupil<?>> pupils, long limitNanos) {
    long begun = clock.getAsLong();
    compile(pupils, begun, limitNanos);
    List<Pupil<?>> again = badOnes(pupils);
    while (!again.isEmpty() && isTimeLeft(begun, limitNanos)) {
      again.forEach(Pupil::tryAgain);
      compile(again, begun, limitNanos);
      again = badOnes(pupils);
    }
    for (Pupil<?> pupil : pupils) {
      if (again.contains(pupil)) {
        pupil.serve();
      } else {
        if (pupil.isUsable()) {
          graduates.add(pupil.efficiency());
        }
        pupil.finish();
      }
    }
    List<TrainingReport.Kernel> reports = pupils.stream().map(Pupil::report).toList();
    pupils.forEach(Pupil::pause);
    return new TrainingReport(reports, clock.getAsLong() - begun);
  }

  private boolean isTimeLeft(long begun, long limitNanos) {
    return clock.getAsLong() - begun < limitNanos;
  }

  /**
   * Calls all kernels that are not examined yet in turn until each is fast, or time is up, or the
   * compiler does no more; then examines those that are, which takes a millisecond each.
   */
  private void compile(List<Pupil<?>> pupils, long begun, long limitNanos) {
    List<Pupil<?>> left = new ArrayList<>(pupils);
    left.removeIf(Pupil::isExamined);
    // Where time has ended within a round, those go first that it has not come to.
    left.sort(Comparator.comparingInt(Pupil::idleRounds));
    List<Pupil<?>> open = List.copyOf(left);
    open.forEach(Pupil::begin);
    boolean measurable = open.isEmpty();
    int rounds = 0;
    while ((!left.stream().allMatch(Pupil::isStuck) || (!measurable && rounds < Pupil.STUCK_ROUNDS))
        && isTimeLeft(begun, limitNanos)) {
      if (hasCompiledOneMore(left, begun, limitNanos)) {
        left.forEach(Pupil::hope);
      }
      measurable = measurable || isYardstickCompiledAfterOneRound();
      rounds++;
      rest();
    }
    for (Pupil<?> pupil : open) {
      if (pupil.isCompiled() && measurable) {
        pupil.examine(yardstick());
      }
      if (pupil.isOver()) {
        pupil.keepTheBetter();
      }
    }
  }

  /** A round of calls, as far as time suffices; who is compiled after it is left no more. */
  private boolean hasCompiledOneMore(List<Pupil<?>> left, long begun, long limitNanos) {
    int before = left.size();
    Iterator<Pupil<?>> pupils = left.iterator();
    while (pupils.hasNext() && isTimeLeft(begun, limitNanos)) {
      if (pupils.next().isCompiledAfterOneRound()) {
        pupils.remove();
      }
    }
    return left.size() < before;
  }

  private Yardstick yardstick() {
    Yardstick made = yardstick;
    if (made == null) {
      made = yardsticks.get();
      yardstick = made;
    }
    return made;
  }

  private boolean isYardstickCompiledAfterOneRound() {
    Yardstick measure = yardstick();
    long best = Long.MAX_VALUE;
    for (int i = 0; i < YARDSTICK_CALLS; i++) {
      long start = clock.getAsLong();
      measure.run(YARDSTICK_ROUNDS);
      best = Math.min(best, clock.getAsLong() - start);
    }
    return best < COMPILED_VECTOR_NANOS * YARDSTICK_ROUNDS * measure.vectorsPerRound();
  }

  /**
   * Those that are to be tried again: wrong, not compiled though they had the time, or slow beside
   * all others, those that were trained before included.
   */
  private List<Pupil<?>> badOnes(List<Pupil<?>> pupils) {
    double[] sorted =
        DoubleStream.concat(
                graduates.stream().mapToDouble(Double::doubleValue),
                pupils.stream().filter(Pupil::isExamined).mapToDouble(Pupil::efficiency))
            .sorted()
            .toArray();
    double middle = sorted.length == 0 ? MOST_USUAL : sorted[sorted.length / 2];
    double slow = SLOW * Math.clamp(middle, LEAST_USUAL, MOST_USUAL);
    List<Pupil<?>> bad = new ArrayList<>();
    for (Pupil<?> pupil : pupils) {
      pupil.judge(slow);
      if (pupil.isOver() && !pupil.isGood() && pupil.hasAnotherWay()) {
        bad.add(pupil);
      }
    }
    return bad;
  }
}
