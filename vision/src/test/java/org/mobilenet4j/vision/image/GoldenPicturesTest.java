package org.mobilenet4j.vision.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.mobilenet4j.network.Extent;

final class GoldenPicturesTest {
  @ParameterizedTest(name = "{0}: {4}")
  @CsvFileSource(resources = "/golden/images/images.csv", numLinesToSkip = 1)
  void pictures_have_the_pixels_that_pillow_reads(
      String file, int height, int width, int tolerance, String note) {
    Pixels pixels = Images.decode(Golden.bytes("images/" + file), DecodeOptions.standard());

    assertThat(pixels.extent()).as(note).isEqualTo(new Extent(height, width));
    byte[] expected = Golden.bytes("images/expected/" + file + ".rgb");
    assertThat(Golden.largestDifference(pixels.toByteArray(), expected))
        .isLessThanOrEqualTo(tolerance);
  }

  @Test
  void an_ignored_orientation_leaves_the_pixels_as_they_are_stored() {
    byte[] lying = Golden.bytes("images/orientation-6.jpg");
    byte[] upright = Golden.bytes("images/orientation-1.jpg");

    Pixels stored = Images.decode(lying, DecodeOptions.standard().ignoringOrientation());

    assertThat(stored.extent()).isEqualTo(new Extent(13, 19));
    assertThat(stored.toByteArray())
        .isEqualTo(Images.decode(upright, DecodeOptions.standard()).toByteArray());
  }

  @Test
  void many_threads_may_decode_at_the_same_time() throws Exception {
    List<String> files = List.of("420.jpg", "rgba-16-interlaced.png", "lossless.webp", "tiles.tif");
    List<byte[]> expected =
        files.stream().map(file -> Golden.bytes("images/expected/" + file + ".rgb")).toList();

    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<byte[]>> results =
          IntStream.range(0, 200)
              .mapToObj(i -> Golden.bytes("images/" + files.get(i % files.size())))
              .map(bytes ->
                  threads.submit(
                      () -> Images.decode(bytes, DecodeOptions.standard()).toByteArray()))
              .toList();

      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo(expected.get(i % files.size()));
      }
    }
  }
}
