package org.mobilenet4j.training;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.gradient.Statistics;
import org.mobilenet4j.training.gradient.StatisticsGap;
import org.mobilenet4j.training.gradient.TrainableNetwork;
import org.mobilenet4j.training.optimization.MovingAverage;
import org.mobilenet4j.training.random.Draws;
import org.mobilenet4j.training.report.EpochFigures;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/**
 * What is made of an epoch when it is over: how good the weights and their averages are on pictures
 * that are not learned from, whether they are the best so far, and whether the running statistics
 * can be trusted.
 */
final class Validation {
  /** Validation batches on which batch statistics are held against the running ones. */
  private static final int GAP_BATCHES = 4;

  /** Accuracy that evaluation may lose by its running statistics before a warning. */
  private static final double NOTABLE_GAP = 0.05;

  private static final long ORDER = 0x6a756467;

  private final TrainingTask task;
  private final Scoring scoring;
  private final DivergedRun diverged;
  private final DataSet pictures;
  private final boolean followsBatches;

  Validation(TrainingTask task, Scoring scoring, DivergedRun diverged) {
    this.task = task;
    this.scoring = scoring;
    this.diverged = diverged;
    // Folders and archives lie class by class, and the statistics of one class are those of no
    // batch that is learned from: so the first batches are drawn from all of the pictures.
    DataSet validation = task.data().validation();
    this.pictures =
        new Reordered(validation, Draws.of(task.seed(), ORDER).permutation(validation.size()));
    this.followsBatches =
        task.network().nodes().stream()
            .anyMatch(node ->
                node.op() instanceof Op.BatchNorm
                    && !task.frozenStatistics().contains(node.name()));
  }

  /**
   * Judges the weights as they are, and keeps them if they are the best so far.
   *
   * @param state at the end of an epoch
   * @param warnings takes what should be known before the result is trusted
   * @throws TrainingException if the run has diverged
   */
  EpochFigures judge(RunState state, Consumer<String> warnings) {
    RunState.Position at = state.position();
    int epoch = at.epoch() + 1;
    long begun = System.nanoTime();
    // An activation that cuts hides an infinite weight from the answers.
    state
        .firstNotFinite()
        .ifPresent(name -> {
          throw diverged.afterEpoch("'%s' holds what is no finite number".formatted(name));
        });
    List<ScoredPicture> raw = score(Statistics.RUNNING, Integer.MAX_VALUE);
    Scoring.Figures figures = Scoring.Figures.of(raw);
    offer(state, epoch, figures, false);
    OptionalDouble averaged = averaged(state, epoch);
    if (followsBatches) {
      checkStatistics(state.network(), epoch, raw, warnings);
    }
    return new EpochFigures(
        epoch,
        task.recipe().learningRateAt(epoch),
        at.loss() / at.seen(),
        (double) at.right() / at.seen(),
        figures.loss(),
        figures.accuracy(),
        averaged,
        at.seen() / at.seconds(),
        at.seconds() + (System.nanoTime() - begun) * 1e-9);
  }

  private List<ScoredPicture> score(Statistics statistics, int mostBatches) {
    List<ScoredPicture> scored =
        scoring.score(
            pictures,
            statistics,
            mostBatches,
            said -> diverged.afterEpoch(said + diverged.firstNotFinite()));
    if (scored.isEmpty()) {
      throw new TrainingException(
          "No validation picture can be read any more; were they moved or removed?");
    }
    return scored;
  }

  /** The same with the averaged weights, if the run keeps them; afterwards all is as before. */
  private OptionalDouble averaged(RunState state, int epoch) {
    Optional<MovingAverage> average = state.average();
    if (average.isEmpty()) {
      return OptionalDouble.empty();
    }
    exchange(state.network(), average.get());
    Scoring.Figures figures = Scoring.Figures.of(score(Statistics.RUNNING, Integer.MAX_VALUE));
    offer(state, epoch, figures, true);
    exchange(state.network(), average.get());
    return OptionalDouble.of(figures.accuracy());
  }

  private static void exchange(TrainableNetwork network, MovingAverage average) {
    average.exchange(network.gang());
    network.refill();
  }

  private static void offer(RunState state, int epoch, Scoring.Figures figures, boolean averaged) {
    boolean better =
        state.best().map(best -> best.isBeatenBy(figures.accuracy(), figures.loss())).orElse(true);
    if (better) {
      state.setBest(
          new RunState.Best(
              state.network().weights(), epoch, figures.accuracy(), figures.loss(), averaged));
    }
  }

  /** Holds what evaluation sees against what training sees, on the same pictures. */
  private void checkStatistics(
      TrainableNetwork network,
      int epoch,
      List<ScoredPicture> withRunning,
      Consumer<String> warnings) {
    // A last batch of a few pictures has the statistics of those few.
    int whole = Math.clamp(pictures.size() / network.batch(), 1, GAP_BATCHES);
    List<ScoredPicture> withBatch = score(Statistics.BATCH, whole);
    Optional<StatisticsGap> gap = network.statisticsGap();
    double batch = Scoring.Figures.of(withBatch).accuracy();
    double running = Scoring.Figures.of(withRunning.subList(0, withBatch.size())).accuracy();
    // By chance, a share of n pictures is off by about its deviation, sqrt(p (1 - p) / n).
    double share = (batch + running) / 2;
    double chance =
        Math.sqrt(Math.max(1, share * (1 - share) * withBatch.size())) / withBatch.size();
    if (gap.isPresent() && batch - running > NOTABLE_GAP + 3 * chance) {
      warnings.accept(
          "After epoch %d evaluation names %.1f%% of %d validation pictures rightly, but %.1f%% with the statistics of their own batch: the running statistics of batch normalisation lag behind, most in '%s', whose normalised numbers they move by %.1f deviations; train longer, or with a larger share of each batch (a smaller decay)."
              .formatted(
                  epoch,
                  100 * running,
                  withBatch.size(),
                  100 * batch,
                  gap.get().layer(),
                  gap.get().deviations()));
    }
  }
}
