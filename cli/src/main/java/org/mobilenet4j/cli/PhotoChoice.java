package org.mobilenet4j.cli;

import org.jspecify.annotations.Nullable;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.vision.PhotoOptions;
import picocli.CommandLine.Option;

/** How photos are read, as it is typed. */
final class PhotoChoice {
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

  @Option(
      names = "--mirror",
      description =
          "Look at the mirror image of each photo too and take the mean of both: a little more often"
              + " right, in twice the time.")
  private boolean mirror;

  /**
   * Reads the words, and says so where there are fewer threads than were asked for.
   *
   * @param console for that sentence
   */
  PhotoOptions options(Console console) {
    ThreadChoice granted = threads == null ? ThreadChoice.all() : ThreadChoice.of(threads);
    PhotoOptions options = PhotoOptions.standard().withThreads(granted.threads());
    if (crop != null) {
      options = options.withCrop(crop(crop));
    }
    if (mirror) {
      options = options.withViews(PhotoOptions.Views.WITH_MIRROR_IMAGE);
    }
    granted.remark().ifPresent(console::remark); // when nothing can be refused any more
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
