package org.mobilenet4j.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.safetensors.SafetensorsFile;
import org.mobilenet4j.model.safetensors.SafetensorsWriter;

/**
 * By what one sees that a checkpoint is one, and whole: its version, and a checksum of its tensors.
 * A weight that was damaged on a disk would look like a run that diverges.
 */
final class IntactCheckpoint {
  private static final String VERSION_KEY = "mobilenet4j.checkpoint";
  private static final String VERSION = "1";
  private static final String CHECKSUM_KEY = "checksum";
  private static final int CHUNK_FLOATS = 1 << 14;

  private IntactCheckpoint() {}

  /** Adds version and checksum to the texts of a checkpoint with these tensors. */
  static void put(List<SafetensorsWriter.Stored> tensors, Map<String, String> texts) {
    texts.put(VERSION_KEY, VERSION);
    Map<String, float[]> sorted = new TreeMap<>();
    tensors.forEach(each -> sorted.put(each.name(), each.tensor().values()));
    CRC32C checksum = new CRC32C();
    ByteBuffer chunk = chunk();
    sorted.forEach((name, values) -> update(checksum, chunk, name, values));
    texts.put(CHECKSUM_KEY, text(checksum));
  }

  /** Whether a file is a checkpoint, whole or not; of one that cannot be read it is not known. */
  static boolean is(Path path) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      return file.metadata().containsKey(VERSION_KEY);
    } catch (ModelFormatException _) {
      return false; // who reads it says what is wrong with it
    }
  }

  /**
   * Opens a checkpoint.
   *
   * @param path the file
   * @return the file, to be closed
   * @throws TrainingException if there is no such file, it is no checkpoint of this version, or it
   *     is damaged
   * @throws ModelFormatException if it cannot be read
   */
  static SafetensorsFile open(Path path) {
    if (!Files.exists(path)) {
      throw new TrainingException(
          "%s: there is no checkpoint; start the run anew.".formatted(path));
    }
    SafetensorsFile file = opened(path);
    try {
      if (!VERSION.equals(file.metadata().get(VERSION_KEY))) {
        throw new TrainingException(
            "%s is no checkpoint of this version; start the run anew.".formatted(path));
      }
      requireNumbers(path, file);
      return file;
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static SafetensorsFile opened(Path path) {
    try {
      return SafetensorsFile.open(path);
    } catch (ModelFormatException e) {
      if (e.getCause() instanceof IOException) {
        throw e; // what is in it may be as good as ever
      }
      throw new TrainingException(
          "%s No run can go on from it; begin the run anew, with --overwrite."
              .formatted(e.getMessage()),
          e);
    }
  }

  /** Those of the first versions have no checksum. */
  private static void requireNumbers(Path path, SafetensorsFile file) {
    String expected = file.metadata().get(CHECKSUM_KEY);
    if (expected == null) {
      return;
    }
    CRC32C checksum = new CRC32C();
    ByteBuffer chunk = chunk();
    for (String name : new TreeSet<>(file.entries().keySet())) {
      update(checksum, chunk, name, file.load(name).values());
    }
    if (!expected.equals(text(checksum))) {
      throw new TrainingException(
          "%s is a damaged checkpoint, its numbers are not those that were written (checksum %s instead of %s); begin the run anew, with --overwrite."
              .formatted(path, text(checksum), expected));
    }
  }

  private static ByteBuffer chunk() {
    return ByteBuffer.allocate(CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void update(CRC32C checksum, ByteBuffer chunk, String name, float[] values) {
    checksum.update(name.getBytes(StandardCharsets.UTF_8));
    for (int from = 0; from < values.length; from += CHUNK_FLOATS) {
      int count = Math.min(CHUNK_FLOATS, values.length - from);
      chunk.clear().asFloatBuffer().put(values, from, count);
      checksum.update(chunk.limit(count * Float.BYTES));
    }
  }

  private static String text(CRC32C checksum) {
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }
}
