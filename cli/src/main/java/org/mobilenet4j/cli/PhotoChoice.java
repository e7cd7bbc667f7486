package org.mobilenet4j.cli;

import org.jspecify.annotations.Nullable;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.vision.PhotoOptions;
import picocli.CommandLine.Option;

/** How photos are read, as it is typed. */
final class PhotoChoice {
  private static final int MOST_THREADS = 1024;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that work on a photo; all cores that the machine grants by default.")
  private @Nullable Integer threads;

  @Option(
      names = "--crop",
      paramLabel = "SHARE",
      description =
          "Share of the short side that the network sees, from above 0 to 1, or 'none' for the whole"
              + " photo; what the model says (usually 0.875) by default.")
  private @Nullable String crop;

  @Option(
      names = "--ignore-orientation",
      description = "Leave photos as they are stored, as most published figures do.")
  private boolean ignoreOrientation;

  PhotoOptions options() {
    PhotoOptions options = PhotoOptions.standard();
    if (threads != null) {
      if (threads < 1 || threads > MOST_THREADS) {
        throw new InputException(
            "Option --threads is %d; expected a number from 1 to %d."
                .formatted(threads, MOST_THREADS));
      }
      options = options.withThreads(threads);
    }
    if (crop != null) {
      options = options.withCrop(crop(crop));
    }
    return ignoreOrientation
        ? options.withDecoding(options.decoding().ignoringOrientation())
        : options;
  }

  private static Preprocessing.Crop crop(String text) {
    if (text.equals("none")) {
      return new Preprocessing.Crop.None();
    }
    if (text.matches("[0-9]{0,3}\\.?[0-9]{1,9}")) {
      double share = Double.parseDouble(text);
      if (share > 0 && share <= 1) {
        return new Preprocessing.Crop.Centre(share);
      }
    }
    throw new InputException(
        "Option --crop is '%s'; expected a share from above 0 to 1, such as 0.875, or none."
            .formatted(text));
  }
}
