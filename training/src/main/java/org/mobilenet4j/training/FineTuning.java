package org.mobilenet4j.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.gradient.GradientKernelChoice;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.UnreadablePicture;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/**
 * From a model to one of your classes, in two stages. First a new head is trained on the features
 * of the frozen backbone, which are computed once: a linear probe, a matter of seconds. Then,
 * unless the backbone is to stay frozen, the network is trained with the probe's head as its
 * beginning.
 *
 * <p>The same task gives the same weights, to the bit, for any number of threads. The probe is kept
 * in the checkpoint; a run that is resumed does not compute it again.
 *
 * <p>{@link #run} is for one thread; {@link #stop} may come from another.
 */
public final class FineTuning {
  private final FineTuningTask task;
  private final GradientKernelChoice choice;
  private final int threads;
  private final Optional<Path> checkpoint;
  private final Map<String, String> notes;
  private final TrainingListener listener;
  private final Preprocessing preprocessing;
  private final NewHead head;
  private final Set<String> frozen;
  private @Nullable Trainer trainer; // guarded by this object
  private volatile boolean stopping;

  /**
   * Looks at some of the pictures, to see whether they are large enough for the model's crop.
   *
   * @param task what to do
   * @param kernels what computes the second stage
   * @param threads that compute; one more loads pictures
   * @param checkpoint where the state of the second stage is kept; empty to keep none
   * @param listener is told how it goes
   * @throws TrainingException if the model has no layer to exchange, or the network has no block of
   *     the name that was given
   * @throws org.mobilenet4j.network.NetworkException if the network cannot take the input size
   */
  public FineTuning(
      FineTuningTask task,
      GradientKernels kernels,
      int threads,
      Optional<Path> checkpoint,
      TrainingListener listener) {
    this(
        task,
        new GradientKernelChoice(kernels, "These kernels were asked for.", Optional.empty()),
        threads,
        checkpoint,
        Map.of(),
        listener);
  }

  /**
   * Looks at some of the pictures, to see whether they are large enough for the model's crop.
   *
   * @param task what to do
   * @param choice what computes the second stage; the JVM compiles it first
   * @param threads that compute; one more loads pictures
   * @param checkpoint where the state of the second stage is kept; empty to keep none
   * @param notes what each checkpoint says beside the state, for {@link CheckpointNotes#read}
   * @param listener is told how it goes
   * @throws TrainingException if the model has no layer to exchange, or the network has no block of
   *     the name that was given
   * @throws org.mobilenet4j.network.NetworkException if the network cannot take the input size
   */
  public FineTuning(
      FineTuningTask task,
      GradientKernelChoice choice,
      int threads,
      Optional<Path> checkpoint,
      Map<String, String> notes,
      TrainingListener listener) {
    this.task = task;
    this.choice = choice;
    this.notes = Map.copyOf(notes);
    this.threads = threads;
    this.checkpoint = checkpoint;
    this.listener = listener;
    Network given = task.model().network();
    Network sized =
        task.inputSize()
            .map(size -> given.withInputSize(size.height(), size.width()))
            .orElse(given);
    this.preprocessing =
        UsualFraming.of(
            task.model().preprocessing().orElseThrow(),
            sized.input().extent(),
            task.data().train());
    this.head = NewHead.of(task.model(), sized, task.data().train().labels().size());
    this.frozen = task.freezing().nodes(head.network(), head.layer());
  }

  /**
   * @return the network with its new head
   */
  public Network network() {
    return head.network();
  }

  /**
   * @return how pictures are prepared: as the model says, but taken whole if they are so small that
   *     the model's crop would enlarge them
   */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /**
   * @return the weight decay by role in the second stage, a line each; empty if there is none
   */
  public List<String> decayTable() {
    if (task.freezing() instanceof Freezing.Backbone) {
      return List.of();
    }
    Set<String> still = task.batchNorm().frozenWeights(head.network(), frozen);
    return task.recipe().regularization().weightDecay().table(head.network(), still).lines();
  }

  /**
   * Looks at the second stage as it will be; for a moment that takes what the second stage takes,
   * so what cannot fit is refused here, before the first.
   *
   * @return the memory of both stages
   * @throws org.mobilenet4j.model.InsufficientMemoryException if the second stage needs more memory
   *     than the JVM may use
   */
  public FineTuningMemory memory() {
    DataSet train = task.data().train();
    int classes = train.labels().size();
    long learnt = train.size();
    long choosing = task.data().validation().size();
    // The regression has a copy that it standardises, by picture and by feature, and logits.
    long floats = (3 * learnt + choosing) * head.features() + learnt * classes;
    if (task.freezing() instanceof Freezing.Backbone) {
      return new FineTuningMemory(Float.BYTES * floats, Optional.empty());
    }
    float[] none = new float[Math.multiplyExact(head.features(), classes)];
    TrainingTask second = second(head.weights(none, new float[classes]), Optional.empty());
    try (Trainer stage =
        new Trainer(second, choice.kernels(), threads, checkpoint, TrainingListener.SILENT)) {
      return new FineTuningMemory(Float.BYTES * floats, Optional.of(stage.memory()));
    }
  }

  /**
   * Asks the run to stop: in the second stage after its current step, with a checkpoint; in the
   * first after its current picture, with nothing kept.
   */
  public synchronized void stop() {
    stopping = true;
    if (trainer != null) {
      trainer.stop();
    }
  }

  /**
   * Runs both stages.
   *
   * @return the better of the probe and the trained network, by validation accuracy
   * @throws TrainingException if the second stage diverges, no picture can be read, or the model to
   *     begin with holds or gives what is no finite number
   * @throws StoppedException if the first stage was asked to stop
   */
  public FineTuningResult run() {
    return run(false);
  }

  /**
   * Goes on with the second stage where it was stopped, with the probe that its checkpoint keeps.
   *
   * @return as {@link #run}
   * @throws TrainingException if there is no checkpoint, or it is of another task or model
   */
  public FineTuningResult resume() {
    return run(true);
  }

  private FineTuningResult run(boolean resuming) {
    KeptProbe probe = resuming ? kept().orElseGet(this::probed) : probed();
    ProbeFigures figures = probe.figures();
    Set<String> warnings = new LinkedHashSet<>(probe.warnings()); // both stages read the pictures
    Weights weights = head.weights(probe.weight(), probe.bias());
    if (task.freezing() instanceof Freezing.Backbone) {
      return new FineTuningResult(
          model(weights), figures, Optional.empty(), true, List.copyOf(warnings), true);
    }
    TrainingResult trained = train(weights, probe, resuming);
    warnings.addAll(trained.warnings());
    OptionalDouble best =
        trained.epochs().stream()
            .mapToDouble(
                each -> Math.max(each.validationAccuracy(), each.averagedAccuracy().orElse(0)))
            .max();
    boolean better =
        best.isPresent() && best.getAsDouble() >= figures.chosen().validationAccuracy();
    if (!better && trained.finished()) {
      String sentence =
          "Training the whole network did not get beyond the probe's %.1f%% of the validation pictures, so the probe is kept; try a lower learning rate."
              .formatted(100 * figures.chosen().validationAccuracy());
      warnings.add(sentence);
      listener.warned(sentence);
    }
    return new FineTuningResult(
        model(better ? trained.weights() : weights),
        figures,
        Optional.of(trained),
        !better,
        List.copyOf(warnings),
        trained.finished());
  }

  private KeptProbe probed() {
    KeptProbe probe =
        new ProbeStage(task, preprocessing, head, threads, () -> stopping, listener)
            .run(ModelFingerprint.of(task.model()));
    listener.probeDone(probe.figures());
    return probe;
  }

  /** That of the checkpoint; those of the first versions have none. */
  private Optional<KeptProbe> kept() {
    return checkpoint.flatMap(path ->
        KeptProbe.read(
            path,
            ModelFingerprint.of(task.model()),
            head.features(),
            task.data().train().labels().size()));
  }

  private TrainingResult train(Weights weights, KeptProbe probe, boolean resuming) {
    TrainingTask second = second(weights, task.teacher());
    Optional<CheckpointFile> file =
        checkpoint.map(path -> new CheckpointFile(path, second, notes, Optional.of(probe)));
    TrainingListener others = new ToldOnce(listener, probe.warnings());
    try (Trainer training = Trainer.warmedUp(second, choice, file, threads, others)) {
      if (resuming) {
        training.resume();
      }
      begin(training);
      return training.run();
    } finally {
      end();
    }
  }

  private TrainingTask second(Weights weights, Optional<Teacher> teacher) {
    return new TrainingTask(
        head.network(),
        weights,
        task.recipe(),
        task.data(),
        preprocessing,
        task.batchNorm().frozenWeights(head.network(), frozen),
        task.batchNorm().frozenStatistics(head.network(), frozen),
        task.classWeights(),
        task.seed(),
        teacher);
  }

  private synchronized void begin(Trainer training) {
    trainer = training;
    if (stopping) {
      training.stop();
    }
  }

  private synchronized void end() {
    trainer = null;
  }

  private Model model(Weights weights) {
    return new Model(
        head.network(),
        weights,
        Optional.of(preprocessing),
        task.data().train().labels(),
        task.model().provenance());
  }

  /**
   * What a model says about pictures, by the fast way through the network.
   *
   * @param model as {@link FineTuningResult} has it
   * @param pictures a data set with the same classes
   * @param threads that compute
   * @param unreadable is told which picture is left out, and why
   * @return one for each picture that can be read
   * @throws TrainingException if it says what is no finite number
   */
  public static List<ScoredPicture> score(
      Model model, DataSet pictures, int threads, Consumer<UnreadablePicture> unreadable) {
    PictureOutputs outputs = PictureOutputs.of(model, pictures, threads, () -> false, done -> {});
    outputs.unreadable().forEach(unreadable);
    outputs.requireFinite(
        pictures,
        "'%s' is answered with %s; expected finite numbers; train with a lower learning rate.");
    List<ScoredPicture> scored = new ArrayList<>();
    for (int row = 0; row < outputs.count(); row++) {
      int index = outputs.index(row);
      scored.add(
          ScoredPicture.of(
              pictures.name(index),
              pictures.label(index),
              Softmax.of(outputs.rows(), row * outputs.width(), outputs.width())));
    }
    return scored;
  }
}
