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
 */
public record PhotoOptions(int threads, Optional<Preprocessing.Crop> crop, DecodeOptions decoding) {
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
        Runtime.getRuntime().availableProcessors(), Optional.empty(), DecodeOptions.standard());
  }

  /**
   * @param threads that work on one photo; 1 gives the most images a second when many sessions run
   *     side by side, all cores the shortest time for one image
   * @return the same with that many threads
   */
  public PhotoOptions withThreads(int threads) {
    return new PhotoOptions(threads, crop, decoding);
  }

  /**
   * @param crop what part of a photo the network sees
   * @return the same with that crop
   */
  public PhotoOptions withCrop(Preprocessing.Crop crop) {
    return new PhotoOptions(threads, Optional.of(crop), decoding);
  }

  /**
   * @param decoding limits and orientation
   * @return the same with these
   */
  public PhotoOptions withDecoding(DecodeOptions decoding) {
    return new PhotoOptions(threads, crop, decoding);
  }
}
