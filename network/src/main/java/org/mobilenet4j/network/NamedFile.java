package org.mobilenet4j.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/**
 * A file that a user named, to be read. It is looked at before it is opened: to open a pipe that
 * nobody writes to would wait for ever, and a device may have no end.
 */
public final class NamedFile {
  private NamedFile() {}

  /**
   * Opens a file, or a link to one.
   *
   * @param file as it was named
   * @return its bytes, to be closed
   * @throws IOException as {@link #requireReadable} does, or if it cannot be opened
   */
  public static InputStream open(Path file) throws IOException {
    requireReadable(file);
    return Files.newInputStream(file);
  }

  /**
   * Refuses what is no file. What the shell has opened for the program, such as {@code /dev/stdin},
   * may be a pipe, since somebody writes to that.
   *
   * @param file as it was named
   * @throws IOException if there is no such file, or it is a folder, a pipe or a device; its
   *     message then is a few words for the brackets of a sentence
   */
  public static void requireReadable(Path file) throws IOException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    if (found.isDirectory()) {
      throw new IOException("it is a folder");
    }
    if (!found.isRegularFile() && !isOpenAlready(file)) {
      throw new IOException("it is no regular file, but a pipe or a device");
    }
  }

  /**
   * Whether it is a link to nothing: what it stands for is missing.
   *
   * @param file any name
   * @return false also of what is not there at all
   */
  public static boolean leadsNowhere(Path file) {
    return Files.isSymbolicLink(file) && Files.notExists(file);
  }

  /**
   * Whether a name holds letters that the locale does not have, which setting {@code
   * LC_ALL=C.UTF-8} cures.
   *
   * @param e what Java says of the name
   * @return false where the name is wrong in any locale
   */
  public static boolean needsOtherLocale(InvalidPathException e) {
    return String.valueOf(e.getReason()).startsWith("Malformed input");
  }

  private static boolean isOpenAlready(Path file) {
    Path place = file.toAbsolutePath().normalize();
    return Stream.of("/dev/stdin", "/dev/fd", "/proc/self/fd").anyMatch(place::startsWith);
  }
}
