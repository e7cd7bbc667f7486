package org.mobilenet4j.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mobilenet4j.kernels.gradient.GradientKernelChoice;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.training.data.Batch;
import org.mobilenet4j.training.data.BatchOptions;
import org.mobilenet4j.training.data.Batches;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.UnreadablePicture;
import org.mobilenet4j.training.data.augmentation.AugmentationPolicy;
import org.mobilenet4j.training.gradient.Statistics;
import org.mobilenet4j.training.gradient.TrainableNetwork;
import org.mobilenet4j.training.gradient.TrainingOptions;
import org.mobilenet4j.training.recipe.Recipe;
import org.mobilenet4j.training.report.EpochFigures;
import org.mobilenet4j.vision.Preprocessor;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/**
 * Trains a network. The same task gives the same weights, to the bit, for any number of threads,
 * and whether it runs in one go or is stopped, killed and resumed from its checkpoint.
 *
 * <p>{@link #run} and {@link #score} are for one thread; {@link #stop} may come from another.
 */
public final class Trainer implements AutoCloseable {
  /** A JVM that takes longer begins with what is compiled by then. */
  private static final long WARM_UP_NANOS = 20_000_000_000L;

  /** Threads that load pictures: one keeps ahead of any network that is worth training. */
  private static final int LOADERS = 1;

  private final TrainingTask task;
  private final TrainableNetwork network;
  private final Preprocessor preprocessor;
  private final Objective objective;
  private final LearningStep step;
  private final RunState state;
  private final Optional<CheckpointFile> checkpoints;
  private final TrainingListener listener;
  private final Scoring scoring;
  private final Validation validation;
  private volatile boolean stopping;

  /**
   * @param task what to do
   * @param kernels what computes
   * @param threads that compute; one more loads pictures
   * @param checkpoint where the state of the run is kept; empty to keep none
   * @param listener is told how it goes
   */
  public Trainer(
      TrainingTask task,
      GradientKernels kernels,
      int threads,
      Optional<Path> checkpoint,
      TrainingListener listener) {
    this(task, kernels, threads, checkpoint, Map.of(), listener);
  }

  /**
   * @param task what to do
   * @param kernels what computes
   * @param threads that compute; one more loads pictures
   * @param checkpoint where the state of the run is kept; empty to keep none
   * @param notes what each checkpoint says beside the state, for {@link CheckpointNotes#read}
   * @param listener is told how it goes
   */
  public Trainer(
      TrainingTask task,
      GradientKernels kernels,
      int threads,
      Optional<Path> checkpoint,
      Map<String, String> notes,
      TrainingListener listener) {
    this(
        task,
        kernels,
        checkpoint.map(path -> new CheckpointFile(path, task, notes, Optional.empty())),
        threads,
        listener);
  }

  private Trainer(
      TrainingTask task,
      GradientKernels kernels,
      Optional<CheckpointFile> checkpoints,
      int threads,
      TrainingListener listener) {
    Recipe recipe = task.recipe();
    TrainingOptions options =
        new TrainingOptions(
            task.batch(),
            recipe.batchNorm().torchMomentum(),
            OptionalDouble.empty(),
            OptionalDouble.of(recipe.regularization().dropout()),
            recipe.regularization().stochasticDepth(),
            task.frozen(),
            task.frozenStatistics());
    this.task = task;
    this.checkpoints = checkpoints;
    this.listener = listener;
    this.network = TrainableNetwork.of(task.network(), kernels, options, threads);
    try {
      this.network.load(task.initial());
      this.preprocessor = Preprocessor.of(task.preprocessing(), task.network().input());
      this.state = new RunState(network, task);
      this.scoring = new Scoring(network, preprocessor, LOADERS, this::leaveOut);
      DivergedRun diverged = new DivergedRun(task, state, checkpoints.map(CheckpointFile::path));
      this.validation = new Validation(task, scoring, diverged);
      this.objective = Objective.of(task, threads);
      this.step = new LearningStep(task, state, objective, diverged);
    } catch (RuntimeException | Error e) {
      network.close();
      throw e;
    }
  }

  /**
   * A trainer on the kernels that were chosen, compiled by the JVM before the first step.
   *
   * @param task what to do
   * @param choice what computes; if the JVM compiles it wrongly, the scalar kernels do
   * @param threads that compute; one more loads pictures
   * @param checkpoint where the state of the run is kept; empty to keep none
   * @param notes what each checkpoint says beside the state, for {@link CheckpointNotes#read}
   * @param listener is told how it goes
   * @return the trainer, to be closed
   */
  public static Trainer warmedUp(
      TrainingTask task,
      GradientKernelChoice choice,
      int threads,
      Optional<Path> checkpoint,
      Map<String, String> notes,
      TrainingListener listener) {
    return warmedUp(
        task,
        choice,
        checkpoint.map(path -> new CheckpointFile(path, task, notes, Optional.empty())),
        threads,
        listener);
  }

  /** As above, with the file of its checkpoints. */
  static Trainer warmedUp(
      TrainingTask task,
      GradientKernelChoice choice,
      Optional<CheckpointFile> checkpoints,
      int threads,
      TrainingListener listener) {
    Trainer trainer = new Trainer(task, choice.kernels(), checkpoints, threads, listener);
    try {
      GradientKernelChoice proven = choice.warmedUp(WARM_UP_NANOS);
      if (proven.equals(choice)) {
        return trainer;
      }
      trainer.close();
      return new Trainer(task, proven.kernels(), checkpoints, threads, listener);
    } catch (RuntimeException | Error e) {
      trainer.close();
      throw e;
    }
  }

  /**
   * Goes back to where a run with the same task was stopped.
   *
   * @throws TrainingException if there is no checkpoint, or it is of another task
   */
  public void resume() {
    checkpoints
        .orElseThrow(() -> new IllegalStateException("This run keeps no checkpoint."))
        .restore(state);
    network.refill();
  }

  /**
   * @return the memory that the run will hold, known before its first step
   */
  public TrainingMemory memory() {
    int ahead = BatchOptions.of(task.batch(), task.seed()).withThreads(LOADERS).ahead();
    return TrainingMemory.of(
        task, state, preprocessor.floats(), ahead + 1, checkpoints.isPresent());
  }

  /**
   * @return the weight decay by role, a line each
   */
  public List<String> decayTable() {
    return task.recipe().regularization().weightDecay().table(state.optimizer().tensors()).lines();
  }

  /** Asks the run to stop after its current step; it writes its checkpoint first. */
  public void stop() {
    stopping = true;
  }

  /**
   * Trains to the end, or until somebody calls {@link #stop}.
   *
   * @return the best weights and the course of the run
   * @throws TrainingException if the run diverges; the last checkpoint stays, and it is from before
   *     anything was seen of that
   */
  public TrainingResult run() {
    // From the first moment on: whenever it is killed, there is something to resume.
    checkpoints.ifPresent(file -> file.write(state));
    RunState.Position first = state.position();
    long steps = Batches.trainingBatches(task.data().train().size(), task.batch());
    listener.stepsBegin(first.epoch() * steps + first.batch(), task.recipe().epochs() * steps);
    while (state.position().epoch() < task.recipe().epochs()) {
      if (!trainEpoch()) {
        checkpoints.ifPresent(file -> file.writeIfSound(state));
        return result(false);
      }
      finishEpoch();
      checkpoints.ifPresent(file -> file.writeIfSound(state));
    }
    return result(true);
  }

  private TrainingResult result(boolean finished) {
    Optional<RunState.Best> best = state.best();
    return new TrainingResult(
        best.map(RunState.Best::weights).orElseGet(network::weights),
        best.map(RunState.Best::epoch).orElse(0),
        best.map(RunState.Best::averaged).orElse(false),
        state.epochs(),
        List.copyOf(state.warnings()),
        finished);
  }

  /** Returns whether the epoch came to its end. */
  private boolean trainEpoch() {
    int epoch = state.position().epoch();
    AugmentationPolicy policy = AugmentationPolicies.of(task.recipe().augmentations());
    BatchOptions options = BatchOptions.of(task.batch(), task.seed()).withThreads(LOADERS);
    try (Batches batches =
        Batches.training(
            task.data().train(), preprocessor, policy, options, epoch, state.position().batch())) {
      long begun = System.nanoTime();
      double before = state.position().seconds();
      while (true) {
        if (stopping) {
          return false;
        }
        Optional<Batch> batch = batches.next();
        batches.newlyUnreadable().forEach(this::leaveOut);
        if (batch.isEmpty()) {
          if (state.position().seen() == 0) {
            throw new TrainingException(
                "None of the pictures to learn from can be read any more; were they moved or removed?");
          }
          return true;
        }
        step.take(batch.get(), batches.count());
        RunState.Position at = state.position();
        double seconds = before + (System.nanoTime() - begun) * 1e-9;
        state.moveTo(
            new RunState.Position(
                epoch, batch.get().number() + 1, at.loss(), at.right(), at.seen(), seconds));
        listener.stepDone(
            new StepProgress(
                epoch + 1,
                task.recipe().epochs(),
                batch.get().number() + 1,
                batches.count(),
                at.loss() / at.seen(),
                (double) at.right() / at.seen(),
                at.seen() / seconds));
        checkpoints.ifPresent(file -> file.writeIfDue(state));
      }
    }
  }

  private void finishEpoch() {
    EpochFigures done = validation.judge(state, this::warn);
    state.epochs().add(done);
    state.moveTo(state.position().nextEpoch());
    listener.epochDone(done);
  }

  private void warn(String sentence) {
    if (state.warnings().add(sentence)) {
      listener.warned(sentence);
    }
  }

  /** Once each: of a picture that cannot be read the same is found in every epoch. */
  private void leaveOut(UnreadablePicture picture) {
    if (state.warnings().add(picture.reason())) {
      listener.unreadable(picture);
    }
  }

  /**
   * What the given weights say about pictures.
   *
   * @param weights of the network; this trainer's own are exchanged for them
   * @param pictures a data set with the same classes
   * @return one for each picture that can be read; the listener is told of the others
   * @throws TrainingException if they say what is no finite number
   */
  public List<ScoredPicture> score(Weights weights, DataSet pictures) {
    network.load(weights);
    return scoring.score(
        pictures,
        Statistics.RUNNING,
        Integer.MAX_VALUE,
        said ->
            new TrainingException(
                said + "; expected finite numbers; train with a lower learning rate."));
  }

  @Override
  public void close() {
    objective.close();
    network.close();
  }
}
