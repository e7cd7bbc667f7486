package org.mobilenet4j.model.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.model.safetensors.SafetensorsFile;
import org.mobilenet4j.model.safetensors.SafetensorsWriter;
import org.mobilenet4j.model.tensors.FileKind;
import org.mobilenet4j.model.tensors.TensorFile;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.NetworkException;

/**
 * What a model file holds: a model, and the golden pairs by which anybody can see that it still
 * computes what it did.
 *
 * @param model the network, its weights and what goes with them
 * @param goldenPairs inputs and outputs, made by the model as it is stored; may be empty
 */
public record ModelFile(Model model, List<GoldenPair> goldenPairs) {
  /** Each is checked against the whole graph, and two are enough to see whether it computes. */
  static final int MOST_GOLDEN_PAIRS = 16;

  /**
   * @throws ModelFormatException if a golden pair does not fit the network
   * @throws IllegalArgumentException if there are more than sixteen of them
   */
  public ModelFile {
    goldenPairs = List.copyOf(goldenPairs);
    if (goldenPairs.size() > MOST_GOLDEN_PAIRS) {
      throw new IllegalArgumentException(
          "%d golden pairs; expected at most %d.".formatted(goldenPairs.size(), MOST_GOLDEN_PAIRS));
    }
    for (GoldenPair pair : goldenPairs) {
      requireFit(model.network(), pair);
    }
  }

  /**
   * Reads a model file; everything in it is checked before it is used.
   *
   * @param path the file
   * @return what it holds
   * @throws ModelFormatException if it cannot be read, is damaged, was made by a newer version, or
   *     is no model file; a file of weights alone must be imported first
   */
  public static ModelFile read(Path path) {
    FileKind kind = FileKind.of(path);
    if (kind != FileKind.SAFETENSORS) {
      throw new ModelFormatException(
          "%s is %s, not a model file of ours; import it first.".formatted(path, kind.words()));
    }
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      return new ModelFileReader(file).read();
    }
  }

  /**
   * Reads a model file that lies in memory: a resource of a program.
   *
   * @param name what to call it in messages
   * @param bytes the whole file
   * @return what it holds
   * @throws ModelFormatException if it is damaged, was made by a newer version, or is no model file
   */
  public static ModelFile read(String name, byte[] bytes) {
    try (SafetensorsFile file = SafetensorsFile.of(Path.of(name), bytes)) {
      return new ModelFileReader(file).read();
    }
  }

  /**
   * @param file an open file of tensors
   * @return whether it is a model file, of any version
   */
  public static boolean isModel(TensorFile file) {
    return file.metadata().containsKey(Metadata.VERSION);
  }

  /**
   * Writes the model beside its final place and moves it there; the same model gives the same
   * bytes.
   *
   * @param path the file
   * @param storage how the weights are kept; half precision must have been there when the golden
   *     pairs were made, see {@link Storage#round}
   * @param overwrite what happens if the file is there already
   * @throws ModelFormatException if it cannot be written, or a weight is too large for half
   *     precision
   */
  public void write(Path path, Storage storage, Overwrite overwrite) {
    List<SafetensorsWriter.Stored> tensors = new ArrayList<>();
    model
        .weights()
        .tensors()
        .forEach((key, tensor) ->
            tensors.add(
                new SafetensorsWriter.Stored(key.toString(), tensor, storage.typeOf(tensor))));
    SafetensorsWriter.write(path, tensors, Metadata.of(this), overwrite);
  }

  private static void requireFit(Network network, GoldenPair pair) {
    Extent size = pair.size();
    if (size.area() > (Integer.MAX_VALUE - 8) / network.input().channels()) {
      throw new ModelFormatException(
          "A golden pair has the size %s, which is too large for any memory.".formatted(size));
    }
    try {
      long expected = network.withInputSize(size.height(), size.width()).outputShape().elements();
      if (pair.outputs().length != expected) {
        throw new ModelFormatException(
            "A golden pair of size %s has %d outputs, but the network has %d."
                .formatted(size, pair.outputs().length, expected));
      }
    } catch (NetworkException e) {
      throw new ModelFormatException(
          "A golden pair of size %s does not fit the network: %s".formatted(size, e.getMessage()),
          e);
    }
  }
}
