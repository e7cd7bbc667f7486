package org.mobilenet4j.model.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.stream.Stream;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.tensors.IoReason;

/**
 * Writes a file beside its final place and moves it there once it is complete, so that a crash
 * leaves the old file or the new one.
 */
public final class FileBeside {
  /** What the file is filled with. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of it.
     *
     * @param channel the new file, empty
     * @throws IOException if that fails; the final place is then left as it was
     */
    void writeTo(FileChannel channel) throws IOException;
  }

  private static final String SUFFIX = ".part";

  private FileBeside() {}

  /**
   * Writes a text as UTF-8.
   *
   * @param target where the file shall be in the end
   * @param overwrite what happens if it is there already
   * @param text what is written
   * @throws ModelFormatException if the file is there and must stay, or cannot be written
   */
  public static void writeText(Path target, Overwrite overwrite, String text) {
    writeBytes(target, overwrite, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes bytes as they are.
   *
   * @param target where the file shall be in the end
   * @param overwrite what happens if it is there already
   * @param content all bytes of the file
   * @throws ModelFormatException if the file is there and must stay, or cannot be written
   */
  public static void writeBytes(Path target, Overwrite overwrite, byte[] content) {
    write(
        target,
        overwrite,
        channel -> {
          ByteBuffer bytes = ByteBuffer.wrap(content);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  /**
   * Writes whatever the content gives.
   *
   * @param target where the file shall be in the end
   * @param overwrite what happens if it is there already
   * @param content what is written
   * @throws ModelFormatException if the file is there and must stay, or cannot be written
   */
  public static void write(Path target, Overwrite overwrite, Content content) {
    requireNoDevice(target);
    if (overwrite == Overwrite.REFUSE && Files.exists(target)) {
      throw alreadyThere(target);
    }
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new ModelFormatException(
          "%s cannot be written, because there is no folder %s; create it first."
              .formatted(target, folder));
    }
    try {
      Path beside = beside(folder, target);
      try {
        try (FileChannel channel =
            FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          content.writeTo(channel);
          channel.force(true);
        }
        move(beside, target, overwrite);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new ModelFormatException(
          "%s cannot be written (%s); nothing was changed.".formatted(target, IoReason.of(e)), e);
    }
  }

  /**
   * Refuses to put a file where a device or a pipe is: who names one means what is behind it, which
   * would stay empty, and the place would be no device any more.
   *
   * @param target where a file is to be
   * @throws ModelFormatException if what is there, also through links, is neither file nor folder
   */
  public static void requireNoDevice(Path target) {
    if (Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target)) {
      throw new ModelFormatException(
          "%s is a device or pipe, no file; name another.".formatted(target));
    }
  }

  /**
   * Makes an empty file beside the final place and removes it: what forbids that is better known
   * before a long computation than after it.
   *
   * @param target where a file is to be, in a folder that is there
   * @throws IOException if no file can be made there, or none with so long a name
   */
  public static void tryOut(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null) {
      Files.delete(Files.createFile(beside(folder, target)));
    }
  }

  /** Not createTempFile, which would let nobody else read the file. */
  private static Path beside(Path folder, Path target) {
    return folder.resolve(prefix(target) + UUID.randomUUID() + SUFFIX);
  }

  /**
   * Removes what processes left behind that were killed while they wrote a file. Nobody may be
   * writing it meanwhile.
   *
   * @param target where the file is or was to be
   * @throws IOException if that fails
   */
  public static void removeLeftovers(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    int length = prefix(target).length() + new UUID(0, 0).toString().length() + SUFFIX.length();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(prefix(target)) && name.endsWith(SUFFIX) && name.length() == length) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static String prefix(Path target) {
    return ".%s.".formatted(target.getFileName());
  }

  private static void move(Path beside, Path target, Overwrite overwrite) throws IOException {
    switch (overwrite) {
      case REPLACE ->
          Files.move(
              beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      case REFUSE -> Files.move(beside, target);
    }
  }

  private static ModelFormatException alreadyThere(Path target) {
    return new ModelFormatException(
        "%s is there already; choose another name or ask for it to be overwritten."
            .formatted(target));
  }
}
