package org.mobilenet4j.network.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.mobilenet4j.network.ArchitectureException;
import org.mobilenet4j.network.NamedFile;

/** Reads a table's text from a file of the user's, never more than a table may have. */
final class TableText {
  private TableText() {}

  static String read(Path file) {
    byte[] bytes;
    try (InputStream in = NamedFile.open(file)) {
      // A character has at most four bytes, so a table that is too long is still seen to be so.
      bytes = in.readNBytes(4 * Table.MOST_CHARACTERS + 4);
    } catch (NoSuchFileException e) {
      throw new ArchitectureException(
          "There is no file '%s'; expected a table of an architecture.".formatted(file), e);
    } catch (IOException e) {
      throw new ArchitectureException(
          "'%s' cannot be read (%s); expected a text file with a table."
              .formatted(file, e.getMessage()),
          e);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ArchitectureException(
          "'%s' is no text in UTF-8; expected a table of an architecture.".formatted(file), e);
    }
  }
}
