package org.mobilenet4j.model.tensors;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
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
      default -> {
        String message = e.getMessage();
        yield message == null ? e.getClass().getSimpleName() : message;
      }
    };
  }
}
