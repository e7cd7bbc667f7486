package org.mobilenet4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.training.data.DataException;
import org.mobilenet4j.training.data.DataOptions;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.DataSource;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.data.generated.GeneratedPictures;
import org.mobilenet4j.vision.image.ImageFormatException;
import org.mobilenet4j.vision.image.Pixels;
import picocli.CommandLine.Option;

/** Where the pictures come from, as it is typed. */
final class DataChoice {
  /** How many pictures are looked at to see how large they are. */
  private static final int LOOKED_AT = 24;

  private static final double MOST_HELD_BACK = 0.5;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "A folder with a folder of photos for each class, perhaps inside train, validation and test;"
              + " a tar, tar.gz or zip of that; or a CSV with the columns file, class and perhaps"
              + " split. Without it, pictures of twelve classes are drawn.")
  private @Nullable Path data;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Where the CSV's files lie; beside the CSV by default.")
  private @Nullable Path images;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "Share of the pictures to learn from that is held back to choose by, where the data have no"
              + " validation set, above 0 and at most 0.5; 0.1 by default.")
  private @Nullable Double validation;

  /** Whether pictures are drawn because none were given. */
  boolean generated() {
    return data == null;
  }

  /** Where the photos lie, if they are not drawn. */
  Optional<Path> source(Path base) {
    return Optional.ofNullable(data).map(base::resolve);
  }

  /** The photos that are read, if they are not drawn. */
  Optional<ReadPhotos> photos(Path base) {
    return source(base)
        .map(source ->
            new ReadPhotos(
                "the data (--data)", source, Optional.ofNullable(images).map(base::resolve)));
  }

  /** What a network sees of drawn pictures, if nothing was typed about that. */
  Optional<Extent> generatedExtent() {
    return generated()
        ? Optional.of(Extent.square(SizeRule.resolution(DefaultRun.SIDE)))
        : Optional.empty();
  }

  /** What to call the data. */
  String name() {
    return data == null ? "generated pictures" : name(data);
  }

  /** What to call the data that lie there. */
  static String name(Path data) {
    return String.valueOf(data.toAbsolutePath().normalize().getFileName());
  }

  /**
   * Opens them, and looks at each once to leave out what cannot be read.
   *
   * @param base to which relative names belong
   * @param seed of the split, or of the pictures
   * @param threads that decode
   */
  DataSplits open(Path base, long seed, int threads) {
    DataSplits cached = openUnseen(base, seed).cached(cacheBytes());
    try {
      return generated() ? cached : cached.verified(threads);
    } catch (DataException e) {
      throw new InputException("%s: %s".formatted(name(), e.getMessage()), e);
    }
  }

  /**
   * Opens them without decoding any.
   *
   * @param base to which relative names belong
   * @param seed of the split, or of the pictures
   */
  DataSplits openUnseen(Path base, long seed) {
    if (data == null) {
      if (images != null) {
        throw new InputException("--images is for a CSV of photos; give that with --data.");
      }
      if (validation != null) {
        throw new InputException(
            "--validation is for photos of your own; drawn pictures have a validation set.");
      }
      return GeneratedPictures.splits(
          seed,
          DefaultRun.SIDE,
          DefaultRun.TRAINING_PICTURES,
          DefaultRun.VALIDATION_PICTURES,
          DefaultRun.TEST_PICTURES);
    }
    Path source = base.resolve(data);
    DataOptions options = DataOptions.standard(seed);
    if (validation != null) {
      if (!(validation > 0 && validation <= MOST_HELD_BACK)) {
        throw new InputException(
            "--validation is %s; expected a share above 0 and at most %s."
                .formatted(validation, MOST_HELD_BACK));
      }
      options = options.withShares(validation, options.testShare());
    }
    if (images != null) {
      requireList(source);
      options = options.withImages(base.resolve(images));
    }
    return DataSource.open(source, options);
  }

  /** Of a folder or an archive nobody says where its photos lie. */
  static void requireList(Path source) {
    boolean folder = Files.isDirectory(source);
    if (folder || DataSource.isArchive(source)) {
      throw new InputException(
          "%s is %s, which holds its photos; --images is for a CSV."
              .formatted(source, folder ? "a folder" : "an archive"));
    }
  }

  /** A quarter for decoded pictures; networks in training need the most. */
  static long cacheBytes() {
    return Runtime.getRuntime().maxMemory() / 4;
  }

  /** The usual longer side of the pictures to learn from. */
  int side(DataSplits splits) {
    DataSet pictures = splits.train();
    int size = pictures.size();
    int looked = Math.min(size, LOOKED_AT);
    List<Integer> sides = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < looked; i++) {
      try {
        Pixels picture = pictures.picture((int) ((long) i * size / looked));
        sides.add(Math.max(picture.height(), picture.width()));
      } catch (ImageFormatException e) {
        reasons.add(String.valueOf(e.getMessage()));
      }
    }
    if (sides.isEmpty()) {
      throw new InputException(
          "%s: of %s pictures to learn from, %s were looked at and none can be read; the first: %s"
              .formatted(
                  name(), TextTable.count(size), TextTable.count(looked), reasons.getFirst()));
    }
    Collections.sort(sides);
    return sides.get(sides.size() / 2);
  }
}
