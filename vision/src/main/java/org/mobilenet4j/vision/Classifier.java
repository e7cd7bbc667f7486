package org.mobilenet4j.vision;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.vision.image.Images;
import org.mobilenet4j.vision.image.Pixels;

/**
 * Says what is in a photo: the front door for users of the library.
 *
 * <pre>{@code
 * try (Classifier classifier = Classifier.load(Path.of("mobilenet-v2.safetensors"))) {
 *   for (Prediction p : classifier.classify(Path.of("photo.jpg")).top(5)) {
 *     System.out.printf("%5.1f%%  %s%n", 100 * p.probability(), p.label());
 *   }
 * }
 * }</pre>
 *
 * <p>One classifier may be used from many threads at the same time, with results equal to the bit.
 * Calls at the same time run in sessions of their own, which are kept for later calls: as many as
 * there were calls at once.
 */
public final class Classifier implements AutoCloseable {
  private final PhotoNetwork network;
  private final List<String> labels;

  private Classifier(PhotoNetwork network, List<String> labels) {
    this.network = network;
    this.labels = labels;
  }

  /**
   * Loads a model file, ready to classify with as many threads as the machine or container grants.
   *
   * @param file a model file, as {@code import} and {@code train} write it
   * @return a classifier, to be closed
   * @throws org.mobilenet4j.model.ModelFormatException if the file is no sound model file, or does
   *     not say how photos are prepared
   * @throws org.mobilenet4j.model.InterruptedReadingException if the thread is interrupted
   */
  public static Classifier load(Path file) {
    return of(ModelFile.read(file).model(), PhotoOptions.standard());
  }

  /**
   * Loads a model that comes with the library, ready to classify with as many threads as the
   * machine or container grants.
   *
   * @param model which one
   * @return a classifier, to be closed
   */
  public static Classifier load(BundledModel model) {
    return of(model.read().model(), PhotoOptions.standard());
  }

  /**
   * @param model a model whose outputs are logits
   * @param options threads, crop and orientation
   * @return a classifier, to be closed
   * @throws org.mobilenet4j.model.ModelFormatException if the model does not say how photos are
   *     prepared
   */
  public static Classifier of(Model model, PhotoOptions options) {
    return new Classifier(PhotoNetwork.of(model, options), model.labels());
  }

  /**
   * @param photo a file that holds a picture
   * @return what is in it
   * @throws org.mobilenet4j.vision.image.ImageFormatException if it cannot be read
   * @throws org.mobilenet4j.model.ModelFormatException if the network answers with what is no
   *     finite number: it is damaged
   */
  public Predictions classify(Path photo) {
    Pixels pixels = Images.decode(photo, network.decodeOptions());
    return classify(photo.toString(), pixels);
  }

  /**
   * @param photo a picture as it is stored in a file
   * @return what is in it
   * @throws org.mobilenet4j.vision.image.ImageFormatException if it cannot be read
   * @throws org.mobilenet4j.model.ModelFormatException if the network answers with what is no
   *     finite number: it is damaged
   */
  public Predictions classify(byte[] photo) {
    return classify(Images.decode(photo, network.decodeOptions()));
  }

  /**
   * @param photo the bytes of a picture, read to the end; the stream is not closed
   * @return what is in it
   * @throws IOException if the stream cannot be read
   * @throws org.mobilenet4j.vision.image.ImageFormatException if it holds no readable picture
   * @throws org.mobilenet4j.model.ModelFormatException if the network answers with what is no
   *     finite number: it is damaged
   */
  public Predictions classify(InputStream photo) throws IOException {
    return classify(Images.decode(photo, network.decodeOptions()));
  }

  /**
   * @param photo a picture that is already decoded
   * @return what is in it
   * @throws org.mobilenet4j.model.ModelFormatException if the network answers with what is no
   *     finite number: it is damaged
   */
  public Predictions classify(BufferedImage photo) {
    return classify(Images.of(photo));
  }

  /**
   * @param photo pixels
   * @return what is in them
   * @throws org.mobilenet4j.model.ModelFormatException if the network answers with what is no
   *     finite number: it is damaged
   */
  public Predictions classify(Pixels photo) {
    return classify("picture in memory", photo);
  }

  /**
   * @param name by which errors speak of the photo
   * @param photo pixels
   * @return what is in them
   * @throws org.mobilenet4j.model.ModelFormatException if the network answers with what is no
   *     finite number: it is damaged
   */
  public Predictions classify(String name, Pixels photo) {
    return Predictions.of(network.run(name, photo), labels);
  }

  /**
   * Brings the network to full speed, which takes two or three seconds: for servers, before the
   * first photo comes. Without it the first photos are slower, while the JVM compiles.
   */
  public void warmUp() {
    network.warmUp();
  }

  /**
   * @return how many classes there are
   */
  public int classes() {
    return network.outputs();
  }

  /**
   * @return one name a class, or none at all
   */
  public List<String> labels() {
    return labels;
  }

  /**
   * Ends the classifier's threads; calls that are under way are finished first. Closing once more
   * does nothing; a call after it is an {@link IllegalStateException}.
   */
  @Override
  public void close() {
    network.close();
  }
}
