package org.mobilenet4j.inference;

import java.util.Map;
import java.util.Objects;

/**
 * Where each value lies in the workspace, in floats from its beginning.
 *
 * @param offsets by the name of the node that makes the value
 */
record Places(Map<String, Integer> offsets) {
  /** Where a value begins. */
  int of(String value) {
    return Objects.requireNonNull(offsets.get(value), value);
  }
}
