package org.mobilenet4j.kernels.blocked;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the class files of generated kernels to a folder, for whoever wants to see what is run.
 * Each is written beside and moved, so that a file is always a whole one.
 *
 * @param folder made where it is missing
 */
record KernelDump(Path folder) {
  /** The system property that names the folder. */
  static final String PROPERTY = "mobilenet4j.dumpKernels";

  /**
   * @return the dump that the system property asks for; nothing where it is not set
   * @throws IllegalArgumentException if it names no possible folder
   */
  static Optional<KernelDump> asProperty() {
    @Nullable String folder = System.getProperty(PROPERTY);
    if (folder == null) {
      return Optional.empty();
    }
    if (folder.isBlank()) {
      throw new IllegalArgumentException(
          "The system property %s is empty; expected the folder for the kernels' class files."
              .formatted(PROPERTY));
    }
    try {
      return Optional.of(new KernelDump(Path.of(folder)));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "The system property %s is '%s'; expected the folder for the kernels' class files."
              .formatted(PROPERTY, folder),
          e);
    }
  }

  /**
   * Writes {@code Generated_NAME.class}, in place of an earlier one.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  void write(Variant<?> variant) {
    Path target = folder.resolve(GeneratedKernels.className(variant) + ".class");
    try {
      Files.createDirectories(folder);
      Path beside = Files.createTempFile(folder, variant.name(), ".part");
      try {
        Files.write(beside, GeneratedKernels.bytes(variant));
        Files.move(
            beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be written; does the system property %s name a folder that may be written?"
              .formatted(target, PROPERTY),
          e);
    }
  }
}
