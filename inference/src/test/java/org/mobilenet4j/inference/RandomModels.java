package org.mobilenet4j.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Parameter;

/** Models with seeded weights of a sane size, for tests. */
final class RandomModels {
  private RandomModels() {}

  static Model of(Network network, long seed) {
    Random random = new Random(seed);
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      for (Parameter parameter : network.parameters(node)) {
        tensors.put(
            new Weights.Key(node.name(), parameter.role()),
            new Tensor(parameter.dimensions(), values(parameter, random)));
      }
    }
    return new Model(
        network, Weights.of(tensors), Optional.empty(), List.of(), new Provenance(Map.of()));
  }

  static float[] image(Network network, int batch, long seed) {
    Random random = new Random(seed);
    float[] image = new float[Math.toIntExact(batch * network.input().elements())];
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextFloat() * 2 - 1;
    }
    return image;
  }

  private static float[] values(Parameter parameter, Random random) {
    float[] values = new float[Math.toIntExact(parameter.elements())];
    long fanIn = parameter.elements() / parameter.dimensions().getLast();
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (parameter.role()) {
            case WEIGHT -> (float) (random.nextGaussian() * Math.sqrt(2.0 / fanIn));
            case BIAS, BETA, MEAN -> (float) random.nextGaussian() * 0.1f;
            case GAMMA, VARIANCE -> 0.5f + random.nextFloat();
          };
    }
    return values;
  }
}
