package org.mobilenet4j.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.model.InsufficientMemoryException;
import org.mobilenet4j.network.Network;

/**
 * The array in which all values of a program lie.
 *
 * @param floats its size
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
      offsets.put(value, Math.toIntExact(layout.offset(offsets.size())));
    }
    return new Workspace(Math.toIntExact(layout.size()), new Places(offsets));
  }
}
