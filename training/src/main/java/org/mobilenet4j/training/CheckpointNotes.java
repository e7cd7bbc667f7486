package org.mobilenet4j.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mobilenet4j.model.safetensors.SafetensorsFile;

/**
 * What the starter of a run has noted in its checkpoints, such as the words that were typed; it has
 * no effect on the run.
 */
public final class CheckpointNotes {
  private static final String PREFIX = "note.";

  private CheckpointNotes() {}

  /**
   * Reads the notes of a checkpoint.
   *
   * @param checkpoint the file
   * @return the notes that the {@link Trainer} was given
   * @throws TrainingException if there is no such file, or it is no checkpoint of this version or a
   *     damaged one
   * @throws org.mobilenet4j.model.ModelFormatException if it cannot be read
   */
  public static Map<String, String> read(Path checkpoint) {
    Map<String, String> notes = new LinkedHashMap<>();
    try (SafetensorsFile file = IntactCheckpoint.open(checkpoint)) {
      file.metadata()
          .forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
              notes.put(key.substring(PREFIX.length()), value);
            }
          });
    }
    return notes;
  }

  /**
   * Whether a file is the checkpoint of a run, so that one can say so where a model was expected.
   *
   * @param file any file
   * @return whether it is one, also of another version or a damaged one
   */
  public static boolean isCheckpoint(Path file) {
    return IntactCheckpoint.is(file);
  }

  /** As metadata of the file. */
  static void put(Map<String, String> notes, Map<String, String> metadata) {
    notes.forEach((key, value) -> metadata.put(PREFIX + key, value));
  }
}
