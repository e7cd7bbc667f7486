package org.mobilenet4j.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.vision.image.DecodeOptions;
import org.mobilenet4j.vision.image.Images;
import org.mobilenet4j.vision.image.Pixels;

final class EmbedderTest {
  private static final PhotoOptions ONE_THREAD = PhotoOptions.standard().withThreads(1);

  @TempDir private Path folder;

  @Test
  void the_features_are_what_the_classifier_multiplies_with_its_weights() {
    Model model = TestModels.classifier();
    float[] weight = model.weights().get("classifier", ParameterRole.WEIGHT).values();
    float[] bias = model.weights().get("classifier", ParameterRole.BIAS).values();

    try (Embedder embedder = Embedder.of(model, ONE_THREAD);
        Classifier classifier = Classifier.of(model, ONE_THREAD)) {
      float[] features = embedder.embed(noise());
      float[] logits = classifier.classify(noise()).logits();

      assertThat(features).hasSize(8).hasSize(embedder.features());
      for (int output = 0; output < logits.length; output++) {
        float sum = bias[output];
        for (int i = 0; i < features.length; i++) {
          sum += features[i] * weight[i * logits.length + output];
        }
        assertThat(logits[output]).isCloseTo(sum, within(1e-5f));
      }
    }
  }

  @Test
  void a_photo_in_a_file_has_the_features_of_its_pixels() throws IOException {
    byte[] bmp = bmp();
    Path file = Files.write(folder.resolve("photo.bmp"), bmp);

    try (Embedder embedder = Embedder.of(TestModels.classifier(), ONE_THREAD)) {
      assertThat(embedder.embed(file))
          .isEqualTo(embedder.embed(Images.decode(bmp, DecodeOptions.standard())));
    }
  }

  @Test
  void a_closed_embedder_says_so() {
    Embedder embedder = Embedder.of(TestModels.classifier(), ONE_THREAD);

    embedder.close();

    assertThatThrownBy(() -> embedder.embed(noise()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This network is closed; make another classifier or embedder.");
  }

  @Test
  void a_network_without_a_global_pool_has_no_features() {
    Network dense =
        Network.of(
            new Shape(2, 2, 3),
            List.of(new Node("dense", new Op.Dense(4, Bias.ADDED), List.of(Network.INPUT))));
    Model drawn = SeededWeights.of(dense, 1);
    Model model =
        new Model(
            dense, drawn.weights(), Optional.of(Preprocessing.tf()), List.of(), drawn.provenance());

    assertThatThrownBy(() -> Embedder.of(model, ONE_THREAD))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("no global average pool");
  }

  private static Pixels noise() {
    byte[] rgb = new byte[20 * 24 * Pixels.CHANNELS];
    new Random(2).nextBytes(rgb);
    return Pixels.of(new Extent(20, 24), rgb);
  }

  /** Two rows of two pixels, 24 bits each. */
  private static byte[] bmp() {
    byte[] bmp = new byte[54 + 2 * 8];
    bmp[0] = 'B';
    bmp[1] = 'M';
    bmp[2] = (byte) bmp.length;
    bmp[10] = 54;
    bmp[14] = 40;
    bmp[18] = 2;
    bmp[22] = 2;
    bmp[26] = 1;
    bmp[28] = 24;
    for (int i = 54; i < bmp.length; i++) {
      bmp[i] = (byte) (i * 7);
    }
    return bmp;
  }
}
