package org.mobilenet4j.training.data;

import java.nio.file.Path;
import java.util.Optional;
import org.mobilenet4j.vision.image.DecodeOptions;

/**
 * How a data set is opened.
 *
 * @param seed of the split, where none is given
 * @param validationShare of the pictures of each class, where no validation set is given; above 0
 *     and below 1
 * @param testShare of the pictures of each class, where no split at all is given; from 0 to below 1
 * @param images where the pictures of a CSV lie; empty for the CSV's own folder
 * @param maxArchiveBytes the most that an archive may hold, unpacked: its pictures are kept in
 *     memory as they are stored
 * @param decoding limits and orientation
 */
public record DataOptions(
    long seed,
    double validationShare,
    double testShare,
    Optional<Path> images,
    long maxArchiveBytes,
    DecodeOptions decoding) {
  /** What is held back of each class where nobody says more. */
  static final double USUAL_SHARE = 0.1;

  public DataOptions {
    boolean shares = validationShare > 0 && testShare >= 0 && validationShare + testShare < 1;
    if (!shares || maxArchiveBytes < 1) {
      throw new IllegalArgumentException(
          "Shares of %s for validation and %s for the test, archives of %d bytes; expected shares with something left for training, and a positive limit."
              .formatted(validationShare, testShare, maxArchiveBytes));
    }
  }

  /**
   * A tenth for validation, a tenth for the test, archives of up to half of the memory.
   *
   * @param seed of the split
   * @return the usual options
   */
  public static DataOptions standard(long seed) {
    long memory = Runtime.getRuntime().maxMemory();
    // A quarter a picture: two threads decode at the same time.
    return new DataOptions(
        seed,
        USUAL_SHARE,
        USUAL_SHARE,
        Optional.empty(),
        memory / 2,
        DecodeOptions.standard().withMaxBytes(memory / 4));
  }

  /**
   * The same with other shares.
   *
   * @param validation share of each class
   * @param test share of each class
   * @return the changed options
   */
  public DataOptions withShares(double validation, double test) {
    return new DataOptions(seed, validation, test, images, maxArchiveBytes, decoding);
  }

  /**
   * The same with the pictures of a CSV elsewhere.
   *
   * @param folder to which their paths are relative
   * @return the changed options
   */
  public DataOptions withImages(Path folder) {
    return new DataOptions(
        seed, validationShare, testShare, Optional.of(folder), maxArchiveBytes, decoding);
  }

  /**
   * The same with another limit for archives.
   *
   * @param bytes the most that an archive may hold, unpacked
   * @return the changed options
   */
  public DataOptions withMaxArchiveBytes(long bytes) {
    return new DataOptions(seed, validationShare, testShare, images, bytes, decoding);
  }

  /**
   * The same with pictures decoded otherwise.
   *
   * @param other limits and orientation
   * @return the changed options
   */
  public DataOptions withDecoding(DecodeOptions other) {
    return new DataOptions(seed, validationShare, testShare, images, maxArchiveBytes, other);
  }
}
