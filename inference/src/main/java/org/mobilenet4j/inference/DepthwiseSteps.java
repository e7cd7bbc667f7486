package org.mobilenet4j.inference;

import java.util.List;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.blocked.BlockedDepthwise;
import org.mobilenet4j.kernels.blocked.BlockedMap;

/** A depthwise convolution by itself, block by block. */
final class DepthwiseSteps implements StageSteps {
  private final BlockedLayers layers;
  private final FusedOperation operation;
  private final BlockedMap in;
  private final BlockedMap out;
  private final BlockedDepthwise depthwise;

  DepthwiseSteps(BlockedLayers layers, FusedOperation operation) {
    this.layers = layers;
    this.operation = operation;
    this.in = layers.input(operation);
    this.out = layers.output(operation);
    this.depthwise = layers.depthwise(operation);
  }

  @Override
  public long outputFloats() {
    return out.floats();
  }

  @Override
  public List<Step> steps(Places places) {
    int from = places.of(operation.node().inputs().getFirst());
    int to = places.of(operation.output());
    Window window = layers.window(operation);
    int[] rows = BlockedLayers.rowPlaces(window, in.height(), out.height(), in::row);
    Activation rest = BlockedLayers.rest(operation);
    return List.of(
        layers.step(
            List.of(operation),
            depthwise.name(),
            out.blocks(),
            (w, _, first, end) -> {
              for (int block = first; block < end; block++) {
                depthwise.run(
                    block,
                    w,
                    from + block * in.plane(),
                    rows,
                    0,
                    w,
                    to + block * out.plane() + out.row(0),
                    out.pitch(),
                    out.height());
                int at = to + block * out.plane();
                for (int y = 0; y < out.height(); y++) {
                  ProductSteps.activate(
                      layers.plain(), rest, w, at + out.row(y), out.width() * out.lanes());
                }
                out.clearSides(w, to, block, 0, out.height());
                out.clearEnds(w, to, block);
              }
            }));
  }
}
