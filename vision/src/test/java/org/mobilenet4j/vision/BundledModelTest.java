package org.mobilenet4j.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.Session;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.file.GoldenPair;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.file.SeededInput;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.vision.image.Pixels;

/** What comes with the library is what the pages say of it. */
final class BundledModelTest {
  private static final ModelFile FILE = BundledModel.CIFAR10.read();
  private static final int MOST_BYTES = 3 << 20;

  @Test
  void it_weighs_at_most_three_mebibytes() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            BundledModel.class.getResourceAsStream("cifar10.safetensors"), "the resource")) {
      assertThat(in.readAllBytes()).hasSizeBetween(1, MOST_BYTES);
    }
  }

  @Test
  void it_knows_the_ten_classes_of_cifar10() {
    assertThat(FILE.model().labels())
        .containsExactly(
            "airplane",
            "automobile",
            "bird",
            "cat",
            "deer",
            "dog",
            "frog",
            "horse",
            "ship",
            "truck");
    assertThat(FILE.model().network().outputShape().elements()).isEqualTo(10);
    assertThat(FILE.model().network().input().extent()).isEqualTo(new Extent(32, 32));
  }

  @Test
  void it_says_that_it_was_trained_by_us_and_how_many_test_pictures_it_names_rightly()
      throws IOException {
    Matcher accuracy =
        Pattern.compile("(0\\.[0-9]{4}) on 10000 test pictures")
            .matcher(FILE.model().provenance().facts().getOrDefault("accuracy", ""));

    assertThat(accuracy.matches()).isTrue();
    double share = Double.parseDouble(accuracy.group(1));
    assertThat(share).isBetween(0.89, 1.0);
    assertThat(Files.readString(Path.of("../docs/models/cifar10.md")))
        .contains("%.1f%% of 10,000 test pictures are named rightly".formatted(100 * share));
    assertThat(FILE.model().provenance().facts())
        .containsEntry("architecture", "mobilenet-v2-small-pictures-wide")
        .containsEntry("data", "cifar10.tar.gz")
        .containsKey("recipe")
        .doesNotContainKeys("from", "widened-from", "source");
  }

  @Test
  void its_golden_pairs_come_out_at_full_speed_and_before() {
    Model model = FILE.model();

    assertThat(FILE.goldenPairs()).hasSizeGreaterThanOrEqualTo(2);
    try (Session session = Plan.of(model).newSession(2)) {
      List<float[]> first = run(session);
      session.warmUp();
      List<float[]> warm = run(session);

      for (int i = 0; i < FILE.goldenPairs().size(); i++) {
        float[] expected = FILE.goldenPairs().get(i).outputs();
        assertThat(expected).hasSize(10);
        float largest = 0;
        for (float output : expected) {
          largest = Math.max(largest, Math.abs(output));
        }
        assertThat(largest).isPositive();
        assertThat(warm.get(i)).isEqualTo(first.get(i));
        assertThat(warm.get(i)).containsExactly(expected, within(1e-4f * largest));
      }
    }
  }

  private static List<float[]> run(Session session) {
    List<float[]> outputs = new ArrayList<>();
    for (GoldenPair pair : FILE.goldenPairs()) {
      assertThat(pair.size()).isEqualTo(new Extent(32, 32));
      outputs.add(session.run(SeededInput.of(pair.seed(), FILE.model().network().input())));
    }
    return outputs;
  }

  @Test
  void of_a_large_photo_it_sees_the_middle_square_and_none_of_its_sides() {
    Pixels black = drawn(0, 0);
    Pixels white = drawn(255, 0);
    Pixels other = drawn(0, 150);

    try (Classifier classifier = Classifier.load(BundledModel.CIFAR10)) {
      assertThat(classifier.labels()).hasSize(10);
      assertThat(classifier.classify(white).logits())
          .isEqualTo(classifier.classify(black).logits())
          .isNotEqualTo(classifier.classify(other).logits());
      assertThat(classifier.classify(turned(white)).logits())
          .isEqualTo(classifier.classify(turned(black)).logits())
          .isNotEqualTo(classifier.classify(black).logits());
    }
  }

  /**
   * A picture twice as wide as high, with stripes and slopes in and about its middle square.
   *
   * @param sides level of what is so far from the square that no filter reaches it
   * @param blue level in the middle
   */
  private static Pixels drawn(int sides, int blue) {
    int height = 960;
    int width = 2 * height;
    int side = (width - height) / 2 - 2 * height / 32;
    byte[] rgb = new byte[height * width * Pixels.CHANNELS];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * Pixels.CHANNELS;
        boolean inside = x >= side && x < width - side;
        rgb[at] = (byte) (inside ? (x - side) / 5 : sides);
        rgb[at + 1] = (byte) (inside ? y / 40 % 2 * 200 : sides);
        rgb[at + 2] = (byte) (inside ? blue : sides);
      }
    }
    return Pixels.of(new Extent(height, width), rgb);
  }

  private static Pixels turned(Pixels picture) {
    byte[] rgb = picture.toByteArray();
    byte[] other = new byte[rgb.length];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
          other[(x * picture.height() + y) * Pixels.CHANNELS + channel] =
              rgb[(y * picture.width() + x) * Pixels.CHANNELS + channel];
        }
      }
    }
    return Pixels.of(new Extent(picture.width(), picture.height()), other);
  }

  @Test
  void what_is_finer_than_its_pixels_becomes_grey_and_no_pattern() {
    byte[] rgb = new byte[1000 * 1000 * Pixels.CHANNELS];
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / Pixels.CHANNELS;
      rgb[i] = (byte) ((pixel / 1000 + pixel % 1000) % 2 * 255);
    }
    Preprocessing preprocessing = FILE.model().preprocessing().orElseThrow();
    Preprocessor preprocessor = Preprocessor.of(preprocessing, FILE.model().network().input());

    byte[] seen = preprocessor.framed(Pixels.of(new Extent(1000, 1000), rgb)).toByteArray();

    assertThat(seen).hasSize(32 * 32 * Pixels.CHANNELS);
    for (byte level : seen) {
      assertThat(level & 0xFF).isBetween(124, 131);
    }
  }

  @Test
  void it_is_found_by_its_name_alone() {
    assertThat(BundledModel.words()).containsExactly("cifar10");
    assertThat(BundledModel.named("cifar10")).contains(BundledModel.CIFAR10);
    assertThat(BundledModel.named("CIFAR10")).isEmpty();
  }
}
