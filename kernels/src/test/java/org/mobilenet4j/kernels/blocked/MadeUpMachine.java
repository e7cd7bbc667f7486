package org.mobilenet4j.kernels.blocked;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Kernels, a compiler and a clock that are made up, to train without chance. */
final class MadeUpMachine {
  private static final int NEVER = Integer.MAX_VALUE;
  private static final int SOON = 700;

  /** Vector multiply-adds of a tile; each takes a nanosecond. */
  private static final int VECTORS = 100;

  static final int LANES = 8;

  private long nanos;
  private long yardstickSlowness = 1;
  private final List<String> graduates = new ArrayList<>();
  private final List<String> serving = new ArrayList<>();

  /** A kernel as C2 might compile it: how slow, after how many calls, and whether rightly. */
  static final class Made {
    private final String name;
    private final double slowness;
    private final int compiledAfter;
    private final boolean right;
    private int calls;

    Made(String name, double slowness, int compiledAfter, boolean right) {
      this.name = name;
      this.slowness = slowness;
      this.compiledAfter = compiledAfter;
      this.right = right;
    }

    int calls() {
      return calls;
    }
  }

  static Made slower(String name, double slowness) {
    return new Made(name, slowness, SOON, true);
  }

  /** Compiled late, after some nine hundred rounds. */
  static Made late(String name, double slowness) {
    return new Made(name, slowness, 270_000, true);
  }

  static Made wrong(String name) {
    return new Made(name, 1, SOON, false);
  }

  static Made boxed(String name) {
    return new Made(name, 1, NEVER, true);
  }

  private final Trial<Made> trial =
      new Trial<>() {
        @Override
        public void run(Made kernel, int tiles) {
          kernel.calls++;
          double tileNanos =
              kernel.calls > kernel.compiledAfter ? kernel.slowness * VECTORS : 1000.0 * VECTORS;
          nanos += (long) (tiles * tileNanos);
        }

        @Override
        public boolean isRight(Made kernel) {
          return kernel.right;
        }

        @Override
        public long multiplyAdds() {
          return (long) VECTORS * LANES;
        }

        @Override
        public Effort effort() {
          return new Effort((long) MOST_TILES * VECTORS * LANES, MOST_TILES * VECTORS);
        }
      };

  private static final class Peak implements Yardstick {
    private final MadeUpMachine machine;

    Peak(MadeUpMachine machine) {
      this.machine = machine;
    }

    @Override
    public void run(int rounds) {
      machine.nanos += machine.yardstickSlowness * 10L * rounds;
    }

    @Override
    public int vectorsPerRound() {
      return 10;
    }
  }

  /** A pupil that is first this and then, try by try, the others. */
  Pupil<?> pupil(Made first, Made... others) {
    return new Pupil<>(
        first.name,
        () -> trial,
        first,
        Arrays.stream(others).map(made -> new Pupil.Way<>(made.name, () -> made)).toList(),
        new Pupil.Place<Made>() {
          @Override
          public void serve(Made best) {
            serving.add(best.name + " " + best.slowness);
          }

          @Override
          public void graduate(Made best) {
            graduates.add(best.name + " " + best.slowness);
          }
        },
        () -> nanos);
  }

  /** Trains, and forgets what was trained. */
  TrainingReport train(long limitNanos, Pupil<?>... pupils) {
    return training().teach(List.of(pupils), limitNanos);
  }

  /** A training that remembers what it has trained. */
  KernelTraining training() {
    return training(this::pause);
  }

  KernelTraining training(KernelTraining.Pause pause) {
    return new KernelTraining(() -> nanos, pause, () -> new Peak(this));
  }

  /** A millisecond; returns the time after it, in nanoseconds. */
  long pause() {
    nanos += 1_000_000;
    return nanos;
  }

  void slowYardstick(long slowness) {
    yardstickSlowness = slowness;
  }

  /** Those that went into service for good, and how slow they are. */
  List<String> graduates() {
    return graduates;
  }

  /** Those that serve while training goes on. */
  List<String> serving() {
    return serving;
  }
}
