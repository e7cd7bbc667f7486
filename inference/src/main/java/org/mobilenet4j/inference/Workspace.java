package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.kernels.CacheLine;
import org.mobilenet4j.model.InsufficientMemoryException;
import org.mobilenet4j.network.Network;

/**
 * The floats in which all values of a program lie, from {@link CacheLine#FIRST} of an array on.
 *
 * @param floats how many they are
 * @param places where each value begins
 */
record Workspace(int floats, Places places) {
  /** What the JVM may need of the largest array for itself. */
  private static final int ARRAY_HEADER = 64;

  /**
   * @param network what is run
   * @param buffers size and life of each value, by name
   * @throws InsufficientMemoryException if the values do not fit one array
   */
  static Workspace of(Network network, Map<String, WorkspaceLayout.Buffer> buffers) {
    WorkspaceLayout layout = WorkspaceLayout.of(List.copyOf(buffers.values()));
    if (layout.size() > Integer.MAX_VALUE - ARRAY_HEADER) {
      throw InsufficientMemoryException.beyondOneArray(
          "The activations of an input of " + network.input(), layout.size());
    }
    Map<String, Integer> offsets = new LinkedHashMap<>();
    for (String value : buffers.keySet()) {
      offsets.put(value, CacheLine.FIRST + Math.toIntExact(layout.offset(offsets.size())));
    }
    return new Workspace(Math.toIntExact(layout.size()), new Places(offsets));
  }

  /**
   * What lies where, for people.
   *
   * @param buffers size and life of each value, by name; lives are counted in stages
   * @param stages the steps of each stage
   */
  List<PlanBuffer> describe(Map<String, WorkspaceLayout.Buffer> buffers, List<List<Step>> stages) {
    int[] firstStep = new int[stages.size() + 1];
    for (int stage = 0; stage < stages.size(); stage++) {
      firstStep[stage + 1] = firstStep[stage] + stages.get(stage).size();
    }
    List<PlanBuffer> described = new ArrayList<>();
    buffers.forEach((value, buffer) -> {
      int first = firstStep[Math.min(buffer.firstStep(), stages.size())];
      int last = firstStep[Math.min(buffer.lastStep() + 1, stages.size())] - 1;
      described.add(
          new PlanBuffer(
              value,
              (long) Float.BYTES * (places.of(value) - CacheLine.FIRST),
              Float.BYTES * buffer.size(),
              first,
              Math.max(first, last)));
    });
    return described;
  }
}
