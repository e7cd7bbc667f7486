package org.mobilenet4j.training.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.mobilenet4j.kernels.Gang;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;
import org.mobilenet4j.model.InsufficientMemoryException;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.network.Shape;

/**
 * A network with room for a batch: forward, and the gradient of every weight. Results do not depend
 * on the number of threads, to the bit. Not for use by several threads at a time.
 */
public final class TrainableNetwork implements AutoCloseable {
  private final Network network;
  private final TrainingOptions options;
  private final Map<Weights.Key, Learned> learned;
  private final Map<Weights.Key, float[]> statistics;
  private final List<TrainingStep> steps;
  private final Value input;
  private final Value output;
  private final Gang gang;
  private final List<Member> members = new ArrayList<>();
  private final float[] logits;
  private final long floats;
  private boolean refilled;

  private TrainableNetwork(
      Network network, GradientKernels kernels, TrainingOptions options, Gang gang) {
    StepBuilder builder = new StepBuilder(network, kernels, options);
    this.network = network;
    this.options = options;
    this.gang = gang;
    this.learned = builder.learned();
    this.statistics = builder.statistics();
    this.steps = builder.steps();
    this.input = builder.input();
    this.output = builder.output();
    GradientBuffers buffers = new GradientBuffers();
    if (output.needsGradient()) {
      Writing unused = buffers.write(output);
      assert unused == Writing.SET;
    }
    steps.reversed().forEach(step -> step.bindGradients(buffers));
    int scratch = scratchFloats();
    for (int i = 0; i < gang.size(); i++) {
      members.add(new Member(i, gang, new float[scratch]));
    }
    this.logits = new float[Math.toIntExact(options.batch() * network.outputShape().elements())];
    this.floats = builder.floats() + buffers.floats() + (long) gang.size() * scratch;
  }

  /**
   * @param network what is trained; its last node gives the logits
   * @param kernels what computes
   * @param options how
   * @param threads how many compute together at most; at least 1. There are never more than the
   *     processors that the machine or container grants
   * @return the network, its weights zero
   * @throws InsufficientMemoryException if a batch needs more memory than the JVM may use
   * @throws org.mobilenet4j.model.UnsupportedOperatorException if the network has an operation that
   *     cannot be trained as it is
   */
  public static TrainableNetwork of(
      Network network, GradientKernels kernels, TrainingOptions options, int threads) {
    return of(network, kernels, options, Gang.of(threads));
  }

  /** The same with given threads, which end with the network. */
  static TrainableNetwork of(
      Network network, GradientKernels kernels, TrainingOptions options, Gang gang) {
    try {
      requireRoom(network, options.batch());
      return new TrainableNetwork(network, kernels, options, gang);
    } catch (RuntimeException | Error e) {
      gang.close();
      throw e;
    }
  }

  /** Refuses what cannot fit before anything large is allocated. */
  private static void requireRoom(Network network, int batch) {
    long numbers = 0;
    for (Node node : network.nodes()) {
      boolean stored = !(node.op() instanceof Op.BatchNorm || node.op() instanceof Op.Activation);
      numbers += stored ? network.shape(node.name()).elements() : 0;
    }
    InsufficientMemoryException.requireRoom(
        (long) ((double) numbers * Float.BYTES * batch),
        "Training in batches of %d pictures of %s".formatted(batch, network.input()));
  }

  private int scratchFloats() {
    long most = steps.stream().mapToLong(TrainingStep::scratchFloats).max().orElse(0);
    if (most > Integer.MAX_VALUE - 64) {
      throw InsufficientMemoryException.beyondOneArray("The maps of a picture", most);
    }
    return (int) most;
  }

  /**
   * @return the network
   */
  public Network network() {
    return network;
  }

  /**
   * @return pictures of a batch
   */
  public int batch() {
    return options.batch();
  }

  /**
   * @return memory for activations, gradients and scratch, in bytes
   */
  public long activationBytes() {
    return floats * Float.BYTES;
  }

  /**
   * @return memory for weights, their gradients, running statistics and the copies of the weights
   *     that kernels read, in bytes
   */
  public long weightBytes() {
    long numbers =
        2 * learned.values().stream().mapToLong(each -> each.values().length).sum()
            + statistics.values().stream().mapToLong(each -> each.length).sum()
            + steps.stream().mapToLong(TrainingStep::weightFloats).sum();
    return numbers * Float.BYTES;
  }

  /**
   * @return the threads, for whoever updates the weights between two batches
   */
  public Gang gang() {
    return gang;
  }

  /**
   * @return the tensors that are learned or may be, in the order of the nodes
   */
  public List<Learned> learned() {
    return List.copyOf(learned.values());
  }

  /**
   * @return the running means and variances of batch normalisation; the arrays themselves
   */
  public Map<Weights.Key, float[]> statistics() {
    return java.util.Collections.unmodifiableMap(statistics);
  }

  /**
   * Takes weights over.
   *
   * @param weights those of the network
   */
  public void load(Weights weights) {
    weights.requireFit(network, "The weights");
    learned.forEach((key, each) -> copy(weights, key, each.values()));
    statistics.forEach((key, each) -> copy(weights, key, each));
    refill();
  }

  private static void copy(Weights weights, Weights.Key key, float[] to) {
    float[] from = weights.get(key.node(), key.role()).values();
    System.arraycopy(from, 0, to, 0, to.length);
  }

  /**
   * @return a copy of the weights as they are now
   */
  public Weights weights() {
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      for (Parameter parameter : network.parameters(node)) {
        Weights.Key key = new Weights.Key(node.name(), parameter.role());
        Learned found = learned.get(key);
        float[] numbers = found == null ? statistics.get(key) : found.values();
        if (numbers == null) {
          throw new IllegalStateException("There is no tensor '" + key + "'.");
        }
        tensors.put(key, new Tensor(parameter.dimensions(), numbers.clone()));
      }
    }
    return Weights.of(tensors);
  }

  /** To be called when the values of learned tensors have changed. */
  public void refill() {
    refilled = false;
  }

  /**
   * Computes the logits of a batch.
   *
   * @param pictures {@code [batch, height, width, channels]}
   * @param statistics which statistics batch normalisation uses
   * @param seed what dropout and stochastic depth are drawn from
   * @return {@code [batch, classes]}; overwritten by the next call
   */
  public float[] forward(float[] pictures, Statistics statistics, long seed) {
    long expected = options.batch() * network.input().elements();
    if (pictures.length != expected) {
      throw new IllegalArgumentException(
          "%d numbers for %d pictures of %s; expected %d."
              .formatted(pictures.length, options.batch(), network.input(), expected));
    }
    ForwardPass pass = new ForwardPass(statistics, seed);
    boolean fill = !refilled;
    gang.run(number -> {
      Member member = members.get(number);
      pack(member, pictures);
      if (fill) {
        steps.forEach(step -> step.refill(member));
      }
      member.barrier();
      for (TrainingStep step : steps) {
        step.forward(member, pass);
        member.barrier();
      }
    });
    refilled = true;
    unpack();
    return logits;
  }

  private void pack(Member member, float[] pictures) {
    BatchMap map = input.map();
    int channels = map.channels();
    int lanes = map.lanes();
    float[] numbers = input.numbers();
    int begin = member.from(map.rows());
    int end = member.to(map.rows());
    if (lanes == channels) {
      System.arraycopy(
          pictures, begin * channels, numbers, begin * channels, (end - begin) * channels);
      return;
    }
    for (int block = 0; block < map.blocks(); block++) {
      int first = block * lanes;
      int count = Math.min(lanes, channels - first);
      int to = map.at(block, 0);
      for (int row = begin; row < end; row++) {
        for (int c = 0; c < count; c++) {
          numbers[to + row * lanes + c] = pictures[row * channels + first + c];
        }
      }
    }
  }

  private void unpack() {
    BatchMap map = output.map();
    Shape shape = map.shape();
    float[] block = new float[map.rows() * map.lanes()];
    for (int b = 0; b < map.blocks(); b++) {
      output.read(b, 0, map.rows(), block, 0);
      int count = Math.min(map.lanes(), shape.channels() - b * map.lanes());
      for (int row = 0; row < map.rows(); row++) {
        System.arraycopy(
            block, row * map.lanes(), logits, row * shape.channels() + b * map.lanes(), count);
      }
    }
  }

  /**
   * Computes the gradients of all weights that are not frozen, for the batch of the last forward.
   *
   * @param logitGradient the gradient of the loss with respect to the logits, {@code [batch,
   *     classes]}
   */
  public void backward(float[] logitGradient) {
    if (!output.needsGradient()) {
      throw new IllegalStateException("All weights are frozen; there is nothing to learn.");
    }
    BatchMap map = output.map();
    int channels = map.channels();
    Arrays.fill(output.gradient(), 0, map.floats(), 0f);
    for (int c = 0; c < channels; c++) {
      int to = map.at(c / map.lanes(), 0) + c % map.lanes();
      for (int row = 0; row < map.rows(); row++) {
        output.gradient()[to + row * map.lanes()] = logitGradient[row * channels + c];
      }
    }
    List<TrainingStep> back = steps.reversed();
    gang.run(number -> {
      Member member = members.get(number);
      for (TrainingStep step : back) {
        step.backward(member);
        member.barrier();
      }
    });
  }

  /**
   * Where the last forward pass went wrong.
   *
   * @return the first node whose result has a number that is not finite, if there is one
   */
  public Optional<String> firstNotFinite() {
    return steps.stream().filter(TrainingStep::gaveNotFinite).map(TrainingStep::name).findFirst();
  }

  /**
   * How far the statistics of the last forward pass, which must have been one with the statistics
   * of the batch, lie from the running ones.
   *
   * @return the layer where they differ most, if the network has batch normalisation
   */
  public Optional<StatisticsGap> statisticsGap() {
    return steps.stream()
        .filter(NormalizationStep.class::isInstance)
        .map(NormalizationStep.class::cast)
        .map(NormalizationStep::gap)
        .flatMap(Optional::stream)
        .max(Comparator.comparingDouble(StatisticsGap::deviations));
  }

  /**
   * Runs a batch forward and back and takes the time of each step, from the moment when all threads
   * begin it to that when all have done it.
   *
   * @param pictures {@code [batch, height, width, channels]}
   * @param logitGradient {@code [batch, classes]}
   * @param clock nanoseconds, as the first thread sees them
   * @return one for each step, in the order forward
   */
  public List<StepCost> profile(float[] pictures, float[] logitGradient, LongSupplier clock) {
    float[] unused = forward(pictures, Statistics.BATCH, 0);
    assert unused.length > 0;
    backward(logitGradient);
    int count = steps.size();
    long[] forward = new long[count + 1];
    long[] backward = new long[count + 1];
    ForwardPass pass = new ForwardPass(Statistics.BATCH, 0);
    gang.run(number -> {
      Member member = members.get(number);
      note(member, forward, 0, clock);
      for (int i = 0; i < count; i++) {
        steps.get(i).forward(member, pass);
        note(member, forward, i + 1, clock);
      }
      note(member, backward, count, clock);
      for (int i = count - 1; i >= 0; i--) {
        steps.get(i).backward(member);
        note(member, backward, i, clock);
      }
    });
    List<StepCost> costs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TrainingStep step = steps.get(i);
      costs.add(
          new StepCost(
              step.name(),
              step.getClass().getSimpleName(),
              forward[i + 1] - forward[i],
              backward[i] - backward[i + 1]));
    }
    return costs;
  }

  private static void note(Member member, long[] times, int at, LongSupplier clock) {
    member.barrier();
    if (member.index() == 0) {
      times[at] = clock.getAsLong();
    }
  }

  @Override
  public void close() {
    gang.close();
  }
}
