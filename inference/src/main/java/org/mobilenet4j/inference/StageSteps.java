package org.mobilenet4j.inference;

import java.util.List;
import java.util.Map;

/** A stage with its kernels and weights, before the workspace is laid out. */
interface StageSteps {
  /**
   * @return floats that its result takes
   */
  long outputFloats();

  /**
   * @return values that it keeps in the workspace for itself, by name, with the floats they take
   */
  default Map<String, Long> own() {
    return Map.of();
  }

  /**
   * @return floats that each thread needs beside the workspace
   */
  default int scratchFloats() {
    return 0;
  }

  /**
   * Binds the stage to the places of its values.
   *
   * @param places where each value begins in the workspace
   * @return its steps, in order
   */
  List<Step> steps(Places places);
}
