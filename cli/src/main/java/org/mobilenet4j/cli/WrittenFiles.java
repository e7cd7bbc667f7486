package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.model.ModelFormatException;

/**
 * Files of results that took long. One that cannot be written keeps neither the others nor what is
 * printed from the user; it is named when all that is done.
 */
final class WrittenFiles {
  private final Set<Path> written = new HashSet<>();
  private final List<String> failures = new ArrayList<>();

  /** Writes a file, if one was asked for. */
  void write(@Nullable Path file, Consumer<Path> writing) {
    if (file == null) {
      return;
    }
    try {
      writing.accept(file);
      written.add(file);
    } catch (ModelFormatException | InputException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
  }

  boolean has(Path file) {
    return written.contains(file);
  }

  /** A sentence for each that could not be written. */
  List<String> failures() {
    return List.copyOf(failures);
  }
}
