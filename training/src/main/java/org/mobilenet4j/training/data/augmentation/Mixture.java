package org.mobilenet4j.training.data.augmentation;

import org.mobilenet4j.network.Extent;
import org.mobilenet4j.training.random.Draws;

/** The pictures of a batch and their targets before any of them was mixed with another. */
final class Mixture {
  private final float[] input;
  private final float[] targets;
  private final Extent size;
  private final int pictureFloats;
  private final int classes;

  Mixture(float[] input, float[] targets, Extent size, int pictures) {
    this.input = input;
    this.targets = targets;
    this.size = size;
    this.pictureFloats = input.length / pictures;
    this.classes = targets.length / pictures;
  }

  /** {@code share} of one picture and the rest of another. */
  void blend(int at, int partner, double share, float[] mixed, float[] mixedTargets) {
    float own = (float) share;
    blend(input, mixed, at * pictureFloats, partner * pictureFloats, pictureFloats, own);
    blend(targets, mixedTargets, at * classes, partner * classes, classes, own);
  }

  private static void blend(float[] from, float[] to, int at, int partner, int length, float own) {
    for (int i = 0; i < length; i++) {
      to[at + i] = own * from[at + i] + (1 - own) * from[partner + i];
    }
  }

  /**
   * A rectangle of another picture, of about {@code 1 - share} of the area; what lies beyond the
   * edge is cut off and does not count in the target.
   */
  void paste(int at, int partner, double share, Draws draws, float[] mixed, float[] mixedTargets) {
    double side = Math.sqrt(1 - share);
    int height = (int) (size.height() * side);
    int width = (int) (size.width() * side);
    int row = draws.below(size.height());
    int column = draws.below(size.width());
    int top = Math.max(row - height / 2, 0);
    int bottom = Math.min(row + height / 2, size.height());
    int left = Math.max(column - width / 2, 0);
    int right = Math.min(column + width / 2, size.width());
    int pixelFloats = pictureFloats / Math.toIntExact(size.area());
    for (int y = top; y < bottom; y++) {
      int start = (y * size.width() + left) * pixelFloats;
      System.arraycopy(
          input,
          partner * pictureFloats + start,
          mixed,
          at * pictureFloats + start,
          (right - left) * pixelFloats);
    }
    double pasted = (double) ((bottom - top) * (right - left)) / size.area();
    blend(targets, mixedTargets, at * classes, partner * classes, classes, (float) (1 - pasted));
  }
}
