package org.mobilenet4j.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.blocked.BlockedKernels;
import org.mobilenet4j.kernels.blocked.TrainingReport;

/**
 * The way of a plan from its first image to full speed.
 *
 * <p>Generated kernels are worth nothing before the JVM has compiled them, which takes a second or
 * two. So the first images pass through plain scalar steps, which give the same bits. The first
 * image waits for nothing: often it is the only one. After others the thread that brought them
 * trains the kernels for as long as images took since the last training, half a second at most,
 * until all are compiled: meanwhile images take twice as long as they must on average, and the
 * JVM's compilers, which do most of the work, have the time of the images, too.
 */
final class WarmUp {
  /** Training is not worth beginning for less: the time of images is saved up until then. */
  static final long SHORTEST_SLICE_NANOS = 5_000_000L;

  /** What an image waits for the training at most. */
  static final long LONGEST_SLICE_NANOS = 500_000_000L;

  /** A machine that takes longer goes on in the slow way. */
  static final long TRAINING_LIMIT_NANOS = 30_000_000_000L;

  /** How kernels are trained. */
  interface Training {
    /** Whether all kernels of the plan are trained. */
    boolean isDone();

    /**
     * Trains for some time, after other plans that do so.
     *
     * @param limitNanos after how long to stop
     * @return what came of it
     */
    TrainingReport train(long limitNanos);

    /**
     * Trains for some time.
     *
     * @param limitNanos after how long to stop
     * @return what came of it; nothing, and at once, if another plan trains
     */
    Optional<TrainingReport> trainUnlessBusy(long limitNanos);

    /** The training of generated kernels. */
    static Training of(BlockedKernels kernels) {
      return new Training() {
        @Override
        public boolean isDone() {
          return kernels.isTrained();
        }

        @Override
        public TrainingReport train(long limitNanos) {
          return kernels.train(limitNanos);
        }

        @Override
        public Optional<TrainingReport> trainUnlessBusy(long limitNanos) {
          return kernels.trainUnlessBusy(limitNanos);
        }
      };
    }
  }

  private final Training kernels;
  private final Program fast;
  private final Supplier<Program> fallback;
  private final Supplier<Program> slow;
  private final Rehearsal rehearsal;
  private final ReentrantLock training = new ReentrantLock();
  private final AtomicBoolean firstImageCame = new AtomicBoolean();
  private final AtomicLong savedNanos = new AtomicLong(); // what images took and training has not
  private final Map<String, TrainingReport.Kernel> trained = new LinkedHashMap<>();
  private long trainedNanos;
  private boolean atFullSpeed;
  private @Nullable Program slowProgram; // made when it is asked for, dropped when it is not needed
  private volatile @Nullable Program settled;
  private volatile boolean over; // and nothing is left to train
  private volatile @Nullable TrainingReport report;

  /**
   * @param kernels the kernels that must be compiled
   * @param fast the program that uses them
   * @param fallback the program for a JVM that compiles them wrongly
   * @param slow the program for the first images
   */
  WarmUp(Training kernels, Program fast, Supplier<Program> fallback, Supplier<Program> slow) {
    this.kernels = kernels;
    this.fast = fast;
    this.fallback = fallback;
    this.slow = slow;
    this.rehearsal = Rehearsal.afterTraining(fast);
    if (kernels.isDone()) {
      atFullSpeed = true;
      settled = fast;
      over = true;
    }
  }

  /**
   * @return the program for the next image
   */
  Program program() {
    Program ready = settled;
    return ready != null ? ready : slowProgram();
  }

  private synchronized Program slowProgram() {
    Program ready = settled;
    if (ready != null) {
      return ready; // settled since the caller looked: the slow program is gone for good
    }
    if (slowProgram == null) {
      slowProgram = slow.get();
    }
    return slowProgram;
  }

  /**
   * Notes what an image has cost.
   *
   * @param nanos how long it took
   */
  void spent(long nanos) {
    if (over) {
      return;
    }
    long saved = savedNanos.addAndGet(nanos);
    if (!(firstImageCame.getAndSet(true) || kernels.isDone())) {
      return;
    }
    boolean worthIt = saved >= SHORTEST_SLICE_NANOS || kernels.isDone();
    if (worthIt && training.tryLock()) { // whoever comes meanwhile goes on in the slow way
      try {
        if (!over) {
          long slice = Math.min(savedNanos.getAndSet(0), LONGEST_SLICE_NANOS);
          kernels.trainUnlessBusy(slice).ifPresent(this::judge);
        }
      } finally {
        training.unlock();
      }
    }
  }

  /** Goes to full speed now and returns when it is reached. */
  void finish() {
    training.lock();
    try {
      while (!over) {
        judge(kernels.train(TRAINING_LIMIT_NANOS - trainedNanos));
      }
    } finally {
      training.unlock();
    }
  }

  /**
   * Rehearses the program at full speed, if it is reached, the first time.
   *
   * @param workspace room for its activations
   * @param member who runs it
   */
  void rehearse(float[] workspace, Member member) {
    training.lock();
    try {
      if (atFullSpeed) {
        rehearsal.run(workspace, member);
      }
    } finally {
      training.unlock();
    }
  }

  /**
   * Settles for a program when it is clear which. Kernels that can be used serve from then on,
   * while those that are slow are made anew.
   */
  private void judge(TrainingReport slice) {
    trainedNanos += slice.nanos();
    // What is not in this slice any more has been trained, perhaps by another plan that shares it.
    trained.values().removeIf(kernel -> !kernel.right());
    slice.kernels().forEach(kernel -> trained.put(kernel.name(), kernel));
    boolean timeIsOver = trainedNanos >= TRAINING_LIMIT_NANOS;
    if (settled == null) {
      if (slice.succeeded()) {
        atFullSpeed = true;
        settle(fast);
      } else if (slice.foundMistake()) {
        settle(fallback.get());
      } else if (timeIsOver) {
        settle(slowProgram()); // a JVM that does not compile these compiles no vectors well
      }
    }
    report = new TrainingReport(List.copyOf(trained.values()), trainedNanos);
    over = settled != null && (!atFullSpeed || kernels.isDone() || timeIsOver);
  }

  private void settle(Program program) {
    settled = program;
    dropSlowProgram();
  }

  private synchronized void dropSlowProgram() {
    slowProgram = null;
  }

  /**
   * @return what came of the training, once the plan runs as it will
   */
  Optional<TrainingReport> report() {
    return settled == null ? Optional.empty() : Optional.ofNullable(report);
  }
}
