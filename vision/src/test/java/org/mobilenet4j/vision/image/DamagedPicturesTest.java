package org.mobilenet4j.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each damaged picture is either read or refused in one sentence, soon, and never otherwise. */
final class DamagedPicturesTest {
  private static final List<String> PICTURES =
      List.of(
          "420.jpg",
          "progressive.jpg",
          "progressive-cmyk.jpg",
          "cmyk.jpg",
          "adobe-rgb.jpg",
          "restarts.jpg",
          "tables-of-16-bits.jpg",
          "lines-after-scan.jpg",
          "orientation-6.jpg",
          "rgb.png",
          "rgba-16-interlaced.png",
          "palette-2.png",
          "lossy.webp",
          "lossy-alpha.webp",
          "lossless-alpha.webp",
          "animated.webp",
          "565.bmp",
          "masks-32.bmp",
          "runs-8.bmp",
          "core-header.bmp",
          "interlaced.gif",
          "smaller-transparent.gif",
          "rgb-lzw.tif",
          "rgb-adobe_deflate.tif",
          "bilevel-group4.tif",
          "jpeg-cmyk.tif",
          "jpeg-rgb.tif",
          "predictor.tif",
          "ycbcr.tif",
          "palette.tif",
          "tiles.tif",
          "planes.tif");
  private static final int CASES = 12;
  // The largest picture that is not refused is decoded in seconds on one busy core.
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private enum Damage {
    CUT_OFF {
      @Override
      byte[] to(byte[] picture, Random random) {
        return Arrays.copyOf(picture, random.nextInt(picture.length));
      }
    },
    FLIPPED_BITS {
      @Override
      byte[] to(byte[] picture, Random random) {
        for (int i = random.nextInt(8); i >= 0; i--) {
          picture[random.nextInt(picture.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return picture;
      }
    },
    HUGE_NUMBER_IN_THE_HEADER {
      @Override
      byte[] to(byte[] picture, Random random) {
        int offset = 4 + random.nextInt(Math.min(picture.length - 8, 100));
        int bytes = 2 + random.nextInt(3);
        Arrays.fill(picture, offset, offset + bytes, (byte) 0xFF);
        picture[offset + (random.nextBoolean() ? 0 : bytes - 1)] = 0x7F;
        return picture;
      }
    },
    NOISE {
      @Override
      byte[] to(byte[] picture, Random random) {
        int offset = random.nextInt(picture.length);
        int end = Math.min(picture.length, offset + 1 + random.nextInt(16));
        for (int i = offset; i < end; i++) {
          picture[i] = (byte) random.nextInt(256);
        }
        return picture;
      }
    };

    /** The damaged picture; the given array may be written to. */
    abstract byte[] to(byte[] picture, Random random);
  }

  @TestFactory
  Stream<DynamicTest> damaged_pictures_are_read_or_refused_in_one_sentence() {
    return PICTURES.stream()
        .flatMap(file ->
            Arrays.stream(Damage.values())
                .flatMap(damage ->
                    IntStream.range(0, CASES)
                        .mapToObj(seed -> damagedPicture(file, damage, seed))));
  }

  private static DynamicTest damagedPicture(String file, Damage damage, int seed) {
    return DynamicTest.dynamicTest(
        "%s, %s, seed %d".formatted(file, damage, seed),
        () -> {
          byte[] damaged = damage.to(Golden.bytes("images/" + file), new Random(seed));
          assertTimeoutPreemptively(LONGEST, () -> readOrRefused(damaged));
        });
  }

  private static void readOrRefused(byte[] damaged) {
    try {
      Pixels pixels = Images.decode(damaged, DecodeOptions.standard());
      assertThat(pixels.extent().area()).isPositive();
    } catch (ImageFormatException refused) {
      assertThat(refused.getMessage())
          .startsWith("picture in memory: ")
          .endsWith(".")
          .doesNotContain("\n");
    }
  }
}
