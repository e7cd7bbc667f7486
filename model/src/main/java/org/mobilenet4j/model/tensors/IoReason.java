package org.mobilenet4j.model.tensors;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/** What an operating system's error means, in words: its own messages are often only a path. */
public final class IoReason {
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
      case FileSystemException named when named.getReason() != null -> named.getReason();
      default -> {
        String message = e.getMessage();
        yield message == null ? e.getClass().getSimpleName() : message;
      }
    };
  }
}
