package org.mobilenet4j.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.benchmarks.engines.Engine;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;
import org.mobilenet4j.network.Shape;

/**
 * Shows that all runtimes compute the same function, before anybody asks which is faster.
 *
 * <p>A program of its own: folder and name of a network; prints one {@link Deviation} a runtime.
 */
final class Proof {
  /** Single precision summed in another order; measured deviations lie between 1e-6 and 1e-5. */
  static final double TOLERANCE = 1e-5;

  private static final Shape IMAGE = new Shape(Normalisation.SIDE, Normalisation.SIDE, 3);
  private static final int BATCH = 2;

  private Proof() {}

  /**
   * How far a runtime's logits lie from ONNX Runtime's, as a share of the largest of those.
   *
   * @param engine the runtime
   * @param description what it says of itself
   * @param share the largest difference over the largest logit
   * @param movement how far the logits of two images lie apart, over the largest logit: were it
   *     small, equal logits would prove little
   */
  record Deviation(String engine, String description, double share, double movement) {
    String line() {
      return Child.line(engine, description, share, movement);
    }

    static Deviation of(List<String> fields) {
      return new Deviation(
          fields.get(0),
          fields.get(1),
          Double.parseDouble(fields.get(2)),
          Double.parseDouble(fields.get(3)));
    }
  }

  public static void main(String[] args) {
    NetworkFiles files = new NetworkFiles(Path.of(args[0]), args[1]);
    for (Deviation deviation : deviations(files)) {
      System.out.println(deviation.line());
    }
    System.exit(0); // a runtime's pool may outlive its session
  }

  static List<Deviation> deviations(NetworkFiles files) {
    float[] images = images(BATCH);
    float[] expected = logits(EngineKind.ONNX_RUNTIME, files, images).logits();
    float largest = 0;
    float moved = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      moved = Math.max(moved, Math.abs(expected[i] - expected[i % (expected.length / BATCH)]));
    }
    List<Deviation> deviations = new ArrayList<>();
    for (EngineKind kind : EngineKind.values()) {
      if (kind.canRun(files)) {
        Answer answer = logits(kind, files, images);
        float difference = 0;
        for (int i = 0; i < expected.length; i++) {
          difference = Math.max(difference, Math.abs(expected[i] - answer.logits()[i]));
        }
        deviations.add(
            new Deviation(kind.key(), answer.description(), difference / largest, moved / largest));
      }
    }
    return deviations;
  }

  /** Several different photos, one behind the other. */
  static float[] images(int batch) {
    Normalisation normalisation = new Normalisation();
    int floats = Math.toIntExact(IMAGE.elements());
    float[] images = new float[batch * floats];
    for (int image = 0; image < batch; image++) {
      float[] one = normalisation.channelsLast(Photos.jpeg(image));
      System.arraycopy(one, 0, images, image * floats, floats);
    }
    return images;
  }

  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  private record Answer(String description, float[] logits) {}

  private static Answer logits(EngineKind kind, NetworkFiles files, float[] images) {
    try (Engine engine = kind.open(files, 1, BATCH)) {
      engine.give(images);
      engine.run(); // a second run must not see what the first left behind
      return new Answer(engine.description(), engine.run().clone());
    }
  }
}
