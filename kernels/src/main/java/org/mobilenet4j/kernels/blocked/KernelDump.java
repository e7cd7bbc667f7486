package org.mobilenet4j.kernels.blocked;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.KernelDumpException;

/**
 * Writes the class files of generated kernels to a folder, for whoever wants to see what is run.
 * Each is written beside and moved, so that a file is always a whole one.
 *
 * @param folder made where it is missing
 */
record KernelDump(Path folder) {
  /** The system property that names the folder. */
  static final String PROPERTY = "mobilenet4j.dumpKernels";

  private static final String ADVICE =
      "expected a folder for the kernels' class files: give another with -D%s=FOLDER, or leave it out."
          .formatted(PROPERTY);

  /**
   * @return the dump that the system property asks for, its folder made and tried out; nothing
   *     where the property is not set
   * @throws KernelDumpException if it names no folder that can be written
   */
  static Optional<KernelDump> asProperty() {
    @Nullable String folder = System.getProperty(PROPERTY);
    if (folder == null) {
      return Optional.empty();
    }
    if (folder.isBlank()) {
      throw new KernelDumpException(
          "The system property %s is empty; %s".formatted(PROPERTY, ADVICE));
    }
    try {
      KernelDump dump = new KernelDump(Path.of(folder));
      dump.tryOut();
      return Optional.of(dump);
    } catch (InvalidPathException e) {
      throw new KernelDumpException(
          "The system property %s is '%s', which can be no folder; %s"
              .formatted(PROPERTY, folder, ADVICE),
          e);
    }
  }

  /** Refuses early what would be refused when the first kernel is generated. */
  private void tryOut() {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new KernelDumpException(
          "The system property %s is '%s', which is no folder; %s"
              .formatted(PROPERTY, folder, ADVICE));
    }
    try {
      Files.createDirectories(folder);
      Path trial = beside("trial");
      Files.createFile(trial);
      Files.delete(trial);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Writes {@code Generated_NAME.class}, in place of an earlier one.
   *
   * @throws KernelDumpException if it cannot be written
   */
  void write(Variant<?> variant) {
    Path target = folder.resolve(GeneratedKernels.className(variant) + ".class");
    try {
      Files.createDirectories(folder);
      Path beside = beside(variant.name());
      try {
        Files.write(beside, GeneratedKernels.bytes(variant), StandardOpenOption.CREATE_NEW);
        Files.move(
            beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** A file that nobody else has, with the usual permissions, which a temporary one lacks. */
  private Path beside(String name) {
    return folder.resolve("%s.%s.part".formatted(name, UUID.randomUUID()));
  }

  private KernelDumpException unwritable(IOException e) {
    return new KernelDumpException(
        "The system property %s is '%s', where no class file of a kernel can be written (%s); %s"
            .formatted(PROPERTY, folder, reason(e), ADVICE),
        e);
  }

  /** The system's own messages are often only a path. */
  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException named when named.getReason() != null -> named.getReason();
      case FileSystemException _ -> "the system makes none there";
      default -> String.valueOf(e.getMessage());
    };
  }
}
