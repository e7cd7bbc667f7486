package org.mobilenet4j.benchmarks.engines;

import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/**
 * LiteRT (TensorFlow Lite) with its default resolver, which hands the graph to XNNPACK.
 *
 * <p>Its interface copies images into the interpreter's tensor, so that is part of a run.
 */
final class LiteRtEngine implements Engine {
  private static final int OK = 0; // TfLiteStatus
  private static final int WHOLE_GRAPH = 1;

  private final FlatBufferModel model;
  private final BuiltinOpResolver resolver;
  private final InterpreterBuilder builder;
  private final Interpreter interpreter;
  private final float[] logits;
  private float[] images;

  private LiteRtEngine(Path file, int threads, int batch) {
    model = FlatBufferModel.BuildFromFile(file.toString());
    require(model != null && !model.isNull(), "reads " + file);
    resolver = new BuiltinOpResolver();
    builder = new InterpreterBuilder(model, resolver);
    interpreter = new Interpreter((Pointer) null);
    require(builder.apply(interpreter, threads) == OK, "runs " + file);
    int[] shape = dimensions(interpreter.input_tensor(0));
    shape[0] = batch;
    require(
        interpreter.ResizeInputTensor(interpreter.inputs().get(0), shape) == OK,
        "takes a batch of " + batch);
    require(interpreter.AllocateTensors() == OK, "finds memory for " + file);
    images = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    logits =
        new float
            [Arrays.stream(dimensions(interpreter.output_tensor(0)))
                .reduce(1, Math::multiplyExact)];
  }

  static Engine open(Path file, int threads, int batch) {
    return new LiteRtEngine(file, threads, batch);
  }

  private static int[] dimensions(org.bytedeco.tensorflowlite.TfLiteTensor tensor) {
    int[] dimensions = new int[tensor.dims().size()];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = tensor.dims().data(i);
    }
    return dimensions;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("LiteRT fails; expected that it %s.".formatted(what));
    }
  }

  /** Says whether XNNPACK took over the whole graph: then one node is left to execute. */
  @Override
  public String description() {
    try (IntPointer plan = interpreter.execution_plan()) {
      long nodes = plan.limit();
      return "LiteRT %s, %s"
          .formatted(
              tensorflowlite.TfLiteVersion().getString(),
              nodes == WHOLE_GRAPH
                  ? "the whole graph in XNNPACK"
                  : "%d nodes, not all of them XNNPACK's".formatted(nodes));
    }
  }

  @Override
  public void give(float[] newImages) {
    images = newImages;
  }

  @Override
  public float[] run() {
    interpreter.typed_input_tensor_float(0).put(images, 0, images.length);
    require(interpreter.Invoke() == OK, "computes");
    FloatPointer output = interpreter.typed_output_tensor_float(0);
    output.get(logits);
    return logits;
  }

  @Override
  public void close() {
    interpreter.close();
    builder.close();
    resolver.close();
    model.close();
  }
}
