package org.mobilenet4j.model.tensors;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What an operating system's error means, in words: its own messages are often only a path. */
public final class IoReason {
  /** What systems say of a full disk, of a used-up quota, and of a file that may not be larger. */
  private static final List<String> NO_ROOM =
      List.of("no space left", "not enough space", "quota", "file too large");

  private IoReason() {}

  /**
   * @param e what was thrown
   * @return a few words for the brackets of a message
   */
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "it is there already";
      case FileSystemLoopException _ -> "a link leads back to a folder around it";
      case ClosedByInterruptException _ -> "the thread was interrupted";
      case EOFException said when said.getMessage() == null -> "it ends too early";
      case FileSystemException named when named.getReason() != null -> named.getReason();
      default -> {
        String message = e.getMessage();
        yield message == null ? "the system gives no reason" : message;
      }
    };
  }

  /**
   * What could not be read: perhaps not the folder that was named, but one within it.
   *
   * @param named by the user
   * @param e what was thrown
   * @return the file of which the system speaks, else the one that was named
   */
  public static String place(Path named, IOException e) {
    return e instanceof FileSystemException within && within.getFile() != null
        ? within.getFile()
        : named.toString();
  }

  /**
   * Whether nothing but room is missing, so that the same can be written once there is some.
   *
   * @param e what was thrown
   * @return false also where the system says it in a language that is not known here
   */
  public static boolean isNoRoom(IOException e) {
    String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return NO_ROOM.stream().anyMatch(said::contains);
  }
}
