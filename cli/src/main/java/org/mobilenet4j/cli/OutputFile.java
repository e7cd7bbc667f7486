package org.mobilenet4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.mobilenet4j.model.safetensors.FileBeside;
import org.mobilenet4j.model.safetensors.Overwrite;

/** Files that commands write: never half, never over another unless told. */
final class OutputFile {
  private OutputFile() {}

  /** Refuses early what would be refused at the end of a long computation. */
  static void requireFree(Path file, boolean overwrite) {
    requireNoOther(file);
    // A link counts, wherever it leads: it is what would be replaced.
    if (!overwrite && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new InputException(
          "%s is there already; give --overwrite to replace it, or another name.".formatted(file));
    }
    requirePlace(file);
  }

  /** Refuses a place where no file can ever be put, whatever may be replaced. */
  static void requirePlace(Path file) {
    requireNoOther(file);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new InputException(
          "%s cannot be written, since there is no folder %s; make it first."
              .formatted(file, folder));
    }
    try {
      FileBeside.tryOut(file);
    } catch (IOException e) {
      // Of a file that is to be made, this says nothing.
      String reason =
          e instanceof NoSuchFileException ? "the system takes none" : InputException.reason(e);
      throw new InputException(
          "%s cannot be written, since no file can be made beside it in %s (%s); choose another name or folder."
              .formatted(file, folder, reason),
          e);
    }
  }

  private static void requireNoOther(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(
          "%s is a folder; expected the name of a file to write.".formatted(file));
    }
    FileBeside.requireNoDevice(file);
  }

  /** Writes a text beside its place and moves it there. */
  static void write(Path file, String text, boolean overwrite) {
    requireFree(file, overwrite);
    FileBeside.writeText(file, overwrite ? Overwrite.REPLACE : Overwrite.REFUSE, text);
  }

  /** Writes bytes beside their place and moves them there. */
  static void write(Path file, byte[] bytes, boolean overwrite) {
    requireFree(file, overwrite);
    FileBeside.writeBytes(file, overwrite ? Overwrite.REPLACE : Overwrite.REFUSE, bytes);
  }

  /** Removes what is left of programs that were killed while they wrote a file. */
  static void removeLeftovers(Path file) {
    try {
      FileBeside.removeLeftovers(file);
    } catch (IOException e) {
      throw new InputException(
          "What is left of earlier writings of %s cannot be removed (%s); it is not needed any more."
              .formatted(file, InputException.reason(e)),
          e);
    }
  }

  /**
   * Removes a file that is no longer needed, once nothing is left of programs that were killed
   * while they wrote it or its neighbours: a kill in between leaves the file, and with it another
   * try.
   */
  static void forget(Path file, Path... neighbours) {
    try {
      for (Path each : neighbours) {
        FileBeside.removeLeftovers(each);
      }
      FileBeside.removeLeftovers(file);
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new InputException(
          "%s cannot be removed (%s); it is not needed any more."
              .formatted(file, InputException.reason(e)),
          e);
    }
  }
}
