package org.mobilenet4j.benchmarks.engines;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The runtimes that are compared. */
public enum EngineKind {
  /** This library. */
  MOBILENET4J,
  /** ONNX Runtime. */
  ONNX_RUNTIME,
  /** TensorFlow Lite with XNNPACK. */
  LITERT,
  /** PyTorch. */
  PYTORCH;

  private static final int SIDE = 224;

  /**
   * @return the name in tables and options: lower case
   */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  /**
   * @param key what {@link #key} gives
   * @return the runtime of that name
   * @throws IllegalArgumentException if there is none
   */
  public static EngineKind of(String key) {
    for (EngineKind kind : values()) {
      if (kind.key().equals(key)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "There is no engine '%s'; expected one of %s."
            .formatted(key, Arrays.stream(values()).map(EngineKind::key).toList()));
  }

  /**
   * @param files a network
   * @return whether the network is there in the form that this runtime reads
   */
  public boolean canRun(NetworkFiles files) {
    return Files.exists(file(files));
  }

  /**
   * Opens the network; threads of PyTorch are set once for a process.
   *
   * @param files a network that {@link #canRun can be run}
   * @param threads threads that work on an image
   * @param batch images a run
   * @return an engine, to be closed
   */
  public Engine open(NetworkFiles files, int threads, int batch) {
    Path file = file(files);
    return switch (this) {
      case MOBILENET4J -> PlanEngine.open(file, threads, batch);
      case ONNX_RUNTIME -> OnnxRuntimeEngine.open(file, threads, batch);
      case LITERT -> LiteRtEngine.open(file, threads, batch);
      case PYTORCH -> TorchEngine.open(file, threads, batch, SIDE);
    };
  }

  private Path file(NetworkFiles files) {
    return switch (this) {
      case MOBILENET4J -> files.model();
      case ONNX_RUNTIME -> files.onnx();
      case LITERT -> files.tflite();
      case PYTORCH -> files.torchScript();
    };
  }
}
