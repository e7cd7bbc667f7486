package org.mobilenet4j.benchmarks.compare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.training.WeightInitialization;
import org.mobilenet4j.training.gradient.Learned;

/**
 * What is trained: a network, and one batch of pictures that nobody drew, over and over.
 *
 * @param network which
 * @param resolution height and width of the pictures
 * @param batch pictures of a step
 */
record TrainingCase(BenchmarkNetwork network, int resolution, int batch) {
  /** Added to the variances by both sides. */
  static final double EPSILON = 1e-3;

  static final double MOMENTUM = 0.9;

  /** For all weights alike. */
  static final double WEIGHT_DECAY = 4e-5;

  private static final long SEED = 2025;
  private static final int LABEL_STEP = 37;

  TrainingCase {
    if (!network.isMobileNet()) {
      throw new IllegalArgumentException(
          "There is no PyTorch training of '%s' to compare with; expected a MobileNet."
              .formatted(network.key()));
    }
    if (resolution < 32 || batch < 2) {
      throw new IllegalArgumentException(
          "Size %dx%d; expected a resolution of at least 32 and a batch of at least 2, such as 224x8."
              .formatted(resolution, batch));
    }
  }

  /**
   * @param size resolution and batch, such as {@code 224x8}
   */
  static TrainingCase of(BenchmarkNetwork network, String size) {
    if (!size.matches("\\d{1,4}x\\d{1,4}")) {
      throw new IllegalArgumentException(
          "Size '%s'; expected resolution and batch, such as 224x8.".formatted(size));
    }
    int cross = size.indexOf('x');
    return new TrainingCase(
        network,
        Integer.parseInt(size.substring(0, cross)),
        Integer.parseInt(size.substring(cross + 1)));
  }

  /** An empty line of results. */
  Figure figure(String engine, int threads) {
    return Figure.of("training", network.key(), size(), engine, threads);
  }

  /** Resolution and batch. */
  String size() {
    return resolution + "x" + batch;
  }

  Network build() {
    return network.architecture().resolution(resolution).build();
  }

  Weights first(Network built) {
    return WeightInitialization.of(built, SEED);
  }

  float[] pictures() {
    Random random = new Random(SEED);
    float[] pictures = new float[Math.multiplyExact(batch, resolution * resolution * 3)];
    for (int i = 0; i < pictures.length; i++) {
      pictures[i] = (float) random.nextGaussian();
    }
    return pictures;
  }

  /** The classes of the pictures. */
  int[] labels() {
    int[] labels = new int[batch];
    for (int i = 0; i < batch; i++) {
      labels[i] = i * LABEL_STEP % BenchmarkNetwork.CLASSES;
    }
    return labels;
  }

  /** One for each class of each picture. */
  float[] targets() {
    float[] targets = new float[batch * BenchmarkNetwork.CLASSES];
    int[] labels = labels();
    for (int i = 0; i < batch; i++) {
      targets[i * BenchmarkNetwork.CLASSES + labels[i]] = 1;
    }
    return targets;
  }

  /** Writes what {@code train_torch.py} begins with. */
  void write(Path file, List<Learned> learned) throws IOException {
    float[] pictures = pictures();
    int numbers = learned.stream().mapToInt(each -> each.values().length).sum();
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * (batch + pictures.length + numbers))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int label : labels()) {
      bytes.putInt(label);
    }
    put(bytes, pictures);
    learned.forEach(each -> put(bytes, each.values()));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, bytes.array());
  }

  private static void put(ByteBuffer bytes, float[] numbers) {
    for (float number : numbers) {
      bytes.putFloat(number);
    }
  }
}
