package org.mobilenet4j.training.data;

/**
 * Pictures as a network reads them, with what it should answer. The arrays belong to whoever took
 * the batch and may be overwritten.
 *
 * @param number of the batch in its epoch, from 0
 * @param indices the pictures' indices in the data set; as many as there are pictures
 * @param input {@code [size, height, width, channels]}, normalised
 * @param targets {@code [size, classes]}, probabilities: one 1 a row, or shares where pictures were
 *     mixed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; bulk numbers that are handed on
public record Batch(int number, int[] indices, float[] input, float[] targets) {
  /**
   * The number of pictures.
   *
   * @return at least 1
   */
  public int size() {
    return indices.length;
  }
}
