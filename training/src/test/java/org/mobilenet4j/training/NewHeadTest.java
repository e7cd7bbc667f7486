package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.Session;
import org.mobilenet4j.kernels.ScalarKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;

class NewHeadTest {
  @TempDir private Path folder;

  @Test
  void of_mobilenet_v3_only_the_last_layer_is_exchanged() {
    Model model = model(small("mobilenet-v3-small").build());

    NewHead head = NewHead.of(model, model.network(), 7);

    assertThat(head.layer()).isEqualTo("fc");
    assertThat(head.features()).isEqualTo(1024);
    assertThat(head.backbone().network().output().name()).isEqualTo("conv_head.act");
    assertThat(head.network().outputShape()).isEqualTo(Shape.vector(7));
    assertThat(head.network().nodes().subList(0, head.network().nodes().size() - 1))
        .isEqualTo(model.network().nodes().subList(0, model.network().nodes().size() - 1));
  }

  @Test
  void a_backbone_gets_a_layer_behind_its_features() {
    Model model = model(small("mobilenet-v2").with(ArchitectureOption.HEAD, "features").build());

    NewHead head = NewHead.of(model, model.network(), 7);

    assertThat(head.backbone().network().nodes()).isEqualTo(model.network().nodes());
    assertThat(head.backbone().weights().tensors()).isEqualTo(model.weights().tensors());
    assertThat(head.network().nodes().getLast())
        .isEqualTo(new Node("fc", new Op.Dense(7, Bias.ADDED), List.of("dropout")));
  }

  @Test
  void the_new_layer_behind_features_takes_a_name_that_is_free() {
    Network network =
        Network.of(
            new Shape(4, 4, 3),
            List.of(
                new Node("fc", convolution(5, Extent.square(3)), List.of(Network.INPUT)),
                new Node("dropout", new Op.GlobalAveragePool(), List.of("fc"))));

    NewHead head = NewHead.of(model(network), network, 2);

    assertThat(head.layer()).isEqualTo("fc_new");
    assertThat(head.network().node("dropout_new")).isPresent();
  }

  @Test
  void class_maps_are_exchanged_and_lose_their_rectifier() {
    Model model = model(small("squeezenet-1.1").build());

    NewHead head = NewHead.of(model, model.network(), 7);

    assertThat(head.layer()).isEqualTo("conv10");
    assertThat(head.network().node("conv10.act")).isEmpty();
    assertThat(head.network().outputShape()).isEqualTo(Shape.vector(7));
    assertThat(head.features()).isEqualTo(512);
  }

  @Test
  void a_stored_graph_has_its_last_pointwise_convolution_exchanged() {
    Network network =
        Network.of(
            new Shape(6, 6, 3),
            List.of(
                new Node("a", convolution(8, Extent.square(3)), List.of(Network.INPUT)),
                new Node("b", new Op.GlobalAveragePool(), List.of("a")),
                new Node("c", new Op.Dropout(0.5f), List.of("b")),
                new Node("d", convolution(4, Extent.ONE), List.of("c")),
                new Node("e", new Op.Activation(new ActivationFunction.Sigmoid()), List.of("d"))));
    Path file = folder.resolve("graph.safetensors");
    new ModelFile(model(network), List.of()).write(file, Storage.F32, Overwrite.REFUSE);
    Model stored = ModelFile.read(file).model();

    NewHead head = NewHead.of(stored, stored.network(), 7);

    assertThat(head.network().nodes()).extracting(Node::name).containsExactly("a", "b", "c", "d");
    assertThat(head.backbone().network().output().name()).isEqualTo("b");
    assertThat(head.network().outputShape()).isEqualTo(Shape.vector(7));
  }

  @Test
  void a_dense_layer_with_named_outputs_is_exchanged_with_what_follows_it() {
    Network network =
        Network.of(
            new Shape(3, 3, 3),
            List.of(
                new Node("a", convolution(4, Extent.square(3)), List.of(Network.INPUT)),
                new Node("b", new Op.Dense(2, Bias.NONE), List.of("a")),
                new Node("c", new Op.Activation(new ActivationFunction.Sigmoid()), List.of("b"))));
    Model drawn = model(network);
    Model named =
        new Model(
            network,
            drawn.weights(),
            drawn.preprocessing(),
            List.of("cat", "dog"),
            drawn.provenance());

    NewHead ofClasses = NewHead.of(named, network, 5);
    NewHead ofFeatures = NewHead.of(drawn, network, 5);

    assertThat(ofClasses.layer()).isEqualTo("b");
    assertThat(ofClasses.features()).isEqualTo(4);
    assertThat(ofFeatures.layer()).isEqualTo("fc");
    assertThat(ofFeatures.features()).isEqualTo(2);
  }

  @Test
  void the_logits_are_the_layer_applied_to_the_features() {
    for (String name : List.of("mobilenet-v1", "squeezenet-1.1")) {
      Model model = model(small(name).build());
      NewHead head = NewHead.of(model, model.network(), 3);
      float[] weight = noise(head.features() * 3, 1);
      float[] bias = noise(3, 2);
      float[] picture = noise(64 * 64 * 3, 3);

      float[] features = run(head.backbone(), picture);
      float[] logits = run(model.with(head.network(), head.weights(weight, bias)), picture);

      for (int c = 0; c < 3; c++) {
        double sum = bias[c];
        double size = Math.abs(sum);
        for (int f = 0; f < features.length; f++) {
          double term = (double) features[f] * weight[f * 3 + c];
          sum += term;
          size += Math.abs(term);
        }
        // Sums of at most 1024 terms, in another order.
        assertThat((double) logits[c]).isCloseTo(sum, within(1e-5 * size));
      }
    }
  }

  @Test
  void a_model_that_ends_otherwise_is_refused() {
    Network network =
        Network.of(
            new Shape(6, 6, 3),
            List.of(new Node("a", convolution(8, Extent.square(3)), List.of(Network.INPUT))));

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> NewHead.of(model(network), network, 7))
        .withMessage(
            "The model ends with node 'a' (Convolution), neither with a dense layer or 1×1 convolution, which could be exchanged for one of your classes, nor with pooled features; take a classifier or a model made with --head features.");
  }

  @Test
  void a_model_of_a_single_layer_is_refused() {
    Network network =
        Network.of(
            new Shape(6, 6, 3),
            List.of(new Node("a", new Op.Dense(4, Bias.ADDED), List.of(Network.INPUT))));

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> NewHead.of(model(network), network, 7))
        .withMessageStartingWith("The model has a single layer");
  }

  private static Architecture small(String name) {
    return Architecture.named(name).with(ArchitectureOption.RESOLUTION, "64");
  }

  private static Op convolution(int channels, Extent kernel) {
    return new Op.Convolution(
        channels, kernel, Extent.ONE, Extent.ONE, 1, Padding.none(), Bias.NONE);
  }

  private static Model model(Network network) {
    Model drawn = SeededWeights.of(network, 1);
    return new Model(
        network, drawn.weights(), Optional.of(Preprocessing.tf()), List.of(), drawn.provenance());
  }

  private static float[] run(Model model, float[] picture) {
    try (Session session = Plan.of(model, new ScalarKernels()).newSession(1)) {
      return session.run(picture);
    }
  }

  private static float[] noise(int count, long seed) {
    Random random = new Random(seed);
    float[] noise = new float[count];
    for (int i = 0; i < count; i++) {
      noise[i] = 2 * random.nextFloat() - 1;
    }
    return noise;
  }
}
