package org.mobilenet4j.vision;

import java.nio.file.Path;
import org.mobilenet4j.inference.PooledFeatures;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.vision.image.Images;
import org.mobilenet4j.vision.image.Pixels;

/**
 * Turns photos into the pooled features of a network, for search and for new classifiers; may be
 * used from many threads at the same time.
 */
public final class Embedder implements AutoCloseable {
  private final PhotoNetwork network;

  private Embedder(PhotoNetwork network) {
    this.network = network;
  }

  /**
   * @param model any model with a global average pool; what follows the pool is left out
   * @param options threads, crop and orientation
   * @return an embedder, to be closed
   * @throws org.mobilenet4j.model.ModelFormatException if the network has no global average pool,
   *     or the model does not say how photos are prepared
   */
  public static Embedder of(Model model, PhotoOptions options) {
    return new Embedder(PhotoNetwork.of(PooledFeatures.of(model), options));
  }

  /**
   * @param photo a file that holds a picture
   * @return its features
   * @throws org.mobilenet4j.vision.image.ImageFormatException if it cannot be read
   * @throws org.mobilenet4j.model.ModelFormatException if the network answers with what is no
   *     finite number: it is damaged
   */
  public float[] embed(Path photo) {
    Pixels pixels = Images.decode(photo, network.decodeOptions());
    return network.run(photo.toString(), pixels);
  }

  /**
   * @param photo pixels
   * @return their features
   * @throws org.mobilenet4j.model.ModelFormatException if the network answers with what is no
   *     finite number: it is damaged
   */
  public float[] embed(Pixels photo) {
    return network.run("picture in memory", photo);
  }

  /**
   * Brings the network to full speed, which takes two or three seconds: for servers, before the
   * first photo comes. Without it the first photos are slower, while the JVM compiles.
   */
  public void warmUp() {
    network.warmUp();
  }

  /**
   * @return how many features a photo has
   */
  public int features() {
    return network.outputs();
  }

  /** Ends the embedder's threads; calls that are under way are finished first. */
  @Override
  public void close() {
    network.close();
  }
}
