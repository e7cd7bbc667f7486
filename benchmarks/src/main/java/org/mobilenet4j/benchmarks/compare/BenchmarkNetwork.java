package org.mobilenet4j.benchmarks.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.network.architecture.PaddingRule;

/**
 * The networks that are measured: 224×224, 1000 classes, symmetric padding where there is a choice,
 * weights that nobody trained.
 */
enum BenchmarkNetwork {
  MOBILENET_V1("mobilenet-v1"),
  MOBILENET_V2("mobilenet-v2"),
  MOBILENET_V3_LARGE("mobilenet-v3-large"),
  MOBILENET_V3_SMALL("mobilenet-v3-small"),
  SQUEEZENET("squeezenet-1.1"),
  RESNET_50("resnet-50");

  private static final long SEED = 2024;
  private static final int SETTLING_IMAGES = 4;
  static final int CLASSES = 1000;

  private final String key;

  BenchmarkNetwork(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }

  static BenchmarkNetwork of(String key) {
    return Arrays.stream(values())
        .filter(network -> network.key.equals(key))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "There is no network '%s' to measure; expected one of %s."
                    .formatted(key, Arrays.stream(values()).map(BenchmarkNetwork::key).toList())));
  }

  /** The MobileNets are what the house exists for; TensorFlow Lite files are made of them alone. */
  boolean isMobileNet() {
    return this != SQUEEZENET && this != RESNET_50;
  }

  Architecture architecture() {
    Architecture printed = Architecture.named(key).classes(CLASSES).resolution(224);
    return printed.has(ArchitectureOption.PADDING)
        ? printed.padding(PaddingRule.SYMMETRIC)
        : printed;
  }

  Model model() {
    return Settling.settle(model(architecture()), Proof.images(SETTLING_IMAGES), SEED);
  }

  /** A network of the same family with weights by the same seed, ready for photos. */
  static Model model(Architecture architecture) {
    Model seeded = SeededWeights.of(architecture.build(), SEED);
    List<String> labels = IntStream.range(0, CLASSES).mapToObj(index -> "class " + index).toList();
    return new Model(
        seeded.network(),
        seeded.weights(),
        Optional.of(Preprocessing.torchvision()),
        labels,
        seeded.provenance());
  }
}
