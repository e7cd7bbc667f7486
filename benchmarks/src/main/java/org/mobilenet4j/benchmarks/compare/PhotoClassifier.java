package org.mobilenet4j.benchmarks.compare;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.mobilenet4j.benchmarks.engines.Engine;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;
import org.mobilenet4j.benchmarks.engines.OnnxRuntimeEngine;
import org.mobilenet4j.benchmarks.engines.TorchEngine;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.vision.Classifier;
import org.mobilenet4j.vision.PhotoOptions;

/** From the bytes of a JPEG to the number of its likeliest class, with one of the runtimes. */
interface PhotoClassifier extends AutoCloseable {
  /**
   * @param jpeg a photo
   * @return the class
   */
  int classify(byte[] jpeg);

  /** Brings the runtime to full speed, as a server would before its first photo. */
  void warmUp();

  @Override
  void close();

  /** Opens a network; everything but the network itself is the same work for all runtimes. */
  static PhotoClassifier open(EngineKind kind, NetworkFiles files, int threads) {
    return switch (kind) {
      case MOBILENET4J -> new Ours(files.model(), threads);
      case ONNX_RUNTIME -> {
        OnnxRuntimeEngine engine = OnnxRuntimeEngine.open(files.onnx(), threads, 1);
        yield new Rival(engine, engine.images());
      }
      case PYTORCH -> {
        TorchEngine engine = TorchEngine.open(files.torchScript(), threads, 1, Normalisation.SIDE);
        yield new Rival(engine, engine.images());
      }
      case LITERT ->
          throw new IllegalArgumentException("LiteRT is not compared from photo to label.");
    };
  }

  /** This library through its front door. */
  final class Ours implements PhotoClassifier {
    private final Classifier classifier;

    private Ours(Path model, int threads) {
      classifier =
          Classifier.of(
              ModelFile.read(model).model(), PhotoOptions.standard().withThreads(threads));
    }

    @Override
    public int classify(byte[] jpeg) {
      return classifier.classify(jpeg).top(1).getFirst().index();
    }

    @Override
    public void warmUp() {
      classifier.warmUp();
    }

    @Override
    public void close() {
      classifier.close();
    }
  }

  /** A runtime behind our decoder and our scaling, its input written straight into its memory. */
  final class Rival implements PhotoClassifier {
    private final Engine engine;
    private final FloatBuffer images;
    private final Normalisation normalisation = new Normalisation();

    private Rival(Engine engine, FloatBuffer images) {
      this.engine = engine;
      this.images = images;
    }

    @Override
    public int classify(byte[] jpeg) {
      normalisation.channelsFirst(jpeg, images);
      float[] logits = engine.run();
      int likeliest = 0;
      for (int i = 1; i < logits.length; i++) {
        if (logits[i] > logits[likeliest]) {
          likeliest = i;
        }
      }
      return likeliest;
    }

    @Override
    public void warmUp() {
      // Native code is as fast at first as it stays; what warms in its first runs, runs warm.
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
