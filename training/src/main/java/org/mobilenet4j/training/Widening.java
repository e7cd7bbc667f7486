package org.mobilenet4j.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.training.random.Draws;

/**
 * A trained network with more channels that computes the same: Net2WiderNet (Chen, Goodfellow and
 * Shlens 2016, section 2.3). So a longer training need not begin with nothing.
 *
 * <p>Channel {@code j} of a wider layer is a copy of the old channel {@code j mod n}. What read the
 * old channel reads all its copies, each with a share of the weight; the shares sum to one. Because
 * the copies of a channel depend on old and new number alone, both sides of a sum agree about them.
 * The shares are drawn, so the copies of a channel learn different things from then on.
 */
public final class Widening {
  /** The smallest and largest draw for a share, before they are made to sum to one. */
  private static final double LEAST = 0.5;

  private static final double MOST = 1.5;

  private final Model model;
  private final Network network;
  private final long seed;

  private Widening(Model model, Network network, long seed) {
    this.model = model;
    this.network = network;
    this.seed = seed;
  }

  /**
   * Makes a model wider.
   *
   * @param model what has been learned
   * @param pattern a network of the same layers and kernels, each with as many channels or more;
   *     nothing else of it is looked at, as strides, padding, pools, activations and epsilons are
   *     the model's
   * @param seed of the shares
   * @return a model with the layers of {@code model}, the channels of {@code pattern}, and the
   *     logits of {@code model}, but for rounding
   * @throws TrainingException if the networks do not have the same layers, or one has fewer
   *     channels, or concatenates channels or mixes neighbouring ones
   */
  public static Model of(Model model, Network pattern, long seed) {
    Network old = model.network();
    if (old.nodes().size() != pattern.nodes().size()) {
      throw new TrainingException(
          "The model has %d layers, the wider network %d, for instance because widths round to other shortcuts; expected the same layers, so another width."
              .formatted(old.nodes().size(), pattern.nodes().size()));
    }
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < old.nodes().size(); i++) {
      nodes.add(widened(old, old.nodes().get(i), pattern.nodes().get(i)));
    }
    Network wider = Network.of(old.input(), nodes);
    return model.with(wider, new Widening(model, wider, seed).weights());
  }

  private static Node widened(Network old, Node node, Node pattern) {
    boolean same = node.name().equals(pattern.name()) && node.inputs().equals(pattern.inputs());
    if (!same || node.op().getClass() != pattern.op().getClass()) {
      throw new TrainingException(
          "Layer '%s' of the model is '%s' in the wider network, or reads other layers; expected the same layers."
              .formatted(node.name(), pattern.name()));
    }
    Op op =
        switch (node.op()) {
          case Op.Convolution convolution ->
              widened(old, node, convolution, (Op.Convolution) pattern.op());
          case Op.Dense dense -> {
            int units = ((Op.Dense) pattern.op()).units();
            requireWider(node, dense.units(), units);
            yield new Op.Dense(units, dense.bias());
          }
          case Op.Concat _, Op.LocalResponseNormalization _ ->
              throw new TrainingException(
                  "Layer '%s' joins or compares neighbouring channels, which a wider network has in other places; such networks cannot be widened."
                      .formatted(node.name()));
          case Op.BatchNorm _,
              Op.Activation _,
              Op.Pool _,
              Op.GlobalAveragePool _,
              Op.Add _,
              Op.Scale _,
              Op.Resize _,
              Op.Dropout _ ->
              node.op();
        };
    return new Node(node.name(), op, node.inputs());
  }

  private static Op widened(Network old, Node node, Op.Convolution op, Op.Convolution pattern) {
    requireWider(node, op.outChannels(), pattern.outChannels());
    boolean depthwise = op.isDepthwise(old.shape(node.inputs().getFirst()));
    boolean groupsFit =
        depthwise ? pattern.groups() == pattern.outChannels() : pattern.groups() == 1;
    boolean kernelsFit = op.kernel().equals(pattern.kernel());
    if (!groupsFit || !kernelsFit || (op.groups() > 1 && !depthwise)) {
      throw new TrainingException(
          "Layer '%s' has a kernel of %s in %d groups, in the wider network one of %s in %d; expected the same kernel, depthwise or over all channels."
              .formatted(
                  node.name(), op.kernel(), op.groups(), pattern.kernel(), pattern.groups()));
    }
    return new Op.Convolution(
        pattern.outChannels(),
        op.kernel(),
        op.stride(),
        op.dilation(),
        pattern.groups(),
        op.padding(),
        op.bias());
  }

  private static void requireWider(Node node, int from, int to) {
    if (to < from) {
      throw new TrainingException(
          "Layer '%s' of the model has %d channels, more than the %d of the wider network; expected as many or more, so a larger width."
              .formatted(node.name(), from, to));
    }
  }

  private Weights weights() {
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>();
    List<Node> nodes = network.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      for (Parameter parameter : network.parameters(node)) {
        Tensor old = model.weights().get(node.name(), parameter.role());
        float[] values =
            parameter.role() == ParameterRole.WEIGHT && !isDepthwise(node)
                ? shared(node, old, parameter.dimensions(), Draws.hash(seed, i))
                : copied(old, parameter.dimensions());
        tensors.put(
            new Weights.Key(node.name(), parameter.role()),
            new Tensor(parameter.dimensions(), values));
      }
    }
    return Weights.of(tensors);
  }

  private boolean isDepthwise(Node node) {
    return node.op() instanceof Op.Convolution op
        && op.isDepthwise(network.shape(node.inputs().getFirst()));
  }

  /** One number a channel, or one filter. */
  private static float[] copied(Tensor old, List<Integer> dimensions) {
    int channels = dimensions.getLast();
    int oldChannels = old.dimensions().getLast();
    int rows = old.values().length / oldChannels;
    float[] values = new float[rows * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = old.values()[i / channels * oldChannels + i % channels % oldChannels];
    }
    return values;
  }

  /** A matrix over channels, one for each tap or pixel: inputs that are copies share the weight. */
  private float[] shared(Node node, Tensor old, List<Integer> dimensions, long key) {
    String input = node.inputs().getFirst();
    int inputs = network.shape(input).channels();
    int oldInputs = model.network().shape(input).channels();
    int outputs = dimensions.getLast();
    int oldOutputs = old.dimensions().getLast();
    int taps = old.values().length / (oldInputs * oldOutputs);
    float[] values = new float[Math.multiplyExact(taps * inputs, outputs)];
    for (int output = 0; output < outputs; output++) {
      for (int channel = 0; channel < oldInputs; channel++) {
        int copies = (inputs - channel + oldInputs - 1) / oldInputs;
        double[] shares = shares(copies, key, output, channel);
        for (int tap = 0; tap < taps; tap++) {
          float weight =
              old.values()[(tap * oldInputs + channel) * oldOutputs + output % oldOutputs];
          for (int copy = 0; copy < shares.length; copy++) {
            int at = (tap * inputs + channel + copy * oldInputs) * outputs + output;
            values[at] = (float) (weight * shares[copy]);
          }
        }
      }
    }
    return values;
  }

  private static double[] shares(int copies, long key, int output, int channel) {
    double[] shares = {1};
    if (copies > 1) {
      Draws draws = Draws.of(key, output, channel);
      shares = new double[copies];
      double sum = 0;
      for (int copy = 0; copy < copies; copy++) {
        shares[copy] = draws.between(LEAST, MOST);
        sum += shares[copy];
      }
      for (int copy = 0; copy < copies; copy++) {
        shares[copy] /= sum;
      }
    }
    return shares;
  }
}
