package org.mobilenet4j.training.data.generated;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.random.Draws;
import org.mobilenet4j.vision.image.Pixels;

/**
 * Twelve classes of drawn pictures: six shapes, three textures and three letters, of any place,
 * size, turn and colours, on clutter. A linear model of the pixels cannot tell them apart; a small
 * convolutional network can.
 *
 * <p>A picture is a function of seed, part and index; the classes take turns. Nothing is kept: each
 * call draws anew, in about a tenth of a millisecond.
 */
public final class GeneratedPictures implements DataSet {
  /** Height and width in pixels, unless told otherwise. */
  public static final int USUAL_SIDE = 48;

  private static final int USUAL_TRAIN = 3600;
  private static final int USUAL_VALIDATION = 600;
  private static final int USUAL_TEST = 1200;

  /** Which pictures of a seed; a key must not change, since it makes the pictures. */
  private enum Part {
    TRAIN(1),
    VALIDATION(2),
    TEST(3);

    private final long key;

    Part(long key) {
      this.key = key;
    }

    long key() {
      return key;
    }
  }

  private final long seed;
  private final Part part;
  private final int side;
  private final int size;

  private GeneratedPictures(long seed, Part part, int side, int size) {
    this.seed = seed;
    this.part = part;
    this.side = side;
    this.size = size;
  }

  /**
   * The usual set: 3,600 pictures to learn from, 600 to choose by, 1,200 to judge by, of 48×48.
   *
   * @param seed of the pictures
   * @return the splits
   */
  public static DataSplits splits(long seed) {
    return splits(seed, USUAL_SIDE, USUAL_TRAIN, USUAL_VALIDATION, USUAL_TEST);
  }

  /**
   * A set of another size.
   *
   * @param seed of the pictures
   * @param side height and width in pixels; from 24 to 256
   * @param train pictures to learn from; at least one a class, 12
   * @param validation pictures to choose by; at least 1
   * @param test pictures to judge by; at least 1
   * @return the splits
   */
  public static DataSplits splits(long seed, int side, int train, int validation, int test) {
    if (side < 24 || side > 256 || train < Motif.count() || validation < 1 || test < 1) {
      throw new IllegalArgumentException(
          "Generated pictures of side %d: %d to learn from, %d to choose by, %d to judge by; expected a side from 24 to 256, at least %d, 1 and 1."
              .formatted(side, train, validation, test, Motif.count()));
    }
    return DataSplits.of(
        new GeneratedPictures(seed, Part.TRAIN, side, train),
        new GeneratedPictures(seed, Part.VALIDATION, side, validation),
        Optional.of(new GeneratedPictures(seed, Part.TEST, side, test)));
  }

  @Override
  public List<String> labels() {
    return Motif.labels();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int label(int index) {
    return Objects.checkIndex(index, size) % Motif.count();
  }

  @Override
  public String name(int index) {
    return "generated/%s/%s/%05d"
        .formatted(
            part.name().toLowerCase(Locale.ROOT),
            labels().get(label(index)),
            Objects.checkIndex(index, size));
  }

  @Override
  public Pixels picture(int index) {
    Draws draws = Draws.of(seed, part.key(), index);
    Canvas canvas = new Canvas(side);
    Palette palette = Palette.drawn(draws);
    Clutter.behind(canvas, palette, draws);
    Scene.draw(canvas, Motif.at(label(index)), palette, draws);
    Clutter.inFront(canvas, palette, draws);
    return Pixels.of(Extent.square(side), canvas.bytes(draws));
  }
}
