package org.mobilenet4j.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.UnreadablePicture;

/**
 * The first stage of fine-tuning: the features of all pictures, computed once, and a classifier on
 * them.
 *
 * @param task what to do
 * @param preprocessing how pictures are prepared
 * @param head the network with its new head
 * @param threads that compute
 * @param stopping whether somebody wants it to end
 * @param listener is told how it goes
 */
record ProbeStage(
    FineTuningTask task,
    Preprocessing preprocessing,
    NewHead head,
    int threads,
    BooleanSupplier stopping,
    TrainingListener listener) {
  /**
   * @param model the fingerprint of the model
   * @throws TrainingException if no picture can be read, or the model holds or gives what is no
   *     finite number
   * @throws StoppedException if somebody wanted it to end
   */
  KeptProbe run(String model) {
    long begun = System.nanoTime();
    requireNumbers();
    List<String> warnings = new ArrayList<>();
    DataSet train = task.data().train();
    DataSet validation = task.data().validation();
    int all = train.size() + validation.size();
    PictureOutputs learnt = features(train, 0, all, warnings);
    PictureOutputs choosing = features(validation, train.size(), all, warnings);
    double[] factors = task.classWeights().expand(train.labels().size());
    LinearProbe probe = LinearProbe.of(learnt, train, choosing, validation, factors, threads);
    ProbeFigures figures =
        new ProbeFigures(
            head.features(), probe.tried(), probe.chosen(), (System.nanoTime() - begun) * 1e-9);
    return new KeptProbe(model, figures, probe.layer().weight(), probe.layer().bias(), warnings);
  }

  /** Before all features are computed in vain. */
  private void requireNumbers() {
    head.backbone()
        .weights()
        .tensors()
        .forEach((key, tensor) -> {
          OptionalInt broken = NotFinite.first(tensor.values());
          if (broken.isPresent()) {
            throw new TrainingException(
                "The model to begin with holds %s in '%s'; expected finite numbers; take another model, or import this one again."
                    .formatted(tensor.values()[broken.getAsInt()], key));
          }
        });
  }

  private PictureOutputs features(DataSet pictures, int before, int all, List<String> warnings) {
    Model backbone = head.backbone();
    Model framed =
        new Model(
            backbone.network(),
            backbone.weights(),
            Optional.of(preprocessing),
            List.of(),
            backbone.provenance());
    PictureOutputs outputs =
        PictureOutputs.of(
            framed, pictures, threads, stopping, done -> listener.featuresDone(before + done, all));
    if (stopping.getAsBoolean()) {
      throw new StoppedException(
          "Stopped before the features of all pictures were computed; no state of the run is kept yet, so start it anew.");
    }
    if (outputs.count() == 0) {
      throw new TrainingException(
          "None of %d pictures can be read any more; were they moved or removed?"
              .formatted(pictures.size()));
    }
    outputs.requireFinite(
        pictures,
        "The model to begin with gives '%s' a feature that is %s; expected finite numbers; put the model to its self-test with 'inspect', or take another.");
    for (UnreadablePicture picture : outputs.unreadable()) {
      warnings.add(picture.reason());
      listener.unreadable(picture);
    }
    return outputs;
  }
}
