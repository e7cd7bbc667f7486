package org.mobilenet4j.kernels.blocked;

import java.util.Arrays;
import org.mobilenet4j.kernels.CacheLine;

/**
 * How a feature map lies in an array in the blocked layout: {@code [channels / lanes][top + height
 * + bottom][left + width + right][lanes]}, so that a vector holds neighbouring channels of one
 * pixel and neighbouring pixels of a block lie side by side. The last block is filled up; what its
 * spare lanes hold is nobody's concern. The frame of zeros around the picture stands for the
 * padding of the convolution that reads the map; a depthwise convolution needs none at the sides,
 * but a row above or below that lends it zeros.
 *
 * @param channels channels of the map
 * @param height rows of the picture
 * @param width columns of the picture
 * @param lanes channels of a block
 * @param frame zeros around the picture
 */
public record BlockedMap(int channels, int height, int width, int lanes, Frame frame) {
  /** Checks that every extent is positive. */
  public BlockedMap {
    if (channels < 1 || height < 1 || width < 1 || lanes < 1) {
      throw new IllegalArgumentException(
          "A map of %d rows, %d columns and %d channels in blocks of %d; all must be at least 1."
              .formatted(height, width, channels, lanes));
    }
  }

  /**
   * Rows and columns of zeros around a picture.
   *
   * @param top rows above
   * @param left columns before
   * @param bottom rows below
   * @param right columns behind
   */
  public record Frame(int top, int left, int bottom, int right) {
    /** No frame: the picture alone. */
    public static final Frame NONE = new Frame(0, 0, 0, 0);

    /** Checks that nothing is negative. */
    public Frame {
      if (top < 0 || left < 0 || bottom < 0 || right < 0) {
        throw new IllegalArgumentException(
            "A frame of %d, %d, %d, %d (top, left, bottom, right); none may be negative."
                .formatted(top, left, bottom, right));
      }
    }

    /**
     * @param other another frame
     * @return the smallest frame that holds both
     */
    public Frame or(Frame other) {
      return new Frame(
          Math.max(top, other.top),
          Math.max(left, other.left),
          Math.max(bottom, other.bottom),
          Math.max(right, other.right));
    }
  }

  /**
   * @return blocks of channels
   */
  public int blocks() {
    return (channels + lanes - 1) / lanes;
  }

  /**
   * @return floats from a row to the next
   */
  public int pitch() {
    return (frame.left() + width + frame.right()) * lanes;
  }

  /**
   * @return floats from a block to the next, as {@link #spread} gives them
   */
  public int plane() {
    return spread((frame.top() + height + frame.bottom()) * pitch(), lanes);
  }

  /**
   * The distance between blocks for a block of some size. A sum over the channels of a pixel reads
   * a few floats of every block; were the distance a multiple of a large power of two, these would
   * all fall into the same few sets of the first cache and push one another out. An odd number of
   * cache lines spreads them over all sets.
   *
   * @param floats size of a block
   * @param lanes channels of a block
   * @return a multiple of {@code lanes}, not below {@code floats}; equal to it for a single pixel
   */
  public static int spread(int floats, int lanes) {
    if (floats == lanes) {
      return floats; // the channels of a vector follow one another
    }
    return CacheLine.wholeLines(floats) | CacheLine.FLOATS;
  }

  /**
   * @return floats of the whole map
   */
  public long floats() {
    return (long) blocks() * plane();
  }

  /**
   * @param row row of the picture; negative, or {@code height} and more, within the frame
   * @return where its first pixel lies in the first block, from the beginning of the map
   */
  public int row(int row) {
    return (frame.top() + row) * pitch() + frame.left() * lanes;
  }

  /**
   * @return whether the rows of the picture lie one behind the other without a gap
   */
  public boolean contiguous() {
    return frame.left() + frame.right() == 0;
  }

  /**
   * Writes the zeros left and right of some rows of one block.
   *
   * @param map the array
   * @param offset where the map begins in it
   * @param block which block
   * @param fromRow the first row
   * @param toRow the row after the last
   */
  public void clearSides(float[] map, int offset, int block, int fromRow, int toRow) {
    if (contiguous()) {
      return;
    }
    for (int y = fromRow; y < toRow; y++) {
      int first = offset + block * plane() + row(y);
      Arrays.fill(map, first - frame.left() * lanes, first, 0f);
      int end = first + width * lanes;
      Arrays.fill(map, end, end + frame.right() * lanes, 0f);
    }
  }

  /**
   * Writes the zeros above and below one block.
   *
   * @param map the array
   * @param offset where the map begins in it
   * @param block which block
   */
  public void clearEnds(float[] map, int offset, int block) {
    int first = offset + block * plane();
    Arrays.fill(map, first, first + frame.top() * pitch(), 0f);
    int end = first + (frame.top() + height + frame.bottom()) * pitch();
    Arrays.fill(map, end - frame.bottom() * pitch(), end, 0f);
  }
}
