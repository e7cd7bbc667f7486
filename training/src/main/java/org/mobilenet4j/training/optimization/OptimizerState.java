package org.mobilenet4j.training.optimization;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mobilenet4j.kernels.Gang;

/**
 * An optimiser at work on its tensors: what it remembers of earlier steps. Made by {@link
 * Optimizer#start}; for one thread at a time.
 */
public final class OptimizerState {
  private final Optimizer optimizer;
  private final UpdateRule rule;
  private final List<LearnedTensor> tensors;
  private final Shares shares;
  private final float[][][] memory;
  private long steps;

  OptimizerState(Optimizer optimizer, List<LearnedTensor> tensors) {
    this.optimizer = optimizer;
    this.rule = UpdateRule.of(optimizer);
    this.tensors = List.copyOf(tensors);
    requireDistinctNames();
    shares = new Shares(tensors.stream().map(LearnedTensor::values).toList());
    memory = new float[tensors.size()][][];
    List<UpdateRule.Slot> slots = rule.slots();
    for (int i = 0; i < memory.length; i++) {
      memory[i] = new float[slots.size()][];
      for (int slot = 0; slot < slots.size(); slot++) {
        memory[i][slot] = new float[tensors.get(i).values().length];
        java.util.Arrays.fill(memory[i][slot], slots.get(slot).start());
      }
    }
  }

  private void requireDistinctNames() {
    Map<String, LearnedTensor> seen = new TreeMap<>();
    for (LearnedTensor tensor : tensors) {
      if (seen.put(tensor.name(), tensor) != null) {
        throw new IllegalArgumentException(
            "Two tensors are called '%s'; expected every name once.".formatted(tensor.name()));
      }
    }
  }

  /**
   * @return the settings
   */
  public Optimizer optimizer() {
    return optimizer;
  }

  /**
   * @return how many steps have been taken
   */
  public long steps() {
    return steps;
  }

  /**
   * @return what is trained, in the order in which it was given
   */
  public List<LearnedTensor> tensors() {
    return tensors;
  }

  /**
   * @return bytes held beside weights and gradients
   */
  public long bytes() {
    return tensors.stream()
        .mapToLong(tensor -> (long) Float.BYTES * tensor.values().length * rule.slots().size())
        .sum();
  }

  /**
   * Moves all tensors along their gradients, once. The gradients are left as they are. The result
   * has the same bits for any number of threads.
   *
   * @param learningRate at least 0, finite
   * @param decay the weight decay by role
   * @param gang who shares the work
   * @throws IllegalArgumentException if the learning rate is negative or not a number
   */
  public void step(double learningRate, WeightDecay decay, Gang gang) {
    if (!(learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Learning rate %s; expected a number of at least 0.".formatted(learningRate));
    }
    long step = steps + 1;
    shares.run(
        gang,
        (i, from, to) -> {
          LearnedTensor tensor = tensors.get(i);
          rule.update(tensor, memory[i], from, to, learningRate, decay.of(tensor.role()), step);
        });
    steps = step;
  }

  /**
   * @return a copy of everything remembered, each array under the name of its tensor and what it
   *     is: {@code block1.dw.weight.momentum}
   */
  public Snapshot snapshot() {
    Map<String, float[]> copies = new LinkedHashMap<>();
    arrays().forEach((name, array) -> copies.put(name, array.clone()));
    return new Snapshot(optimizer.label(), steps, copies);
  }

  /**
   * Goes back to what was remembered then. Afterwards every step is the same, to the bit, as it
   * would have been then, provided that the weights are too.
   *
   * @param snapshot of a state of the same kind over the same tensors
   * @throws OptimizationException if it is of another optimiser or other tensors; nothing has
   *     changed then
   */
  public void restore(Snapshot snapshot) {
    snapshot.copyInto(optimizer.label(), arrays());
    steps = snapshot.steps();
  }

  private Map<String, float[]> arrays() {
    List<String> slots = new ArrayList<>(rule.slots().stream().map(UpdateRule.Slot::name).toList());
    Map<String, float[]> arrays = new LinkedHashMap<>();
    for (int i = 0; i < memory.length; i++) {
      for (int slot = 0; slot < slots.size(); slot++) {
        arrays.put(tensors.get(i).name() + "." + slots.get(slot), memory[i][slot]);
      }
    }
    return arrays;
  }
}
