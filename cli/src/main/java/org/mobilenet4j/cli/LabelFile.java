package org.mobilenet4j.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.network.NamedFile;

/** Names of classes, one a line. */
final class LabelFile {
  private static final long MOST_BYTES = 64L << 20;

  private LabelFile() {}

  /** The lines without their ends; empty lines at the end do not count. */
  static List<String> read(Path file) {
    String text = text(file);
    List<String> labels = new ArrayList<>(text.lines().map(String::strip).toList());
    while (!labels.isEmpty() && labels.getLast().isEmpty()) {
      labels.removeLast();
    }
    if (labels.isEmpty() || labels.contains("")) {
      throw new InputException(
          labels.isEmpty()
              ? "%s holds no label; expected one a line.".formatted(file)
              : "%s, line %d is empty; expected a label.".formatted(file, labels.indexOf("") + 1));
    }
    return labels;
  }

  private static String text(Path file) {
    try {
      NamedFile.requireReadable(file);
      if (Files.size(file) > MOST_BYTES) {
        throw new InputException(
            "%s has %d bytes; expected a text file of labels.".formatted(file, Files.size(file)));
      }
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InputException(
          "%s is no text in UTF-8; expected one label a line.".formatted(file), e);
    } catch (IOException e) {
      throw InputException.unreadable(file, "a text file with one label a line", e);
    }
  }
}
