package org.mobilenet4j.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that commands write: never half, never over another unless told. */
final class OutputFile {
  private OutputFile() {}

  /** Refuses early what would be refused at the end of a long computation. */
  static void requireFree(Path file, boolean overwrite) {
    if (Files.isDirectory(file)) {
      throw new InputException(
          "%s is a folder; expected the name of a file to write.".formatted(file));
    }
    if (!overwrite && Files.exists(file)) {
      throw new InputException(
          "%s is there already; give --overwrite to replace it, or another name.".formatted(file));
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new InputException(
          "%s cannot be written, since there is no folder %s; make it first."
              .formatted(file, folder));
    }
  }

  /** Writes a text beside its place and moves it there. */
  static void write(Path file, String text, boolean overwrite) {
    requireFree(file, overwrite);
    try {
      // Not createTempFile, which would let nobody else read the file.
      Path beside =
          file.resolveSibling(".%s.%s.part".formatted(file.getFileName(), UUID.randomUUID()));
      try {
        Files.writeString(
            beside,
            text,
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
        Files.move(
            beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new InputException(
          "%s cannot be written (%s); nothing was changed."
              .formatted(file, InputException.reason(e)),
          e);
    }
  }
}
