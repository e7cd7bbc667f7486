package org.mobilenet4j.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.model.safetensors.SafetensorsFile;
import org.mobilenet4j.model.safetensors.SafetensorsWriter;
import org.mobilenet4j.model.tensors.ElementType;
import org.mobilenet4j.model.tensors.IoReason;
import org.mobilenet4j.training.data.Batches;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.optimization.MovingAverage;
import org.mobilenet4j.training.optimization.Snapshot;
import org.mobilenet4j.training.recipe.Recipe;
import org.mobilenet4j.training.report.EpochFigures;

/**
 * The state of a run in a file: a safetensors file, written beside its place and moved there, so
 * that whenever a run is killed the last state or the one before is whole.
 */
final class CheckpointFile {
  private static final long SECONDS_BETWEEN = 60;
  private static final String NO_TEACHER = "none";

  private final Path path;
  private final String fingerprint;
  private final String teacher;
  private final int epochs;
  private final int batches;
  private final Map<String, String> notes;
  private final Optional<KeptProbe> probe;
  private long written = System.nanoTime();

  /**
   * @param path where the file is
   * @param task of the run
   * @param notes what its starter has to say
   * @param probe what came of the stage before, if there was one
   */
  CheckpointFile(
      Path path, TrainingTask task, Map<String, String> notes, Optional<KeptProbe> probe) {
    this.path = path;
    this.notes = Map.copyOf(notes);
    this.probe = probe;
    this.fingerprint = fingerprint(task);
    this.teacher = task.teacher().map(Teacher::fingerprint).orElse(NO_TEACHER);
    this.epochs = task.recipe().epochs();
    this.batches = Batches.trainingBatches(task.data().train().size(), task.batch());
  }

  /**
   * Two tasks that would give other weights have other fingerprints, teachers and lengths aside:
   * these have sentences of their own.
   */
  private static String fingerprint(TrainingTask task) {
    Recipe recipe = task.recipe();
    List<String> parts = new ArrayList<>();
    parts.add(recipe.optimizer().toString());
    parts.add(recipe.learningRate().toString());
    parts.add(Integer.toString(recipe.batchSize()));
    parts.add(recipe.regularization().toString());
    parts.add(recipe.loss().word());
    parts.add(recipe.averageDecay().toString());
    parts.add(recipe.batchNorm().toString());
    parts.add(recipe.augmentations().toString());
    parts.add(recipe.clipping().toString());
    parts.add(task.network().nodes().toString());
    parts.add(task.network().input().toString());
    parts.add(task.data().train().labels().toString());
    parts.add(classes(task.data().train()));
    parts.add(classes(task.data().validation()));
    parts.add(task.preprocessing().toString());
    parts.add(task.frozen().stream().sorted().toList().toString());
    parts.add(task.frozenStatistics().stream().sorted().toList().toString());
    parts.add(task.classWeights().toString());
    parts.add(Long.toString(task.seed()));
    long hash = 0;
    for (String part : parts) {
      hash = ModelFingerprint.of(hash, part);
    }
    return Long.toHexString(hash);
  }

  /** The class of each picture, in order: other splits of the same pictures have others. */
  private static String classes(DataSet pictures) {
    return IntStream.range(0, pictures.size())
        .mapToObj(i -> Integer.toString(pictures.label(i)))
        .collect(Collectors.joining(" "));
  }

  Path path() {
    return path;
  }

  /** Once a minute. */
  void writeIfDue(RunState state) {
    if (System.nanoTime() - written > SECONDS_BETWEEN * 1_000_000_000L) {
      writeIfSound(state);
    }
  }

  /**
   * Of a run that may be lost already, the state that was written before is the better one; if it
   * is not lost, nothing but time is: from there it comes here again.
   */
  void writeIfSound(RunState state) {
    if (state.isSound()) {
      write(state);
    }
  }

  void write(RunState state) {
    List<SafetensorsWriter.Stored> tensors = new ArrayList<>();
    RunState.arrays(state.network()).forEach((name, array) -> add(tensors, "now/" + name, array));
    Snapshot optimizer = state.optimizer().snapshot();
    optimizer.arrays().forEach((name, array) -> add(tensors, "optimizer/" + name, array));
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("task", fingerprint);
    texts.put("teacher", teacher);
    texts.put("optimizer", optimizer.kind() + " " + optimizer.steps());
    state
        .average()
        .map(MovingAverage::snapshot)
        .ifPresent(average -> {
          texts.put("average", average.kind() + " " + average.steps());
          average.arrays().forEach((name, array) -> add(tensors, "average/" + name, array));
        });
    state
        .best()
        .ifPresent(best -> {
          best.weights()
              .tensors()
              .forEach((key, tensor) -> add(tensors, "best/" + key, tensor.values()));
          texts.put(
              "best",
              "%d %s %s %s".formatted(best.epoch(), best.accuracy(), best.loss(), best.averaged()));
        });
    RunState.Position at = state.position();
    texts.put(
        "position",
        "%d %d %s %d %d %s"
            .formatted(at.epoch(), at.batch(), at.loss(), at.right(), at.seen(), at.seconds()));
    texts.put(
        "epochs",
        state.epochs().stream().map(CheckpointFile::line).collect(Collectors.joining("\n")));
    texts.put("warnings", String.join("\n", state.warnings()));
    state.divergence().put(texts);
    probe.ifPresent(kept -> kept.put(tensors, texts));
    CheckpointNotes.put(notes, texts);
    IntactCheckpoint.put(tensors, texts);
    store(tensors, texts);
    written = System.nanoTime();
  }

  private void store(List<SafetensorsWriter.Stored> tensors, Map<String, String> texts) {
    try {
      SafetensorsWriter.write(path, tensors, texts, Overwrite.REPLACE);
    } catch (ModelFormatException e) {
      boolean full = e.getCause() instanceof IOException reason && IoReason.isNoRoom(reason);
      String remedy = full ? "make room" : "mend that";
      String kept =
          Files.isRegularFile(path)
              ? "the state before is still there: %s, then resume it".formatted(remedy)
              : "no state is kept: %s, then start it anew".formatted(remedy);
      throw new TrainingException("%s The run was stopped; %s.".formatted(e.getMessage(), kept), e);
    }
  }

  private static void add(List<SafetensorsWriter.Stored> tensors, String name, float[] array) {
    tensors.add(new SafetensorsWriter.Stored(name, Tensor.vector(array), ElementType.F32));
  }

  private static String line(EpochFigures f) {
    return "%d %s %s %s %s %s %s %s %s"
        .formatted(
            f.epoch(),
            f.learningRate(),
            f.trainLoss(),
            f.trainAccuracy(),
            f.validationLoss(),
            f.validationAccuracy(),
            f.averagedAccuracy().isPresent() ? f.averagedAccuracy().getAsDouble() : "-",
            f.imagesPerSecond(),
            f.seconds());
  }

  private static EpochFigures figures(String line) {
    String[] words = line.split(" ", -1);
    return new EpochFigures(
        Integer.parseInt(words[0]),
        Double.parseDouble(words[1]),
        Double.parseDouble(words[2]),
        Double.parseDouble(words[3]),
        Double.parseDouble(words[4]),
        Double.parseDouble(words[5]),
        words[6].equals("-")
            ? OptionalDouble.empty()
            : OptionalDouble.of(Double.parseDouble(words[6])),
        Double.parseDouble(words[7]),
        Double.parseDouble(words[8]));
  }

  /** Puts a state back; where it cannot, the state is not to be used. */
  void restore(RunState state) {
    try (SafetensorsFile file = IntactCheckpoint.open(path)) {
      Map<String, String> texts = file.metadata();
      if (!fingerprint.equals(texts.get("task"))) {
        throw new TrainingException(
            "%s is the checkpoint of another run (other data, network, recipe or seed); resume it with what it was started with."
                .formatted(path));
      }
      // Checkpoints of the first versions, which knew no teachers, say nothing about them.
      if (!teacher.equals(texts.getOrDefault("teacher", NO_TEACHER))) {
        throw new TrainingException(
            "%s is the checkpoint of a run with another teacher, or with another weight or temperature of it; resume it with the teacher it was started with."
                .formatted(path));
      }
      restore(state, file, texts);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      // Numbers that are none, and numbers that no run can have.
      throw new TrainingException(
          "%s is a damaged checkpoint; start the run anew.".formatted(path), e);
    }
  }

  private void restore(RunState state, SafetensorsFile file, Map<String, String> texts) {
    String[] position = words(texts, "position");
    String[] optimizer = words(texts, "optimizer");
    Map<String, float[]> now = group(file, "now/");
    state
        .optimizer()
        .restore(
            new Snapshot(optimizer[0], Long.parseLong(optimizer[1]), group(file, "optimizer/")));
    state
        .average()
        .ifPresent(average -> {
          String[] kind = words(texts, "average");
          average.restore(new Snapshot(kind[0], Long.parseLong(kind[1]), group(file, "average/")));
        });
    RunState.arrays(state.network()).forEach((name, array) -> copy(now, name, array));
    if (texts.containsKey("best")) {
      String[] best = words(texts, "best");
      Map<String, float[]> arrays = group(file, "best/");
      Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>();
      state
          .network()
          .weights()
          .tensors()
          .forEach((key, tensor) -> {
            float[] array = new float[tensor.values().length];
            copy(arrays, key.toString(), array);
            tensors.put(key, new Tensor(tensor.dimensions(), array));
          });
      state.setBest(
          new RunState.Best(
              Weights.of(tensors),
              Integer.parseInt(best[0]),
              Double.parseDouble(best[1]),
              Double.parseDouble(best[2]),
              Boolean.parseBoolean(best[3])));
    }
    state.epochs().clear();
    texts
        .getOrDefault("epochs", "")
        .lines()
        .map(CheckpointFile::figures)
        .forEach(state.epochs()::add);
    state.warnings().clear();
    texts.getOrDefault("warnings", "").lines().forEach(state.warnings()::add);
    state.divergence().restore(texts);
    state.moveTo(
        within(
            Integer.parseInt(position[0]),
            Integer.parseInt(position[1]),
            Double.parseDouble(position[2]),
            Long.parseLong(position[3]),
            Long.parseLong(position[4]),
            Double.parseDouble(position[5])));
  }

  private RunState.Position within(
      int epoch, int batch, double loss, long right, long seen, double seconds) {
    if (epoch > epochs || (epoch == epochs && batch > 0)) {
      throw new TrainingException(
          "%s is past the end of epoch %d, with which the run was to end; let it have more epochs."
              .formatted(path, epochs));
    }
    if (batch > batches) {
      throw new IllegalArgumentException("Batch %d of %d.".formatted(batch, batches));
    }
    return new RunState.Position(epoch, batch, loss, right, seen, seconds);
  }

  private String[] words(Map<String, String> texts, String key) {
    String text = texts.get(key);
    if (text == null) {
      throw new TrainingException(
          "%s is a damaged checkpoint, '%s' is missing; start the run anew.".formatted(path, key));
    }
    return text.split(" ", -1);
  }

  private static Map<String, float[]> group(SafetensorsFile file, String prefix) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    for (String name : file.entries().keySet()) {
      if (name.startsWith(prefix)) {
        arrays.put(name.substring(prefix.length()), file.load(name).values());
      }
    }
    return arrays;
  }

  private void copy(Map<String, float[]> from, String name, float[] to) {
    float[] array = from.get(name);
    if (array == null || array.length != to.length) {
      throw new TrainingException(
          "%s is a damaged checkpoint, '%s' is missing or of another size; start the run anew."
              .formatted(path, name));
    }
    System.arraycopy(array, 0, to, 0, to.length);
  }
}
