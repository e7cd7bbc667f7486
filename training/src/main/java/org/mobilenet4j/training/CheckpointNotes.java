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
   * @throws TrainingException if there is no such file, or it is no checkpoint of this version
   * @throws org.mobilenet4j.model.ModelFormatException if it is damaged
   */
  public static Map<String, String> read(Path checkpoint) {
    CheckpointFile.requireThere(checkpoint);
    Map<String, String> notes = new LinkedHashMap<>();
    try (SafetensorsFile file = SafetensorsFile.open(checkpoint)) {
      CheckpointFile.requireVersion(checkpoint, file.metadata());
      file.metadata()
          .forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
              notes.put(key.substring(PREFIX.length()), value);
            }
          });
    }
    return notes;
  }

  /** As metadata of the file. */
  static void put(Map<String, String> notes, Map<String, String> metadata) {
    notes.forEach((key, value) -> metadata.put(PREFIX + key, value));
  }
}
