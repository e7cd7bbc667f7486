package org.mobilenet4j.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mobilenet4j.kernels.FmaPeak;
import org.mobilenet4j.kernels.KernelChoice;

/**
 * Trains one network by turns, here and in Python processes that stay alive: first it is shown that
 * all compute the same losses, then a few steps of one follow a few steps of the next.
 *
 * <p>A program of its own: network, size, threads, seconds of warm-up, rounds, Python, script,
 * folder for the first weights; prints {@link Loss}es, and if they agree a {@link Sample}, the
 * {@link Idle} processor and the {@link Memory} of each side, and our {@link StepKind}s.
 */
final class TrainingDuel {
  /** Turns of each side, unless told otherwise. */
  static final int ROUNDS = 15;

  /** Steps of one side that are timed together, after one that is not. */
  static final int STEPS = 2;

  static final int PROVED_STEPS = 3;

  /**
   * Relative; single precision summed in another order, through some fifty layers normalised over a
   * small batch, and through the updates of the steps before.
   */
  static final double TOLERANCE = 2e-5;

  // V3-Large's loss falls by 2e-5 in three steps, which is more than the tolerance. At ten times as
  // much, roundings grow from update to update: PyTorch's own two layouts then differ by 8e-4 in
  // the third loss of V2.
  private static final double PROOF_RATE = 1e-4;

  // A batch that is learned by heart has gradients that vanish; these weights hardly move.
  private static final double RATE = 1e-6;
  private static final long CALM_MILLIS = 300;
  private static final List<String> FORMATS = List.of("default", "channels_last");

  /** The loss of a step, before its update. */
  record Loss(String side, int step, double value) {}

  /** The share of one processor that a side took while the others had their turns. */
  record Idle(String side, double share) {}

  /**
   * What a side's process takes, in bytes.
   *
   * @param growth of what is resident, from before the network to its most
   * @param held what the garbage collector finds, ours alone; else 0
   * @param statedActivations what our network stated; else 0
   * @param statedRest weights, gradients, momentum and the batch, as stated by ours; else 0
   */
  record Memory(String side, long growth, long held, long statedActivations, long statedRest) {}

  /** All that a duel tells; what the kinds of steps take is ours. */
  record Told(
      List<Loss> losses,
      List<Sample> samples,
      List<Idle> idle,
      List<Memory> memory,
      List<StepKind> kinds) {
    static Told of(List<List<String>> lines) {
      Told told =
          new Told(
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>());
      lines.forEach(told::add);
      return told;
    }

    private void add(List<String> f) {
      switch (f.getFirst()) {
        case "loss" ->
            losses.add(
                new Loss(f.get(1), Integer.parseInt(f.get(2)), Double.parseDouble(f.get(3))));
        case "idle" -> idle.add(new Idle(f.get(1), Double.parseDouble(f.get(2))));
        case "kind" ->
            kinds.add(
                new StepKind(f.get(1), Double.parseDouble(f.get(2)), Double.parseDouble(f.get(3))));
        case "memory" ->
            memory.add(
                new Memory(
                    f.get(1),
                    Long.parseLong(f.get(2)),
                    Long.parseLong(f.get(3)),
                    Long.parseLong(f.get(4)),
                    Long.parseLong(f.get(5))));
        default -> samples.add(Sample.of(f));
      }
    }

    /** How far a side's losses lie from ours, the largest of all steps, relative. */
    double deviation(String side) {
      double largest = 0;
      for (Loss ours : losses) {
        if (ours.side().equals(OurTraining.NAME)) {
          for (Loss theirs : losses) {
            if (theirs.side().equals(side) && theirs.step() == ours.step()) {
              double relative = Math.abs(theirs.value() - ours.value()) / Math.abs(theirs.value());
              largest = Double.isNaN(relative) ? relative : Math.max(largest, relative);
            }
          }
        }
      }
      return largest;
    }

    /** The names of all sides, ours first. */
    List<String> sides() {
      return losses.stream().map(Loss::side).distinct().toList();
    }

    /** Whether there is somebody to agree with, and all do. */
    boolean agrees() {
      return sides().size() > 1 && sides().stream().allMatch(side -> deviation(side) <= TOLERANCE);
    }
  }

  private final List<TrainingSide> sides;
  private final TrainingCase what;
  private final Effort effort;

  private TrainingDuel(List<TrainingSide> sides, TrainingCase what, Effort effort) {
    this.sides = sides;
    this.what = what;
    this.effort = effort;
  }

  /** The arguments of the program. */
  static Object[] arguments(
      TrainingCase what, int threads, Effort effort, String python, Path script, Path folder) {
    return new Object[] {
      what.network().key(),
      what.size(),
      threads,
      effort.warmUpSeconds(),
      effort.rounds(),
      python,
      script,
      folder
    };
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    TrainingCase what = TrainingCase.of(BenchmarkNetwork.of(args[0]), args[1]);
    int threads = Integer.parseInt(args[2]);
    Effort effort = new Effort(Double.parseDouble(args[3]), Integer.parseInt(args[4]));
    Path start = Path.of(args[7], what.network().key() + "-" + what.size() + ".start");
    List<TrainingSide> sides = new ArrayList<>();
    try (OurTraining ours = new OurTraining(what, threads)) {
      sides.add(ours);
      ours.write(start);
      for (String format : FORMATS) {
        sides.add(TorchTraining.start(args[5], Path.of(args[6]), start, what, threads, format));
      }
      new TrainingDuel(sides, what, effort).run(ours);
    } finally {
      sides.forEach(TrainingSide::close);
    }
    System.exit(0); // whoever watches the memory of this process has seen enough
  }

  private void run(OurTraining ours) throws InterruptedException {
    List<List<String>> losses = new ArrayList<>();
    for (TrainingSide side : sides) {
      double[] found = side.losses(PROVED_STEPS, PROOF_RATE);
      for (int step = 0; step < found.length; step++) {
        losses.add(List.of("loss", side.name(), String.valueOf(step), String.valueOf(found[step])));
      }
    }
    losses.forEach(fields -> System.out.println(Child.line(fields.toArray())));
    if (!Told.of(losses).agrees()) {
      return; // the parent says so
    }
    measure();
    for (StepKind each : ours.profile(effort.rounds())) {
      System.out.println(
          Child.line("kind", each.kind(), each.forwardNanos(), each.backwardNanos()));
    }
    for (TrainingSide side : sides) {
      boolean own = side == ours;
      System.out.println(
          Child.line(
              "memory",
              side.name(),
              side.resident().growth(),
              own ? ours.heldGrowth() : 0,
              own ? ours.statedActivations() : 0,
              own ? ours.statedRest() : 0));
    }
  }

  private void measure() throws InterruptedException {
    double peakBefore = peak();
    sides.forEach(this::warmUp);
    Thread.sleep(CALM_MILLIS); // compilers that are still at work would take their time from us
    int count = sides.size();
    long[][] wall = new long[count][effort.rounds()];
    long[][] processor = new long[count][effort.rounds()];
    double[] idle = new double[count];
    double[] waited = new double[count];
    long[] ended = new long[count];
    long limit = System.nanoTime() + (long) (1e9 * Effort.MOST_SECONDS * count);
    int rounds = 0;
    while (rounds < effort.rounds()
        && (rounds < Effort.FEWEST_ROUNDS || System.nanoTime() < limit)) {
      for (int i = 0; i < count; i++) {
        long begun = System.nanoTime();
        TrainingSide.Turn turn = sides.get(i).turn(STEPS, RATE);
        wall[i][rounds] = turn.wallNanos() / STEPS;
        processor[i][rounds] = turn.processorNanos() / STEPS;
        if (rounds > 0) { // the wait before is that of the warm-up
          idle[i] += turn.idleNanos();
          waited[i] += begun - ended[i];
        }
        ended[i] = System.nanoTime();
      }
      rounds++;
    }
    double peak = Math.max(peakBefore, peak());
    for (int i = 0; i < count; i++) {
      String name = sides.get(i).name();
      System.out.println(
          Sample.of(
                  name,
                  Arrays.copyOf(wall[i], rounds),
                  Arrays.copyOf(processor[i], rounds),
                  what.batch(),
                  peak)
              .line());
      System.out.println(Child.line("idle", name, idle[i] / waited[i]));
    }
  }

  private static double peak() {
    return FmaPeak.measure(KernelChoice.best().kernels());
  }

  private void warmUp(TrainingSide side) {
    long end = System.nanoTime() + (long) (1e9 * effort.warmUpSeconds());
    long spent = 0;
    do {
      spent += side.turn(1, RATE).wallNanos();
    } while (System.nanoTime() < end);
    assert spent > 0;
  }
}
