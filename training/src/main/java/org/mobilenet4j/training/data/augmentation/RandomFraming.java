package org.mobilenet4j.training.data.augmentation;

import org.mobilenet4j.model.Preprocessing.Resampling;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.training.data.augmentation.Augmentation.PadAndCrop;
import org.mobilenet4j.training.data.augmentation.Augmentation.RandomResizedCrop;
import org.mobilenet4j.training.random.Draws;
import org.mobilenet4j.vision.image.Pixels;
import org.mobilenet4j.vision.image.Resizer;

/** What part of a photo is seen, at random. */
final class RandomFraming {
  private static final int TRIES = 10;

  private RandomFraming() {}

  static Pixels resizedCrop(
      RandomResizedCrop crop, Pixels photo, Extent size, Resampling resampling, Draws draws) {
    Rectangle part =
        Rectangle.drawn(
                photo.extent(),
                crop.minArea(),
                crop.maxArea(),
                crop.minRatio(),
                crop.maxRatio(),
                TRIES,
                draws)
            .orElseGet(() -> largestMiddle(photo.extent(), crop));
    return Resizer.resize(photo.cropped(part.top(), part.left(), part.size()), size, resampling);
  }

  private static Rectangle largestMiddle(Extent photo, RandomResizedCrop crop) {
    double ratio = (double) photo.width() / photo.height();
    int height = photo.height();
    int width = photo.width();
    if (ratio < crop.minRatio()) {
      height = (int) Math.rint(width / crop.minRatio());
    } else if (ratio > crop.maxRatio()) {
      width = (int) Math.rint(height * crop.maxRatio());
    }
    Extent size =
        new Extent(Math.clamp(height, 1, photo.height()), Math.clamp(width, 1, photo.width()));
    return new Rectangle(
        (photo.height() - size.height()) / 2, (photo.width() - size.width()) / 2, size);
  }

  static Pixels padAndCrop(
      PadAndCrop crop, Pixels photo, Extent size, Resampling resampling, Draws draws) {
    int padding = crop.padding();
    if (padding >= Math.min(size.height(), size.width())) {
      throw new IllegalArgumentException(
          "PadAndCrop with %d pixels for a network that sees %s; expected less than its side."
              .formatted(padding, size));
    }
    Pixels whole = Resizer.resize(photo, size, resampling);
    int down = draws.below(2 * padding + 1) - padding;
    int right = draws.below(2 * padding + 1) - padding;
    return switch (crop.edge()) {
      case BLACK -> PixelLayout.shifted(whole, down, right, (_, _) -> PixelLayout.OUTSIDE);
      case REFLECTED -> PixelLayout.shifted(whole, down, right, RandomFraming::reflected);
    };
  }

  private static int reflected(int at, int length) {
    return at < 0 ? -at : at >= length ? 2 * (length - 1) - at : at;
  }
}
