package org.mobilenet4j.benchmarks.engines;

/**
 * A runtime with one network loaded, for one caller at a time.
 *
 * <p>Images come in as the runtime's own interface takes them fastest: {@link #give} brings them
 * into its layout, and where it can read the caller's memory, into that memory; {@link #run} is
 * what is timed. It begins with the images as a program of that runtime would have them after its
 * preprocessing, and ends with the logits in an array.
 */
public interface Engine extends AutoCloseable {
  /**
   * @return what computes, and how, in a few words
   */
  String description();

  /**
   * Hands over the images of the next runs; not timed.
   *
   * @param images {@code [batch, height, width, channels]}
   */
  void give(float[] images);

  /**
   * Runs the network on the images that were given last.
   *
   * @return {@code [batch, outputs]}; good until the next run
   */
  float[] run();

  @Override
  void close();
}
