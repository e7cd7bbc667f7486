package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.Divisor;
import org.mobilenet4j.kernels.FeatureMap;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.PoolShape;
import org.mobilenet4j.kernels.ResizeShape;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.blocked.BlockedMeans;
import org.mobilenet4j.kernels.blocked.BlockedScale;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Op;

/**
 * Operations that take each channel by itself. A block without a frame is a map with as many
 * channels as a vector has lanes, so that the kernels for maps whose channels lie last compute it;
 * means and gates have generated ones.
 */
final class BareSteps implements StageSteps {
  private final BlockedLayers layers;
  private final FusedOperation operation;
  private final BlockedMap out;

  /** What is done to one block of channels. */
  @FunctionalInterface
  private interface BlockWork {
    /**
     * @param w the workspace
     * @param from where the block of the first input begins
     * @param to where the block of the output begins
     */
    void run(float[] w, int from, int to);
  }

  BareSteps(BlockedLayers layers, FusedOperation operation) {
    this.layers = layers;
    this.operation = operation;
    this.out = layers.output(operation);
  }

  @Override
  public long outputFloats() {
    return out.floats();
  }

  @Override
  public List<Step> steps(Places places) {
    Kernels kernels = layers.plain();
    BlockedMap in = layers.input(operation);
    FeatureMap from = map(in);
    FeatureMap to = map(out);
    int block = from.height() * from.width() * in.lanes();
    Activation activation = Activations.of(operation.activation());
    return switch (operation.node().op()) {
      case Op.Activation(var function) -> {
        Activation alone = Activations.of(function);
        yield eachBlock(
            places,
            Activations.name(alone),
            (w, a, b) -> kernels.activate(alone, w, a, w, b, 0, block));
      }
      case Op.Add() -> {
        int second = otherOperand(places);
        yield eachBlock(
            places,
            "add",
            (w, a, b) -> kernels.add(w, a, w, a + second, activation, w, b, 0, block));
      }
      case Op.Scale() -> scale(places, in);
      case Op.Pool pool -> {
        PoolShape shape =
            new PoolShape(
                from,
                to,
                Windows.of(
                    pool.kernel(),
                    pool.stride(),
                    Extent.ONE,
                    pool.padding(),
                    layers.shape(operation.node().inputs().getFirst())));
        yield switch (pool.kind()) {
          case MAX ->
              eachBlock(
                  places,
                  "max_pool_" + pool.kernel(),
                  (w, a, b) -> kernels.maxPool(shape, w, a, w, b, 0, to.height()));
          case AVERAGE -> average(places, pool, shape, Divisor.VALID_PIXELS);
          case AVERAGE_WITH_PADDING -> average(places, pool, shape, Divisor.WHOLE_WINDOW);
        };
      }
      case Op.GlobalAveragePool() -> means(places, in);
      case Op.Concat() -> concat(places);
      case Op.Resize _ -> {
        ResizeShape shape = new ResizeShape(from, to);
        yield eachBlock(
            places, "resize", (w, a, b) -> kernels.resize(shape, w, a, w, b, 0, to.height()));
      }
      case Op.Convolution _,
          Op.Dense _,
          Op.BatchNorm _,
          Op.LocalResponseNormalization _,
          Op.Dropout _ ->
          throw new IllegalStateException(operation + " does not take each channel by itself.");
    };
  }

  private List<Step> average(Places places, Op.Pool pool, PoolShape shape, Divisor divisor) {
    Kernels kernels = layers.plain();
    return eachBlock(
        places,
        "average_pool_" + pool.kernel(),
        (w, a, b) -> kernels.averagePool(shape, divisor, w, a, w, b, 0, shape.out().height()));
  }

  /** The second operand of a sum, from where the first one lies. */
  private int otherOperand(Places places) {
    List<String> inputs = operation.node().inputs();
    return places.of(inputs.getLast()) - places.of(inputs.getFirst());
  }

  private List<Step> scale(Places places, BlockedMap in) {
    int gate = places.of(operation.node().inputs().getLast());
    int from = places.of(operation.node().inputs().getFirst());
    int to = places.of(operation.output());
    BlockedScale scale = layers.scale(in);
    return List.of(
        layers.step(
            List.of(operation),
            "scale",
            out.blocks(),
            (w, _, first, end) -> {
              for (int b = first; b < end; b++) {
                int block = from + b * in.plane();
                scale.run(w, block, w, gate + b * in.lanes(), w, to + b * out.plane());
              }
            }));
  }

  private List<Step> means(Places places, BlockedMap in) {
    int from = places.of(operation.node().inputs().getFirst());
    int to = places.of(operation.output());
    BlockedMeans means = layers.means(in);
    return List.of(
        layers.step(
            List.of(operation),
            "global_average_pool",
            out.blocks(),
            (w, _, first, end) ->
                means.run(
                    w,
                    from + first * in.plane(),
                    in.plane(),
                    w,
                    to + first * out.plane(),
                    end - first)));
  }

  /** One step for each input: its blocks follow those of the inputs before. */
  private List<Step> concat(Places places) {
    List<Step> steps = new ArrayList<>();
    int to = places.of(operation.output());
    int block = 0;
    for (String input : operation.node().inputs()) {
      BlockedMap in = layers.map(input);
      int from = places.of(input);
      int at = to + block * out.plane();
      steps.add(
          layers.step(
              List.of(operation),
              "concat",
              in.blocks(),
              (w, _, first, end) ->
                  System.arraycopy(
                      w,
                      from + first * in.plane(),
                      w,
                      at + first * in.plane(),
                      (end - first) * in.plane())));
      block += in.blocks();
    }
    return steps;
  }

  /** One step that does the same to every block. */
  private List<Step> eachBlock(Places places, String name, BlockWork work) {
    BlockedMap in = layers.input(operation);
    int from = places.of(operation.node().inputs().getFirst());
    int to = places.of(operation.output());
    return List.of(
        layers.step(
            List.of(operation),
            name,
            out.blocks(),
            (w, _, first, end) -> {
              for (int b = first; b < end; b++) {
                work.run(w, from + b * in.plane(), to + b * out.plane());
              }
            }));
  }

  /** One block of a map without a frame. */
  private static FeatureMap map(BlockedMap map) {
    return new FeatureMap(map.height(), map.width(), map.lanes());
  }
}
