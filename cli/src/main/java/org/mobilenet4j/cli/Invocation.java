package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.training.CheckpointNotes;

/**
 * How a training run was asked for, as its checkpoint keeps it.
 *
 * @param words what was typed behind {@code train}
 * @param folder to which relative names in them belong
 * @param checkpoint with which to go on; empty for a run that begins
 */
record Invocation(List<String> words, Path folder, Optional<Path> checkpoint) {
  private static final String COUNT = "words";
  private static final String WORD = "word.";
  private static final String FOLDER = "folder";
  private static final String EPOCHS = "--epochs";

  Invocation {
    words = List.copyOf(words);
  }

  /** A run that begins, here. */
  static Invocation of(List<String> words) {
    return new Invocation(words, Path.of(""), Optional.empty());
  }

  /** The run that left a checkpoint behind. */
  static Invocation resuming(Path checkpoint) {
    Map<String, String> notes = CheckpointNotes.read(checkpoint);
    String count = notes.getOrDefault(COUNT, "");
    if (!count.matches("[0-9]{1,4}") || !notes.containsKey(FOLDER)) {
      throw new InputException(
          "%s does not say how its run was started, so it is none of 'train'; resume it with the program that wrote it."
              .formatted(checkpoint));
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(count); i++) {
      words.add(notes.getOrDefault(WORD + i, ""));
    }
    Path here = Path.of("").toAbsolutePath();
    Path folder = FileName.of(notes.getOrDefault(FOLDER, ""));
    return new Invocation(
        words, folder.equals(here) ? Path.of("") : folder, Optional.of(checkpoint));
  }

  /** The same with another length, whether or not one was typed. */
  Invocation withEpochs(int epochs) {
    List<String> others = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals(EPOCHS)) {
        i++; // and its number
      } else if (!words.get(i).startsWith(EPOCHS + "=")) {
        others.add(words.get(i));
      }
    }
    others.add(EPOCHS);
    others.add(Integer.toString(epochs));
    return new Invocation(others, folder, checkpoint);
  }

  /** For the checkpoint. */
  Map<String, String> notes() {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(FOLDER, folder.toAbsolutePath().toString());
    notes.put(COUNT, Integer.toString(words.size()));
    for (int i = 0; i < words.size(); i++) {
      notes.put(WORD + i, words.get(i));
    }
    return notes;
  }
}
