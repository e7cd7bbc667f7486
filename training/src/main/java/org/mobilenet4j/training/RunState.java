package org.mobilenet4j.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.training.gradient.Learned;
import org.mobilenet4j.training.gradient.TrainableNetwork;
import org.mobilenet4j.training.optimization.DecayRole;
import org.mobilenet4j.training.optimization.LearnedTensor;
import org.mobilenet4j.training.optimization.MovingAverage;
import org.mobilenet4j.training.optimization.OptimizerState;
import org.mobilenet4j.training.report.EpochFigures;

/**
 * Everything that changes while a run goes on, and that a checkpoint keeps: the weights and
 * statistics in the network, what the optimiser remembers, the averages, the best so far, the
 * position in the data, and beyond which loss the run is lost.
 */
final class RunState {
  private final TrainableNetwork network;
  private final OptimizerState optimizer;
  private final Optional<MovingAverage> average;
  private final Divergence divergence;
  private final List<EpochFigures> epochs = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private @Nullable Best best;
  private Position position = Position.START;

  /**
   * Where the run is in its data, and the sums of the epoch so far.
   *
   * @param epoch from 0
   * @param batch next batch of the epoch
   * @param loss sum over the pictures of the epoch
   * @param right pictures named rightly
   * @param seen pictures
   * @param seconds spent on the epoch
   */
  record Position(int epoch, int batch, double loss, long right, long seen, double seconds) {
    Position {
      boolean sums = Double.isFinite(loss) && right >= 0 && seen >= right && seconds >= 0;
      if (epoch < 0 || batch < 0 || !sums) {
        throw new IllegalArgumentException(
            "Epoch %d, batch %d, %d of %d pictures right, loss %s, %s seconds; none may be negative."
                .formatted(epoch, batch, right, seen, loss, seconds));
      }
    }

    static final Position START = new Position(0, 0, 0, 0, 0, 0);

    Position nextEpoch() {
      return new Position(epoch + 1, 0, 0, 0, 0, 0);
    }
  }

  /**
   * The best weights so far.
   *
   * @param weights raw or averaged
   * @param epoch from 1
   * @param accuracy on the validation set
   * @param loss on the validation set
   * @param averaged whether they are the averaged ones
   */
  record Best(Weights weights, int epoch, double accuracy, double loss, boolean averaged) {
    boolean isBeatenBy(double otherAccuracy, double otherLoss) {
      return otherAccuracy > accuracy || (otherAccuracy == accuracy && otherLoss < loss);
    }
  }

  RunState(TrainableNetwork network, TrainingTask task) {
    this.network = network;
    this.optimizer = task.recipe().optimizer().start(tensors(network));
    this.average =
        task.recipe().averageDecay().isPresent()
            ? Optional.of(
                new MovingAverage(task.recipe().averageDecay().getAsDouble(), arrays(network)))
            : Optional.empty();
    this.divergence = new Divergence(task);
  }

  private static List<LearnedTensor> tensors(TrainableNetwork network) {
    List<LearnedTensor> tensors = new ArrayList<>();
    for (Learned each : network.learned()) {
      if (!each.frozen()) {
        tensors.add(
            new LearnedTensor(
                each.key().toString(), role(network, each), each.values(), each.gradient()));
      }
    }
    return tensors;
  }

  private static DecayRole role(TrainableNetwork network, Learned learned) {
    Node node = network.network().node(learned.key().node()).orElseThrow();
    Parameter parameter = new Parameter(learned.key().role(), learned.dimensions());
    return DecayRole.of(network.network(), node, parameter);
  }

  /** All weights and statistics by name; the arrays themselves. */
  static Map<String, float[]> arrays(TrainableNetwork network) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    network.learned().forEach(each -> arrays.put(each.key().toString(), each.values()));
    network.statistics().forEach((key, numbers) -> arrays.put(key.toString(), numbers));
    return arrays;
  }

  TrainableNetwork network() {
    return network;
  }

  OptimizerState optimizer() {
    return optimizer;
  }

  Optional<MovingAverage> average() {
    return average;
  }

  /** Watches the loss. */
  Divergence divergence() {
    return divergence;
  }

  /** The first of the weights and statistics that holds what is no finite number, if one does. */
  Optional<String> firstNotFinite() {
    return arrays(network).entrySet().stream()
        .filter(each -> NotFinite.first(each.getValue()).isPresent())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Whether one may go on from here, as far as can be seen before the next step. */
  boolean isSound() {
    return !divergence.isSuspected() && firstNotFinite().isEmpty();
  }

  List<EpochFigures> epochs() {
    return epochs;
  }

  /** What was warned of, each once, in order. */
  Set<String> warnings() {
    return warnings;
  }

  Optional<Best> best() {
    return Optional.ofNullable(best);
  }

  void setBest(Best newBest) {
    best = newBest;
  }

  Position position() {
    return position;
  }

  void moveTo(Position newPosition) {
    position = newPosition;
  }
}
