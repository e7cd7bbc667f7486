package org.mobilenet4j.vision;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mobilenet4j.model.file.ModelFile;

/**
 * Models that come with the library, so that something is said of a photo before anybody has
 * brought weights. They were trained by this project alone, from nothing; how is told in {@code
 * docs/models}.
 *
 * <pre>{@code
 * try (Classifier classifier = Classifier.load(BundledModel.CIFAR10)) {
 *   System.out.println(classifier.classify(Path.of("photo.jpg")).top(1));
 * }
 * }</pre>
 */
public enum BundledModel {
  /**
   * MobileNet V2 for small pictures at three quarters of its width, which sees 32x32 pixels and
   * knows the ten classes of CIFAR-10: airplane, automobile, bird, cat, deer, dog, frog, horse,
   * ship, truck.
   */
  CIFAR10("cifar10");

  private final String word;

  BundledModel(String word) {
    this.word = word;
  }

  /**
   * @return what the command line calls it
   */
  public String word() {
    return word;
  }

  /**
   * @return what the command line calls each of them
   */
  public static List<String> words() {
    return Arrays.stream(values()).map(BundledModel::word).toList();
  }

  /**
   * @param word what the command line might call one of them
   * @return that one; empty if there is none of that name
   */
  public static Optional<BundledModel> named(String word) {
    return Arrays.stream(values()).filter(model -> model.word.equals(word)).findFirst();
  }

  /**
   * Reads it, as {@link ModelFile#read(java.nio.file.Path)} reads a file.
   *
   * @return the model with its labels, preprocessing, provenance and golden pairs
   */
  public ModelFile read() {
    String resource = word + ".safetensors";
    try (InputStream in = BundledModel.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The jar lacks " + resource + ".");
      }
      return ModelFile.read(word, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
