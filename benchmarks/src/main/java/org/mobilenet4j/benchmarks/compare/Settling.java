package org.mobilenet4j.benchmarks.compare;

import static org.mobilenet4j.network.ParameterRole.BETA;
import static org.mobilenet4j.network.ParameterRole.GAMMA;
import static org.mobilenet4j.network.ParameterRole.MEAN;
import static org.mobilenet4j.network.ParameterRole.VARIANCE;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.Session;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;

/**
 * Gives batch normalisations the statistics of some images, as training would, so that activations
 * stay of order one through the whole network.
 *
 * <p>Without it the signal of weights that nobody trained fades or grows from layer to layer, and
 * logits are mostly biases or mostly rounding: two runtimes that agree in them have not shown much.
 */
final class Settling {
  private final Model model;
  private final float[] images;
  private final SplittableRandom random;
  private final Map<Weights.Key, Tensor> tensors;

  private Settling(Model model, float[] images, long seed) {
    this.model = model;
    this.images = images;
    this.random = new SplittableRandom(seed);
    this.tensors = new LinkedHashMap<>(model.weights().tensors());
  }

  /**
   * @param model a model with batch normalisations
   * @param images some inputs of its network, one behind the other
   * @param seed for the factors and shifts, which differ from 1 and 0 so that folding them wrongly
   *     would be seen
   * @return the same model with other batch normalisations
   */
  static Model settle(Model model, float[] images, long seed) {
    Settling settling = new Settling(model, images, seed);
    for (Node node : model.network().nodes()) {
      if (node.op() instanceof Op.BatchNorm) {
        settling.settle(node);
      }
    }
    return model.with(model.network(), Weights.of(settling.tensors));
  }

  private void settle(Node norm) {
    float[] values = run(norm.inputs().getFirst());
    int channels = model.network().inputShape(norm).channels();
    int count = values.length / channels;
    double[] sum = new double[channels];
    double[] squares = new double[channels];
    for (int i = 0; i < values.length; i++) {
      sum[i % channels] += values[i];
      squares[i % channels] += (double) values[i] * values[i];
    }
    float[] mean = new float[channels];
    float[] variance = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      double average = sum[channel] / count;
      mean[channel] = (float) average;
      variance[channel] = (float) Math.max(0, squares[channel] / count - average * average);
    }
    tensors.put(new Weights.Key(norm.name(), MEAN), Tensor.vector(mean));
    tensors.put(new Weights.Key(norm.name(), VARIANCE), Tensor.vector(variance));
    tensors.put(new Weights.Key(norm.name(), GAMMA), Tensor.vector(drawn(channels, 0.8, 1.2)));
    tensors.put(new Weights.Key(norm.name(), BETA), Tensor.vector(drawn(channels, -0.2, 0.2)));
  }

  private float[] drawn(int count, double least, double most) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(least, most);
    }
    return values;
  }

  /** The result of a node, by the part of the network that leads to it. */
  private float[] run(String output) {
    Network part = partTo(output);
    Map<Weights.Key, Tensor> needed = new LinkedHashMap<>();
    for (Node node : part.nodes()) {
      part.parameters(node)
          .forEach(parameter -> {
            Weights.Key key = new Weights.Key(node.name(), parameter.role());
            needed.put(key, Weights.of(tensors).get(node.name(), parameter.role()));
          });
    }
    Model partModel =
        new Model(part, Weights.of(needed), model.preprocessing(), List.of(), model.provenance());
    try (Session session = Plan.of(partModel).newSession(1)) {
      return session.run(images);
    }
  }

  private Network partTo(String output) {
    List<Node> nodes = new ArrayList<>();
    Set<String> wanted = new HashSet<>(Set.of(output));
    for (Node node : model.network().nodes().reversed()) {
      if (wanted.contains(node.name())) {
        nodes.addFirst(node);
        wanted.addAll(node.inputs());
      }
    }
    return Network.of(model.network().input(), nodes);
  }
}
