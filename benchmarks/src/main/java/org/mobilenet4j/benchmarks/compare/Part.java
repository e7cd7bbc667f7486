package org.mobilenet4j.benchmarks.compare;

/** What can be measured. */
enum Part {
  STEADY,
  SHAPES,
  LAYERS,
  END_TO_END,
  COLD_START;

  /**
   * @param name as the command line has it, such as {@code end-to-end}
   * @throws IllegalArgumentException if there is no such part
   */
  static Part of(String name) {
    for (Part part : values()) {
      if (part.name().equalsIgnoreCase(name.replace('-', '_'))) {
        return part;
      }
    }
    throw new IllegalArgumentException(
        "There is no part '%s'; expected steady, shapes, layers, end-to-end or cold-start."
            .formatted(name));
  }
}
