package org.mobilenet4j.benchmarks.engines;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/**
 * PyTorch through DJL, with a frozen TorchScript module.
 *
 * <p>Its interface copies images into a tensor, so that is part of a run. DJL reads the number of
 * threads once for a process.
 */
public final class TorchEngine implements Engine {
  private static final String ENGINE = "PyTorch";
  private static final int CHANNELS = 3;

  private final Model model;
  private final NDManager manager;
  private final ParameterStore parameters;
  private final Shape shape;
  private final FloatBuffer room;
  private final NDArray tensor;
  private final NDList input;
  private float[] logits = {};

  private TorchEngine(Path file, int batch, int side) throws IOException, MalformedModelException {
    String name = file.getFileName().toString().replaceFirst("\\.pt$", "");
    model = Model.newInstance(name, Device.cpu(), ENGINE);
    model.load(file.toAbsolutePath().getParent(), name);
    manager = model.getNDManager().newSubManager();
    parameters = new ParameterStore(manager, true);
    shape = new Shape(batch, CHANNELS, side, side);
    room = ChannelsFirst.room(batch * CHANNELS * side * side);
    tensor = manager.create(shape, DataType.FLOAT32);
    input = new NDList(tensor);
  }

  /**
   * @param file a TorchScript file
   * @param threads threads that work on an image
   * @param batch images a run
   * @param side height and width of an image
   * @return an engine, to be closed
   */
  public static TorchEngine open(Path file, int threads, int batch, int side) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("DJL_CACHE_DIR", file.resolveSibling("djl").toString());
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    try {
      return new TorchEngine(file, batch, side);
    } catch (IOException | MalformedModelException e) {
      throw new IllegalStateException(
          "DJL does not open %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public String description() {
    return "PyTorch %s through DJL".formatted(ai.djl.engine.Engine.getEngine(ENGINE).getVersion());
  }

  @Override
  public void give(float[] images) {
    int pixels = Math.toIntExact(shape.get(2) * shape.get(3));
    ChannelsFirst.put(images, CHANNELS, pixels, room);
  }

  /**
   * @return where the next images may be written, {@code [batch, channels, height, width]}; another
   *     way than {@link #give}
   */
  public FloatBuffer images() {
    return room;
  }

  @Override
  public float[] run() {
    tensor.set(room.duplicate());
    try (NDList result = model.getBlock().forward(parameters, input, false)) {
      logits = result.singletonOrThrow().toFloatArray();
      return logits;
    }
  }

  @Override
  public void close() {
    manager.close();
    model.close();
  }
}
