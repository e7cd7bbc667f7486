package org.mobilenet4j.inference;

import java.util.List;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.blocked.BlockedDense;

/** A dense layer of one pixel, panel by panel. */
final class DenseSteps implements StageSteps {
  private final BlockedLayers layers;
  private final FusedOperation operation;
  private final BlockedDense dense;
  private final Activation rest;

  DenseSteps(BlockedLayers layers, FusedOperation operation) {
    this.layers = layers;
    this.operation = operation;
    this.dense = layers.dense(operation);
    this.rest = BlockedLayers.rest(operation);
  }

  @Override
  public long outputFloats() {
    return (long) dense.panels() * dense.panelUnits();
  }

  @Override
  public List<Step> steps(Places places) {
    return List.of(
        step(places.of(operation.node().inputs().getFirst()), places.of(operation.output())));
  }

  /** Binds the step to its places: the inputs at {@code from}, the units at {@code to}. */
  Step step(int from, int to) {
    return layers.step(
        List.of(operation),
        dense.name(),
        dense.panels(),
        (w, _, first, end) -> run(w, from, to, first, end));
  }

  /** Computes some panels. */
  void run(float[] w, int from, int to, int firstPanel, int endPanel) {
    dense.run(w, from, w, to, firstPanel, endPanel);
    if (!(rest instanceof Activation.None)) {
      layers
          .plain()
          .activate(
              rest, w, to, w, to, firstPanel * dense.panelUnits(), endPanel * dense.panelUnits());
    }
  }

  /** The layer, bound to its weights. */
  BlockedDense dense() {
    return dense;
  }
}
