package org.mobilenet4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.network.architecture.NearestName;
import org.mobilenet4j.training.CheckpointNotes;
import org.mobilenet4j.vision.BundledModel;

/**
 * A model as a command line names it: a file of ours, or one that comes with the program. A file
 * comes first, so that nobody gets another model than the one that lies there.
 *
 * @param name as it was typed
 * @param file what it holds
 * @param bundled whether it came with the program
 */
record NamedModel(String name, ModelFile file, boolean bundled) {
  /** One that comes with the program. */
  static NamedModel of(BundledModel model) {
    return new NamedModel(model.word(), model.read(), true);
  }

  /** The one that a word names. */
  static NamedModel of(Path word) {
    return of(Path.of(""), word);
  }

  /**
   * The one that a word names.
   *
   * @param folder to which the name of a file belongs
   * @param word a file, or the name of a bundled model
   */
  static NamedModel of(Path folder, Path word) {
    Path file = folder.resolve(word);
    if (!Files.isRegularFile(file)) {
      Optional<BundledModel> bundled = BundledModel.named(word.toString());
      if (bundled.isPresent()) {
        return of(bundled.get());
      }
    }
    if (!Files.exists(file)) {
      NearestName.of(word.toString(), BundledModel.words())
          .ifPresent(near -> {
            throw new InputException(
                "There is no model file %s; did you mean '%s', the model that comes with the program?"
                    .formatted(file, near));
          });
    }
    return new NamedModel(word.toString(), read(file), false);
  }

  private static ModelFile read(Path file) {
    try {
      return ModelFile.read(file);
    } catch (ModelFormatException e) {
      if (CheckpointNotes.isCheckpoint(file)) {
        throw new InputException(
            "%s is no model but the checkpoint of a training that was stopped; 'mobilenet4j resume %s' goes on with it and writes the model."
                .formatted(file, ShellWord.of(file)),
            e);
      }
      throw e;
    }
  }

  /** Whether a word names a model that comes with the program, and no file. */
  static boolean isBundled(String word) {
    return BundledModel.named(word).isPresent() && !Files.isRegularFile(Path.of(word));
  }

  Model model() {
    return file.model();
  }
}
