package org.mobilenet4j.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.InterruptedReadingException;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.vision.image.DecodeOptions;
import org.mobilenet4j.vision.image.ImageFormatException;
import org.mobilenet4j.vision.image.Images;
import org.mobilenet4j.vision.image.Pixels;

final class ClassifierTest {
  private static final PhotoOptions ONE_THREAD = PhotoOptions.standard().withThreads(1);

  @TempDir private Path folder;

  @Test
  void a_model_file_is_loaded_and_says_its_classes() throws IOException {
    Path file = folder.resolve("model.safetensors");
    new ModelFile(TestModels.classifier(), List.of()).write(file, Storage.F32, Overwrite.REFUSE);
    Path photo = Files.write(folder.resolve("photo.png"), photo("rgb.png"));

    try (Classifier loaded = Classifier.load(file);
        Classifier direct = Classifier.of(TestModels.classifier(), ONE_THREAD)) {
      assertThat(loaded.classes()).isEqualTo(5);
      assertThat(loaded.labels()).isEqualTo(TestModels.LABELS);
      assertThat(loaded.classify(photo).logits()).isEqualTo(direct.classify(photo).logits());
    }
  }

  @Test
  void a_classifier_that_was_warmed_up_says_the_same() throws IOException {
    Pixels photo = Images.decode(photo("rgb.png"), DecodeOptions.standard());
    Classifier warm = Classifier.of(TestModels.classifier(), ONE_THREAD);
    try (Classifier cold = Classifier.of(TestModels.classifier(), ONE_THREAD)) {
      float[] logits = cold.classify(photo).logits();

      warm.warmUp();

      assertThat(warm.classify(photo).logits()).isEqualTo(logits);
    } finally {
      warm.close();
    }
    assertThatThrownBy(warm::warmUp).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_photo_from_a_path_bytes_a_stream_an_image_or_pixels_gives_the_same_bits()
      throws IOException {
    byte[] bytes = photo("rgb.png");
    Path path = Files.write(folder.resolve("photo.png"), bytes);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
    Pixels pixels = Images.decode(bytes, DecodeOptions.standard());

    try (Classifier classifier = Classifier.of(TestModels.classifier(), ONE_THREAD)) {
      float[] logits = classifier.classify(path).logits();

      assertThat(classifier.classify(bytes).logits()).isEqualTo(logits);
      assertThat(classifier.classify(new ByteArrayInputStream(bytes)).logits()).isEqualTo(logits);
      assertThat(classifier.classify(image).logits()).isEqualTo(logits);
      assertThat(classifier.classify(pixels).logits()).isEqualTo(logits);
    }
  }

  @Test
  void with_its_mirror_image_a_photo_has_the_mean_of_both_answers() throws IOException {
    Pixels photo = Images.decode(photo("rgb.png"), DecodeOptions.standard());
    PhotoOptions both = ONE_THREAD.withViews(PhotoOptions.Views.WITH_MIRROR_IMAGE);
    try (Classifier one = Classifier.of(TestModels.classifier(), ONE_THREAD);
        Classifier two = Classifier.of(TestModels.classifier(), both)) {
      float[] straight = one.classify(photo).logits();
      float[] mirrored = one.classify(photo.mirrored()).logits();

      float[] found = two.classify(photo).logits();

      assertThat(mirrored).isNotEqualTo(straight);
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isEqualTo((straight[i] + mirrored[i]) / 2);
      }
      assertThat(two.classify(photo.mirrored()).logits()).isEqualTo(found);
    }
  }

  @Test
  void a_model_that_answers_with_what_is_no_number_is_refused_by_the_name_of_the_photo()
      throws IOException {
    Path photo = Files.write(folder.resolve("photo.png"), photo("rgb.png"));
    Model broken = TestModels.overflowing();
    String sentence =
        ": the network answers with (NaN|-?Infinity); expected finite numbers: the model is damaged or its weights are too large; put it to its self-test with 'inspect', or import it again\\.";

    try (Classifier classifier = Classifier.of(broken, ONE_THREAD);
        Embedder embedder = Embedder.of(broken, ONE_THREAD)) {
      assertThatThrownBy(() -> classifier.classify(photo))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageMatching(".*photo\\.png" + sentence);
      assertThatThrownBy(() -> classifier.classify(Files.readAllBytes(photo)))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageMatching("picture in memory" + sentence);
      assertThatThrownBy(() -> embedder.embed(photo))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageMatching(".*photo\\.png" + sentence);
      assertThatThrownBy(
              () -> Evaluation.of(classifier, List.of(new LabelledPhoto(photo, 0)), done -> {}))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageMatching(".*photo\\.png" + sentence);
    }
  }

  @Test
  void a_thread_that_is_interrupted_reads_no_model_and_is_told_so() {
    Path file = folder.resolve("model.safetensors");
    new ModelFile(TestModels.classifier(), List.of()).write(file, Storage.F32, Overwrite.REFUSE);

    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> Classifier.load(file))
          .isInstanceOf(InterruptedReadingException.class)
          .hasMessage(
              "%s was not read, since the thread that reads it was interrupted; the file may be sound: read it again in another thread.",
              file);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  @SuppressWarnings("NullAway") // what programs without such a check do
  void nothing_in_place_of_a_photo_is_told_as_that() {
    try (Classifier classifier = Classifier.of(TestModels.classifier(), ONE_THREAD)) {
      assertThatThrownBy(() -> classifier.classify((Path) null))
          .isInstanceOf(NullPointerException.class)
          .hasMessageStartingWith("The file of a picture is null");
      assertThatThrownBy(() -> classifier.classify((byte[]) null))
          .isInstanceOf(NullPointerException.class)
          .hasMessageStartingWith("The bytes of a picture are null");
      assertThatThrownBy(() -> classifier.classify((InputStream) null))
          .isInstanceOf(NullPointerException.class)
          .hasMessageStartingWith("The stream of a picture is null");
      assertThatThrownBy(() -> classifier.classify((BufferedImage) null))
          .isInstanceOf(NullPointerException.class)
          .hasMessageStartingWith("The image is null, as ImageIO.read answers");
    }
  }

  @Test
  void a_stream_stays_open() throws IOException {
    List<String> closed = new ArrayList<>();
    InputStream stream =
        new ByteArrayInputStream(photo("rgb.png")) {
          @Override
          public void close() {
            closed.add("closed");
          }
        };

    try (Classifier classifier = Classifier.of(TestModels.classifier(), ONE_THREAD)) {
      classifier.classify(stream);
    }

    assertThat(closed).isEmpty();
  }

  @Test
  void eight_threads_at_once_get_the_bits_that_one_gets() throws Exception {
    List<Pixels> photos = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < 20; i++) {
      byte[] rgb = new byte[30 * (20 + i) * Pixels.CHANNELS];
      random.nextBytes(rgb);
      photos.add(Pixels.of(new Extent(30, 20 + i), rgb));
    }
    List<float[]> expected;
    try (Classifier alone = Classifier.of(TestModels.classifier(), ONE_THREAD)) {
      expected = photos.stream().map(photo -> alone.classify(photo).logits()).toList();
    }

    try (Classifier shared = Classifier.of(TestModels.classifier(), ONE_THREAD.withThreads(7));
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      CountDownLatch all = new CountDownLatch(8);
      List<Future<List<float[]>>> results = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        results.add(
            threads.submit(() -> {
              all.countDown();
              all.await();
              return photos.stream().map(photo -> shared.classify(photo).logits()).toList();
            }));
      }

      for (Future<List<float[]>> result : results) {
        for (int i = 0; i < photos.size(); i++) {
          assertThat(result.get().get(i)).as("photo %d", i).isEqualTo(expected.get(i));
        }
      }
      // Eight callers do not make eight gangs.
      int members = Math.min(7, Runtime.getRuntime().availableProcessors());
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().endsWith("-of-" + members))
          .hasSize(members - 1);
    }
  }

  @Test
  void a_closed_classifier_says_so_and_may_be_closed_again() {
    Classifier classifier = Classifier.of(TestModels.classifier(), ONE_THREAD);
    classifier.classify(grey());

    classifier.close();
    classifier.close();

    assertThatThrownBy(() -> classifier.classify(grey()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This network is closed; make another classifier or embedder.");
  }

  @Test
  void closing_waits_for_the_calls_that_are_under_way() throws Exception {
    Classifier classifier = Classifier.of(TestModels.classifier(), ONE_THREAD);
    float[] expected = classifier.classify(grey()).logits();
    CountDownLatch running = new CountDownLatch(4);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> results = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        results.add(
            threads.submit(() -> {
              running.countDown();
              try {
                while (true) {
                  assertThat(classifier.classify(grey()).logits()).isEqualTo(expected);
                }
              } catch (IllegalStateException closed) {
                assertThat(closed).hasMessageContaining("is closed");
              }
            }));
      }
      running.await();

      classifier.close();

      for (Future<?> result : results) {
        result.get();
      }
    }
  }

  @Test
  void orientation_is_applied_unless_it_is_to_be_ignored() {
    byte[] lying = photo("orientation-6.jpg");
    Pixels upright = Images.decode(lying, DecodeOptions.standard());
    Pixels stored = Images.decode(lying, DecodeOptions.standard().ignoringOrientation());

    try (Classifier usual = Classifier.of(TestModels.classifier(), ONE_THREAD);
        Classifier ignoring =
            Classifier.of(
                TestModels.classifier(),
                ONE_THREAD.withDecoding(DecodeOptions.standard().ignoringOrientation()))) {
      assertThat(usual.classify(lying).logits()).isEqualTo(usual.classify(upright).logits());
      assertThat(ignoring.classify(lying).logits()).isEqualTo(usual.classify(stored).logits());
      assertThat(ignoring.classify(lying).logits()).isNotEqualTo(usual.classify(lying).logits());
    }
  }

  @Test
  void another_crop_takes_the_place_of_the_models_own() {
    Model model = TestModels.classifier();
    Pixels photo = Images.decode(photo("420.jpg"), DecodeOptions.standard());
    Preprocessing whole = Preprocessing.tf().withCrop(new Preprocessing.Crop.None());
    Model uncropped =
        new Model(
            model.network(), model.weights(), Optional.of(whole), List.of(), model.provenance());

    try (Classifier usual = Classifier.of(model, ONE_THREAD);
        Classifier told = Classifier.of(model, ONE_THREAD.withCrop(new Preprocessing.Crop.None()));
        Classifier stored = Classifier.of(uncropped, ONE_THREAD)) {
      assertThat(told.classify(photo).logits()).isEqualTo(stored.classify(photo).logits());
      assertThat(told.classify(photo).logits()).isNotEqualTo(usual.classify(photo).logits());
    }
  }

  @Test
  void a_model_that_does_not_say_how_photos_are_prepared_is_refused() {
    Model model = TestModels.classifier();
    Model silent =
        new Model(
            model.network(), model.weights(), Optional.empty(), List.of(), model.provenance());

    assertThatThrownBy(() -> Classifier.of(silent, ONE_THREAD))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "The model does not say how photos are prepared; import it again with --preprocessing tf,"
                + " torchvision, caffe or unit.");
  }

  @Test
  void a_broken_photo_is_refused_and_the_next_one_is_classified() {
    try (Classifier classifier = Classifier.of(TestModels.classifier(), ONE_THREAD)) {
      assertThatThrownBy(() -> classifier.classify(new byte[] {1, 2, 3}))
          .isInstanceOf(ImageFormatException.class);

      assertThat(classifier.classify(grey()).top(1)).hasSize(1);
    }
  }

  private static Pixels grey() {
    return Pixels.of(new Extent(20, 20), new byte[20 * 20 * Pixels.CHANNELS]);
  }

  private static byte[] photo(String file) {
    try (InputStream stream = ClassifierTest.class.getResourceAsStream("/golden/images/" + file)) {
      if (stream == null) {
        throw new IllegalArgumentException(file);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
