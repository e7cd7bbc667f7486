package org.mobilenet4j.vision;

import java.util.Optional;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.vision.image.DecodeOptions;

/**
 * How photos are read and how many threads work on one.
 *
 * @param threads that work on one photo; at least 1, and never more than the machine or container
 *     grants processors, however many this says. Where several callers come at once, one photo has
 *     them all and each of the others the thread of its caller
 * @param crop what part of a photo the network sees; empty for what the model says
 * @param decoding limits and orientation
 * @param views what the network sees of each photo
 */
public record PhotoOptions(
    int threads, Optional<Preprocessing.Crop> crop, DecodeOptions decoding, Views views) {
  /** What the network sees of each photo. */
  public enum Views {
    /** The photo. */
    PHOTO,
    /**
     * The photo and its mirror image, which takes twice the time; the answer is the mean of both
     * outputs (Krizhevsky et al. 2012, section 4.1), and a little more often right.
     */
    WITH_MIRROR_IMAGE
  }

  public PhotoOptions {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "%d threads; there must be at least one.".formatted(threads));
    }
  }

  /**
   * @return as many threads as the machine or container grants, the model's crop, upright pictures
   */
  public static PhotoOptions standard() {
    return new PhotoOptions(
        Runtime.getRuntime().availableProcessors(),
        Optional.empty(),
        DecodeOptions.standard(),
        Views.PHOTO);
  }

  /**
   * @param threads that work on one photo; 1 gives the most images a second when many sessions run
   *     side by side, all cores the shortest time for one image
   * @return the same with that many threads
   */
  public PhotoOptions withThreads(int threads) {
    return new PhotoOptions(threads, crop, decoding, views);
  }

  /**
   * @param crop what part of a photo the network sees
   * @return the same with that crop
   */
  public PhotoOptions withCrop(Preprocessing.Crop crop) {
    return new PhotoOptions(threads, Optional.of(crop), decoding, views);
  }

  /**
   * @param decoding limits and orientation
   * @return the same with these
   */
  public PhotoOptions withDecoding(DecodeOptions decoding) {
    return new PhotoOptions(threads, crop, decoding, views);
  }

  /**
   * @param views what the network sees of each photo
   * @return the same with these
   */
  public PhotoOptions withViews(Views views) {
    return new PhotoOptions(threads, crop, decoding, views);
  }
}
