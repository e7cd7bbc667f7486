package org.mobilenet4j.vision.image;

import org.mobilenet4j.model.Preprocessing.Crop;
import org.mobilenet4j.model.Preprocessing.Resampling;
import org.mobilenet4j.network.Extent;

/**
 * What part of a photo a network sees, at the network's size.
 *
 * <p>A centre crop of share {@code s} works on the box of {@code round(height / s)} by {@code
 * round(width / s)}, halves to even: 256 for 224 and the usual 0.875. The photo is scaled, keeping
 * its proportions, until it just covers that box; its other side is rounded down. Then the middle
 * is cut out, beginning at {@code round((side - target) / 2)}, halves to even. For a square this is
 * the "short side to 256, centre crop 224" of torchvision; timm agrees except that it rounds the
 * box down. A non-square target asks the photo to cover the non-square box.
 *
 * <p>Without a crop the whole photo is scaled to the target, height and width each by itself.
 */
public final class Framing {
  private Framing() {}

  /**
   * The pixels that a network sees of a photo.
   *
   * @param photo the photo
   * @param target height and width of the network's input
   * @param crop the part to see
   * @param resampling the filter
   * @return a picture of the target's size
   */
  public static Pixels frame(Pixels photo, Extent target, Crop crop, Resampling resampling) {
    return switch (crop) {
      case Crop.None() -> Resizer.resize(photo, target, resampling);
      case Crop.Centre(double share) -> centre(photo, target, share, resampling);
    };
  }

  private static Pixels centre(Pixels photo, Extent target, double share, Resampling resampling) {
    ScaledSize scaled = ScaledSize.covering(photo.extent(), target, share);
    return Resizer.window(
        photo,
        scaled.height(),
        scaled.width(),
        Window.middle(scaled.height(), target.height()),
        Window.middle(scaled.width(), target.width()),
        resampling);
  }
}
