package org.mobilenet4j.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.Session;
import org.mobilenet4j.kernels.Gang;
import org.mobilenet4j.model.InsufficientMemoryException;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.UnreadablePicture;
import org.mobilenet4j.vision.Preprocessor;
import org.mobilenet4j.vision.image.ImageFormatException;

/** What a model that does not learn makes of every picture of a data set. */
final class PictureOutputs {
  private final List<Integer> indices;
  private final float[] rows;
  private final int width;
  private final List<UnreadablePicture> unreadable;

  private PictureOutputs(
      List<Integer> indices, float[] rows, int width, List<UnreadablePicture> unreadable) {
    this.indices = indices;
    this.rows = rows;
    this.width = width;
    this.unreadable = unreadable;
  }

  /**
   * Runs all pictures, each thread one at a time. Numbers are the same for any number of threads.
   *
   * @param model with its preprocessing
   * @param pictures framed as the preprocessing says
   * @param threads at least 1
   * @param stopping asked before each picture; once it is true no other is run, and what comes of
   *     them all is of no use
   * @param done is told how many pictures are done, from any of the threads
   */
  static PictureOutputs of(
      Model model, DataSet pictures, int threads, BooleanSupplier stopping, IntConsumer done) {
    Preprocessor preprocessor =
        Preprocessor.of(model.preprocessing().orElseThrow(), model.network().input());
    Plan plan = Plan.of(model);
    int width = plan.outputFloats();
    long floats = (long) width * pictures.size();
    if (floats > Integer.MAX_VALUE - 8) {
      throw InsufficientMemoryException.beyondOneArray("The features of all pictures", floats);
    }
    InsufficientMemoryException.requireRoom(
        floats * Float.BYTES, "The features of %d pictures".formatted(pictures.size()));
    float[] rows = new float[(int) floats];
    @Nullable String[] failures = new String[pictures.size()];
    AtomicInteger next = new AtomicInteger();
    AtomicInteger finished = new AtomicInteger();
    try (Gang gang = Gang.of(threads)) {
      gang.run(member -> {
        try (Session session = plan.newSession(1)) {
          float[] output = new float[width];
          // Which thread takes which picture is left to chance; what comes of it is not.
          for (int i = next.getAndIncrement(); i < failures.length; i = next.getAndIncrement()) {
            if (stopping.getAsBoolean()) {
              return;
            }
            try {
              session.run(preprocessor.apply(pictures.picture(i)), output);
              System.arraycopy(output, 0, rows, i * width, width);
            } catch (ImageFormatException e) {
              failures[i] = String.valueOf(e.getMessage());
            }
            done.accept(finished.incrementAndGet());
          }
        }
      });
    }
    return compact(pictures, rows, failures, width);
  }

  /** Leaves out the rows of pictures that could not be read. */
  private static PictureOutputs compact(
      DataSet pictures, float[] rows, @Nullable String[] failures, int width) {
    List<Integer> indices = new ArrayList<>();
    List<UnreadablePicture> unreadable = new ArrayList<>();
    for (int i = 0; i < failures.length; i++) {
      @Nullable String failure = failures[i];
      if (failure == null) {
        System.arraycopy(rows, i * width, rows, indices.size() * width, width);
        indices.add(i);
      } else {
        unreadable.add(new UnreadablePicture(pictures.name(i), failure));
      }
    }
    float[] kept = unreadable.isEmpty() ? rows : Arrays.copyOf(rows, indices.size() * width);
    return new PictureOutputs(indices, kept, width, unreadable);
  }

  /** Pictures that could be read. */
  int count() {
    return indices.size();
  }

  /** The index of a row's picture in its data set. */
  int index(int row) {
    return indices.get(row);
  }

  /** Numbers of a row. */
  int width() {
    return width;
  }

  /** {@code [count, width]}; the array itself. */
  float[] rows() {
    return rows;
  }

  /**
   * Refuses numbers that are not finite.
   *
   * @param pictures the data set
   * @param sentence of the exception, in which the name of a picture and the number are put
   * @throws TrainingException if there is such a number
   */
  void requireFinite(DataSet pictures, String sentence) {
    OptionalInt broken = NotFinite.first(rows);
    if (broken.isPresent()) {
      int at = broken.getAsInt();
      throw new TrainingException(sentence.formatted(pictures.name(index(at / width)), rows[at]));
    }
  }

  /** The others. */
  List<UnreadablePicture> unreadable() {
    return unreadable;
  }
}
