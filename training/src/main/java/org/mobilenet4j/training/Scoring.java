package org.mobilenet4j.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mobilenet4j.training.data.Batch;
import org.mobilenet4j.training.data.BatchOptions;
import org.mobilenet4j.training.data.Batches;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.UnreadablePicture;
import org.mobilenet4j.training.gradient.Statistics;
import org.mobilenet4j.training.gradient.TrainableNetwork;
import org.mobilenet4j.vision.Preprocessor;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/** What a network in training says about pictures that it does not learn from. */
final class Scoring {
  private final TrainableNetwork network;
  private final Preprocessor preprocessor;
  private final int threads;
  private final Consumer<UnreadablePicture> unreadable;

  /**
   * @param unreadable is told which picture is left out, and why
   */
  Scoring(
      TrainableNetwork network,
      Preprocessor preprocessor,
      int threads,
      Consumer<UnreadablePicture> unreadable) {
    this.network = network;
    this.preprocessor = preprocessor;
    this.threads = threads;
    this.unreadable = unreadable;
  }

  /** The mean loss, and the share of pictures named rightly. */
  record Figures(double loss, double accuracy) {
    static Figures of(List<ScoredPicture> pictures) {
      double loss = 0;
      int right = 0;
      for (ScoredPicture picture : pictures) {
        loss += picture.loss();
        right += picture.rank() == 1 ? 1 : 0;
      }
      return new Figures(loss / pictures.size(), (double) right / pictures.size());
    }
  }

  /**
   * One for each picture that can be read.
   *
   * @param refusal makes an exception of what the network said if that is no number
   */
  List<ScoredPicture> score(
      DataSet pictures,
      Statistics statistics,
      int mostBatches,
      Function<String, TrainingException> refusal) {
    List<ScoredPicture> scored = new ArrayList<>();
    BatchOptions options = BatchOptions.of(network.batch(), 0).withThreads(threads);
    try (Batches batches = Batches.evaluation(pictures, preprocessor, options)) {
      for (int i = 0; i < mostBatches; i++) {
        Optional<Batch> batch = batches.next();
        if (batch.isEmpty()) {
          break;
        }
        score(pictures, batch.get(), statistics, refusal, scored);
      }
      batches.unreadable().forEach(unreadable);
    }
    return scored;
  }

  private void score(
      DataSet pictures,
      Batch batch,
      Statistics statistics,
      Function<String, TrainingException> refusal,
      List<ScoredPicture> scored) {
    int size = batch.size();
    float[] logits =
        network.forward(FullBatch.of(batch.input(), size, network.batch()), statistics, 0);
    int classes = logits.length / network.batch();
    OptionalInt broken = NotFinite.first(logits, 0, size * classes);
    if (broken.isPresent()) {
      int at = broken.getAsInt();
      String name = pictures.name(batch.indices()[at / classes]);
      throw refusal.apply("'%s' is answered with %s".formatted(name, logits[at]));
    }
    for (int i = 0; i < size; i++) {
      int index = batch.indices()[i];
      scored.add(
          ScoredPicture.of(
              pictures.name(index),
              pictures.label(index),
              Softmax.of(logits, i * classes, classes)));
    }
  }
}
