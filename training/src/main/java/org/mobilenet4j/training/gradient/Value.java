package org.mobilenet4j.training.gradient;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.gradient.ChannelPasses;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;

/**
 * What a step gives for a batch. The numbers are stored as the step computes them; batch
 * normalisation and activation behind it are applied whenever somebody reads, which costs less than
 * to store their results as well.
 */
final class Value {
  /** Pixels whose sums are taken in single precision. */
  static final int MOST_PIXELS = 1024;

  /** Numbers of each lane that a pass over moments gives. */
  private static final int MOMENTS = 3;

  private final String name;
  private final BatchMap map;
  private final float[] numbers;
  private final float[] coefficients;
  private final boolean needsGradient;
  private Activation activation = Activation.NONE;
  private boolean normalized;
  private ChannelPasses passes;
  private int readers;
  private float @Nullable [] gradient;
  private Chunks chunks;
  private float[] moments = new float[0];
  private boolean producerSums;
  private Chunks gradientChunks;
  private float[] gradientSums = new float[0];
  private @Nullable TrainingStep gradientSummer;

  /**
   * @param name the node that gives it
   * @param map how it lies
   * @param needsGradient whether a weight that is learned lies before it
   */
  Value(String name, BatchMap map, boolean needsGradient, GradientKernels kernels) {
    this.name = name;
    this.map = map;
    this.needsGradient = needsGradient;
    this.numbers = new float[map.floats()];
    this.coefficients = new float[map.blocks() * ChannelPasses.KINDS * map.lanes()];
    for (int block = 0; block < map.blocks(); block++) {
      int at = coefficientsAt(block);
      fill(at, ChannelPasses.SCALE, 1);
      fill(at, ChannelPasses.GRADIENT_FACTOR, 1);
    }
    this.passes = kernels.passes(activation);
    this.chunks = Chunks.of(map.batch(), map.pixels(), MOST_PIXELS);
    this.gradientChunks = chunks;
  }

  private void fill(int at, int kind, float with) {
    int from = at + kind * map.lanes();
    Arrays.fill(coefficients, from, from + map.lanes(), with);
  }

  String name() {
    return name;
  }

  BatchMap map() {
    return map;
  }

  /** Floats of all its arrays but the gradient, which it may share. */
  long floats() {
    return (long) numbers.length + coefficients.length + moments.length + gradientSums.length;
  }

  /** The numbers as the step computes them. */
  float[] numbers() {
    return numbers;
  }

  float[] coefficients() {
    return coefficients;
  }

  int coefficientsAt(int block) {
    return block * ChannelPasses.KINDS * map.lanes();
  }

  ChannelPasses passes() {
    return passes;
  }

  boolean needsGradient() {
    return needsGradient;
  }

  /** From now on readers see it normalised. */
  void normalize() {
    normalized = true;
  }

  /** Asks for the sums that normalisation by the batch's own statistics needs. */
  void reserveMoments() {
    moments = new float[map.blocks() * chunks.count() * MOMENTS * map.lanes()];
  }

  /** The step that computes it promises to call {@link #sumMoments} for each chunk. */
  void sumsMoments(Chunks ofProducer) {
    chunks = ofProducer;
    producerSums = true;
  }

  /** Takes the sums that normalisation asked for, while the numbers are in the cache. */
  void sumMoments(int block, int chunk) {
    if (moments.length > 0) {
      passes.moments(
          numbers,
          map.at(block, chunks.start(chunk)),
          moments,
          momentsAt(block, chunk),
          chunks.length(chunk));
    }
  }

  /** Whether the step that computes it has taken the sums. */
  boolean producerSums() {
    return producerSums;
  }

  Chunks chunks() {
    return chunks;
  }

  float[] moments() {
    return moments;
  }

  int momentsAt(int block, int chunk) {
    return (block * chunks.count() + chunk) * MOMENTS * map.lanes();
  }

  /** A step that writes to the gradient takes its sums as well, if it is the last to write. */
  void sumsGradient(TrainingStep writer, Chunks ofWriter) {
    gradientSummer = writer;
    gradientChunks = ofWriter;
  }

  /** Another step writes to the gradient, and takes no sums. */
  void sumsNoGradient() {
    gradientSummer = null;
    gradientChunks = Chunks.of(map.batch(), map.pixels(), MOST_PIXELS);
  }

  /** Whether a step has to take the sums of the gradient. */
  @SuppressWarnings("ReferenceEquality") // that very step
  boolean isGradientSummer(TrainingStep step) {
    return gradientSummer == step && gradientSums.length > 0;
  }

  /** Whether some step takes the sums of the gradient. */
  boolean hasGradientSummer() {
    return gradientSummer != null;
  }

  Chunks gradientChunks() {
    return gradientChunks;
  }

  /** Asks for the sums of the gradient, once it is known who takes them. */
  void reserveGradientSums() {
    gradientSums = new float[map.blocks() * gradientChunks.count() * 2 * map.lanes()];
  }

  float[] gradientSums() {
    return gradientSums;
  }

  int gradientSumsAt(int block, int chunk) {
    return (block * gradientChunks.count() + chunk) * 2 * map.lanes();
  }

  /** Takes the sums that the way back through normalisation, or a bias, needs. */
  void sumGradient(int block, int chunk) {
    int to = gradientSumsAt(block, chunk);
    int at = map.at(block, gradientChunks.start(chunk));
    Arrays.fill(gradientSums, to, to + 2 * map.lanes(), 0f);
    passes.gradientSums(
        numbers,
        at,
        gradient(),
        at,
        coefficients,
        coefficientsAt(block),
        gradientSums,
        to,
        gradientChunks.length(chunk));
  }

  /** From now on readers see it through an activation. */
  void activate(Activation function, GradientKernels kernels) {
    activation = function;
    passes = kernels.passes(function);
  }

  boolean isActivated() {
    return !activation.equals(Activation.NONE);
  }

  /** Whether readers see the numbers as they are stored. */
  boolean isPlain() {
    return !normalized && !isActivated();
  }

  /** Notes that a step reads it. */
  void addReader() {
    readers++;
  }

  /** How many steps read it. */
  int readers() {
    return readers;
  }

  /** Reads some pixels of a block as readers see them. */
  void read(int block, int row, int rows, float[] out, int outOffset) {
    int at = map.at(block, row);
    if (isPlain()) {
      System.arraycopy(numbers, at, out, outOffset, rows * map.lanes());
    } else {
      passes.normalize(numbers, at, coefficients, coefficientsAt(block), out, outOffset, rows);
    }
  }

  /** Reads a block of a picture as readers see it, its rows so many floats apart. */
  void readPicture(int block, int picture, float[] out, int outOffset, int outRow) {
    int at = map.at(block, picture * map.pixels());
    if (isPlain()) {
      copyRows(numbers, at, out, outOffset, outRow);
    } else {
      passes.normalize(
          numbers,
          at,
          coefficients,
          coefficientsAt(block),
          out,
          outOffset,
          map.shape().width(),
          map.shape().height(),
          outRow);
    }
  }

  private void copyRows(float[] from, int at, float[] out, int outOffset, int outRow) {
    int floats = map.shape().width() * map.lanes();
    for (int y = 0; y < map.shape().height(); y++) {
      System.arraycopy(from, at + y * floats, out, outOffset + y * outRow, floats);
    }
  }

  /** Whether all stored numbers are finite. */
  boolean isFinite() {
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        return false;
      }
    }
    return true;
  }

  boolean hasGradient() {
    return gradient != null;
  }

  void setGradient(float[] array) {
    gradient = array;
  }

  /** The gradient of what readers see. */
  float[] gradient() {
    if (gradient == null) {
      throw new IllegalStateException("Nothing on the way back writes to '" + name + "'.");
    }
    return gradient;
  }

  /** Reads the gradient of the stored numbers for some pixels of a block. */
  void readGradient(int block, int row, int rows, float[] out, int outOffset) {
    int at = map.at(block, row);
    if (isPlain()) {
      System.arraycopy(gradient(), at, out, outOffset, rows * map.lanes());
    } else {
      passes.inputGradient(
          numbers, at, gradient(), at, coefficients, coefficientsAt(block), out, outOffset, rows);
    }
  }

  /** Reads the gradient of a block of a picture's stored numbers, its rows so many floats apart. */
  void readPictureGradient(int block, int picture, float[] out, int outOffset, int outRow) {
    int at = map.at(block, picture * map.pixels());
    if (isPlain()) {
      copyRows(gradient(), at, out, outOffset, outRow);
    } else {
      passes.inputGradient(
          numbers,
          at,
          gradient(),
          at,
          coefficients,
          coefficientsAt(block),
          out,
          outOffset,
          map.shape().width(),
          map.shape().height(),
          outRow);
    }
  }

  /** Sets or adds to the gradient of what readers see, for some pixels of a block. */
  void writeGradient(Writing writing, int block, int row, int rows, float[] from, int fromOffset) {
    int at = map.at(block, row);
    int floats = rows * map.lanes();
    float[] to = gradient();
    switch (writing) {
      case SET -> System.arraycopy(from, fromOffset, to, at, floats);
      case ADD -> {
        for (int i = 0; i < floats; i++) {
          to[at + i] += from[fromOffset + i];
        }
      }
    }
  }
}
