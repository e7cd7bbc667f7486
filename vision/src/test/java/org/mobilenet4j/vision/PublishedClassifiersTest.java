package org.mobilenet4j.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mobilenet4j.network.architecture.ArchitectureOption.RESOLUTION;
import static org.mobilenet4j.network.architecture.ArchitectureOption.WIDTH;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.testing.RealData;
import org.mobilenet4j.vision.image.DecodeOptions;

/**
 * Published weights on real photos, from the bytes of the JPEG files to the classes, against what
 * PyTorch says of them after Pillow's decoding and resizing; added where the data are.
 */
final class PublishedClassifiersTest {
  private static final int PHOTOS = 200;

  /** Half a point of the accuracy. */
  private static final long ONE_PHOTO = 1;

  private static final int MOST_OTHER_CLASSES = 2;

  /** A file of weights and its network. */
  private record Published(
      String file, String architecture, Map<ArchitectureOption, String> options) {}

  private static final List<Published> CLASSIFIERS =
      List.of(
          new Published("mobilenet_v1_0.25_224", "mobilenet-v1", Map.of(WIDTH, "0.25")),
          new Published(
              "mobilenet_v1_0.5_160", "mobilenet-v1", Map.of(WIDTH, "0.5", RESOLUTION, "160")),
          new Published("mobilenet_v2_1.0_224", "mobilenet-v2", Map.of()),
          new Published(
              "mobilenet_v3_large_minimalistic_224", "mobilenet-v3-large-minimalistic", Map.of()),
          new Published("squeezenet1_1", "squeezenet-1.1", Map.of()));

  @TestFactory
  Stream<DynamicTest> two_hundred_photos_are_classified_as_by_the_reference() {
    return RealData.data().stream()
        .flatMap(data ->
            CLASSIFIERS.stream()
                .map(published ->
                    DynamicTest.dynamicTest(published.file(), () -> compare(data, published))));
  }

  private static void compare(Path data, Published published) throws IOException {
    Model model =
        PublishedModels.read(
            data.resolve("weights").resolve(published.file() + ".safetensors"),
            published.architecture(),
            published.options());
    List<String> lines = Files.readAllLines(data.resolve("predictions.csv"));
    List<String> header = List.of(lines.getFirst().split(",", -1));
    List<List<String>> rows =
        lines.stream().skip(1).map(line -> List.of(line.split(",", -1))).toList();
    int[] expected = column(rows, header.indexOf(published.file()));
    int[] expectedRanks = column(rows, header.indexOf(published.file() + ":rank"));
    int[] classes = column(rows, 1);
    List<LabelledPhoto> photos =
        IntStream.range(0, rows.size())
            .mapToObj(i ->
                new LabelledPhoto(
                    data.resolve("photos").resolve(rows.get(i).getFirst()), classes[i]))
            .toList();
    // The reference looked at the photos as they are stored.
    PhotoOptions options =
        PhotoOptions.standard()
            .withThreads(2)
            .withDecoding(DecodeOptions.standard().ignoringOrientation());

    Evaluation evaluation;
    try (Classifier classifier = Classifier.of(model, options)) {
      evaluation = Evaluation.of(classifier, photos, _ -> {});
    }

    assertThat(evaluation.unreadable()).isEmpty();
    assertThat(evaluation.outcomes()).hasSize(PHOTOS);
    long others =
        IntStream.range(0, PHOTOS)
            .filter(i -> evaluation.outcomes().get(i).predicted() != expected[i])
            .count();
    String found =
        "top-1 %.1f, top-5 %.1f, %d photos with another class than the reference"
            .formatted(100 * evaluation.top1(), 100 * evaluation.top5(), others);
    assertThat(Math.round(PHOTOS * evaluation.top1()))
        .as(found)
        .isCloseTo(among(expectedRanks, 1), within(ONE_PHOTO));
    assertThat(Math.round(PHOTOS * evaluation.top5()))
        .as(found)
        .isCloseTo(among(expectedRanks, 5), within(ONE_PHOTO));
    assertThat(others).as(found).isLessThanOrEqualTo(MOST_OTHER_CLASSES);
  }

  private static int[] column(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> Integer.parseInt(row.get(column))).toArray();
  }

  private static long among(int[] ranks, int places) {
    return IntStream.of(ranks).filter(rank -> rank <= places).count();
  }
}
