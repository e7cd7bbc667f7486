package org.mobilenet4j.inference;

/**
 * Runs of a whole program on an image of zeros until it gets no faster: what javac compiled (pools,
 * activations by themselves, bands and their rings, all of the scalar kernels) must pass through
 * the JVM's compilers, in the shapes in which it will be used.
 */
final class Rehearsal {
  /** Runs after kernels were trained at least, however long they take. */
  static final int FEWEST_AFTER_TRAINING = 5;

  /** Plain loops are compiled while they run: their first run may take many seconds. */
  private static final int FEWEST_OF_PLAIN_LOOPS = 1;

  /** How long it takes at most, apart from the fewest runs. */
  private static final long MOST_NANOS = 600_000_000L;

  /** It ends when for so long no run was faster by more than {@link #PROGRESS}. */
  private static final long QUIET_NANOS = 200_000_000L;

  private static final double PROGRESS = 0.02;

  /**
   * What each step gets of a run at least: short steps are repeated, since the JVM counts calls and
   * compiles what is called often.
   */
  private static final long STEP_NANOS = 100_000L;

  private final Program program;
  private final int fewest;
  private boolean done;

  private Rehearsal(Program program, int fewest) {
    this.program = program;
    this.fewest = fewest;
  }

  /** That of a program whose kernels are trained. */
  static Rehearsal afterTraining(Program program) {
    return new Rehearsal(program, FEWEST_AFTER_TRAINING);
  }

  /** That of a program whose kernels need no training. */
  static Rehearsal ofPlainLoops(Program program) {
    return new Rehearsal(program, FEWEST_OF_PLAIN_LOOPS);
  }

  /**
   * Rehearses, the first time; whoever comes meanwhile waits.
   *
   * @param workspace room for the program's activations
   * @param member who runs it
   */
  synchronized void run(float[] workspace, Member member) {
    if (done) {
      return;
    }
    done = true;
    InputPlace input = program.memory().input();
    float[] image = new float[Math.multiplyExact(input.height(), input.row())];
    long begun = System.nanoTime();
    long faster = begun;
    double best = Double.MAX_VALUE;
    for (int run = 0; run < fewest || System.nanoTime() - begun < MOST_NANOS; run++) {
      input.copy(image, 0, workspace, 0, input.rows());
      long nanos = 0;
      for (Step step : program.steps()) {
        nanos += run(step, workspace, member);
      }
      long now = System.nanoTime();
      if (nanos < (1 - PROGRESS) * best) {
        best = nanos;
        faster = now;
      } else if (run >= fewest && now - faster > QUIET_NANOS) {
        break;
      }
    }
  }

  /** Runs a step some times, and says how long the first of them took. */
  private static long run(Step step, float[] workspace, Member member) {
    long start = System.nanoTime();
    step.work().run(workspace, member, 0, step.units());
    long first = System.nanoTime() - start;
    while (System.nanoTime() - start < STEP_NANOS) {
      step.work().run(workspace, member, 0, step.units());
    }
    return first;
  }
}
