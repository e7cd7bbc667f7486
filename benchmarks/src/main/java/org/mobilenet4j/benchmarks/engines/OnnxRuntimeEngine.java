package org.mobilenet4j.benchmarks.engines;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * ONNX Runtime with its default settings but for the number of threads: all graph optimisations,
 * and a pool that spins between two runs.
 *
 * <p>The images lie in memory that the runtime reads where it is.
 */
public final class OnnxRuntimeEngine implements Engine {
  private final OrtSession.SessionOptions options;
  private final OrtSession session;
  private final FloatBuffer images;
  private final OnnxTensor tensor;
  private final Map<String, OnnxTensor> inputs;
  private final int channels;
  private final int pixels;
  private final float[] logits;

  private OnnxRuntimeEngine(Path file, int threads, int batch) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    session = environment.createSession(file.toString(), options);
    long[] shape = shape(session.getInputInfo().values().iterator().next());
    shape[0] = batch;
    channels = Math.toIntExact(shape[1]);
    pixels = Math.toIntExact(shape[2] * shape[3]);
    images = ChannelsFirst.room(batch * channels * pixels);
    tensor = OnnxTensor.createTensor(environment, images, shape);
    inputs = Map.of(session.getInputNames().iterator().next(), tensor);
    long[] result = shape(session.getOutputInfo().values().iterator().next());
    logits = new float[Math.toIntExact(batch * result[1])];
  }

  /**
   * @param file an ONNX file with one input and one output
   * @param threads threads that work on an image
   * @param batch images a run
   * @return an engine, to be closed
   */
  public static OnnxRuntimeEngine open(Path file, int threads, int batch) {
    try {
      return new OnnxRuntimeEngine(file, threads, batch);
    } catch (OrtException e) {
      throw new IllegalStateException(
          "ONNX Runtime does not open %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static long[] shape(NodeInfo info) {
    return ((TensorInfo) info.getInfo()).getShape().clone();
  }

  /**
   * @return where the next images may be written, {@code [batch, channels, height, width]}; another
   *     way than {@link #give}
   */
  public FloatBuffer images() {
    return images;
  }

  @Override
  public String description() {
    return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public void give(float[] newImages) {
    ChannelsFirst.put(newImages, channels, pixels, images);
  }

  @Override
  public float[] run() {
    try (OrtSession.Result result = session.run(inputs)) {
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(logits);
      return logits;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime fails: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    tensor.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime does not close: " + e.getMessage(), e);
    }
    options.close();
  }
}
