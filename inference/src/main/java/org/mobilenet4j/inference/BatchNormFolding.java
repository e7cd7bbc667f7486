package org.mobilenet4j.inference;

import static org.mobilenet4j.network.ParameterRole.BETA;
import static org.mobilenet4j.network.ParameterRole.BIAS;
import static org.mobilenet4j.network.ParameterRole.GAMMA;
import static org.mobilenet4j.network.ParameterRole.MEAN;
import static org.mobilenet4j.network.ParameterRole.VARIANCE;
import static org.mobilenet4j.network.ParameterRole.WEIGHT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;

/**
 * Folds each batch normalisation into the convolution or dense layer before it.
 *
 * <p>After training a batch normalisation is a factor and a shift for each channel, and so is the
 * tail of the layer that feeds it: {@code w' = w · f} and {@code b' = (b - mean) · f + beta} with
 * {@code f = gamma / sqrt(variance + epsilon)}. One that follows anything else, or a layer that
 * others read too, stays as it is. The sums are made in double precision.
 */
public final class BatchNormFolding {
  private final Model model;
  private final Map<String, Node> byName = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();

  private BatchNormFolding(Model model) {
    this.model = model;
    for (Node node : model.network().nodes()) {
      byName.put(node.name(), node);
      node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
    }
  }

  /**
   * @param model a model, folded or not
   * @return an equal model with as few batch normalisations as possible
   */
  public static Model fold(Model model) {
    return new BatchNormFolding(model).fold();
  }

  private Model fold() {
    Map<String, Node> foldedInto = new LinkedHashMap<>(); // batch normalisation → its layer
    for (Node node : model.network().nodes()) {
      layerBefore(node).ifPresent(layer -> foldedInto.put(node.name(), layer));
    }
    if (foldedInto.isEmpty()) {
      return model;
    }
    List<Node> nodes = new ArrayList<>();
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>(model.weights().tensors());
    for (Node node : model.network().nodes()) {
      if (foldedInto.containsValue(node)) {
        continue; // it reappears, with its bias, where its batch normalisation stood
      }
      Node layer = foldedInto.get(node.name());
      nodes.add(renamed(layer == null ? node : withBias(layer), foldedInto));
      if (layer != null) {
        foldWeights(layer, node, tensors);
      }
    }
    return model.with(Network.of(model.network().input(), nodes), Weights.of(tensors));
  }

  private Optional<Node> layerBefore(Node node) {
    if (!(node.op() instanceof Op.BatchNorm)) {
      return Optional.empty();
    }
    return Optional.ofNullable(byName.get(node.inputs().getFirst()))
        .filter(layer -> layer.op() instanceof Op.Convolution || layer.op() instanceof Op.Dense)
        .filter(layer -> readers.getOrDefault(layer.name(), 0) == 1);
  }

  private static Node renamed(Node node, Map<String, Node> foldedInto) {
    List<String> inputs =
        node.inputs().stream()
            .map(input -> foldedInto.containsKey(input) ? foldedInto.get(input).name() : input)
            .toList();
    return new Node(node.name(), node.op(), inputs);
  }

  private static Node withBias(Node layer) {
    Op op =
        layer.op() instanceof Op.Convolution c
            ? new Op.Convolution(
                c.outChannels(),
                c.kernel(),
                c.stride(),
                c.dilation(),
                c.groups(),
                c.padding(),
                Bias.ADDED)
            : new Op.Dense(((Op.Dense) layer.op()).units(), Bias.ADDED);
    return new Node(layer.name(), op, layer.inputs());
  }

  private void foldWeights(Node layer, Node norm, Map<Weights.Key, Tensor> tensors) {
    float[] gamma = model.weights().get(norm.name(), GAMMA).values();
    float[] beta = model.weights().get(norm.name(), BETA).values();
    float[] mean = model.weights().get(norm.name(), MEAN).values();
    float[] variance = model.weights().get(norm.name(), VARIANCE).values();
    double epsilon = ((Op.BatchNorm) norm.op()).epsilon();
    Tensor weight = model.weights().get(layer.name(), WEIGHT);
    Tensor oldBias = tensors.get(new Weights.Key(layer.name(), BIAS));
    int channels = gamma.length;
    double[] factors = new double[channels];
    float[] bias = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      factors[channel] = gamma[channel] / Math.sqrt(variance[channel] + epsilon);
      double before = oldBias == null ? 0 : oldBias.values()[channel];
      bias[channel] = (float) ((before - mean[channel]) * factors[channel] + beta[channel]);
    }
    float[] folded = scaled(weight.values(), factors);
    for (var role : List.of(GAMMA, BETA, MEAN, VARIANCE)) {
      tensors.remove(new Weights.Key(norm.name(), role));
    }
    tensors.put(new Weights.Key(layer.name(), WEIGHT), new Tensor(weight.dimensions(), folded));
    tensors.put(new Weights.Key(layer.name(), BIAS), Tensor.vector(bias));
  }

  /** Weights, whose output channels lie last, each times the factor of its channel. */
  private static float[] scaled(float[] weights, double[] factors) {
    float[] scaled = new float[weights.length];
    for (int row = 0; row < weights.length; row += factors.length) {
      for (int channel = 0; channel < factors.length; channel++) {
        scaled[row + channel] = (float) (weights[row + channel] * factors[channel]);
      }
    }
    return scaled;
  }
}
