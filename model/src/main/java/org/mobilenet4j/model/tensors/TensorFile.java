package org.mobilenet4j.model.tensors;

import java.nio.file.Path;
import java.util.Map;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Tensor;

/**
 * An open file of named tensors. Opening reads and checks the index alone; {@link #load} reads the
 * numbers of one tensor. Not for several threads at once.
 */
public interface TensorFile extends AutoCloseable {
  /**
   * @return where the file lies
   */
  Path path();

  /**
   * @return the file's tensors by name, in its own order
   */
  Map<String, TensorEntry> entries();

  /**
   * @return texts that the file carries beside its tensors; empty if it has none
   */
  Map<String, String> metadata();

  /**
   * Reads one tensor.
   *
   * @param name one of {@link #entries}
   * @return its numbers as singles, in the file's own layout, row-major
   * @throws ModelFormatException if it does not hold floating-point numbers, holds none at all, or
   *     cannot be read
   * @throws IllegalArgumentException if there is no tensor of that name
   */
  Tensor load(String name);

  @Override
  void close();
}
