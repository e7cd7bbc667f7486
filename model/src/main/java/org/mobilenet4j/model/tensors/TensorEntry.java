package org.mobilenet4j.model.tensors;

import java.util.List;
import org.mobilenet4j.model.ModelFormatException;

/**
 * What a file says about a tensor before its numbers are read.
 *
 * @param name the tensor's name in the file
 * @param type how its numbers are stored
 * @param dimensions sizes of the axes, as the file orders them; empty for a single number
 */
public record TensorEntry(String name, ElementType type, List<Long> dimensions) {
  private static final int MAX_AXES = 16;

  public TensorEntry {
    dimensions = List.copyOf(dimensions);
  }

  /**
   * Makes an entry from what a file claims.
   *
   * @param name the tensor's name
   * @param type how its numbers are stored
   * @param dimensions sizes of the axes
   * @param available bytes that the file has for it at most
   * @param file what to call the file in a message
   * @return the entry
   * @throws ModelFormatException if an axis is negative, there are too many of them, or the numbers
   *     do not fit into the bytes available
   */
  public static TensorEntry claimed(
      String name, ElementType type, List<Long> dimensions, long available, String file) {
    if (dimensions.size() > MAX_AXES || dimensions.stream().anyMatch(d -> d < 0)) {
      throw new ModelFormatException(
          "%s: tensor '%s' has the shape %s; expected at most %d axes, none of them negative."
              .formatted(file, name, brief(dimensions), MAX_AXES));
    }
    if (!dimensions.contains(0L)) {
      long bytes = type.bytes();
      for (long dimension : dimensions) {
        if (bytes > available / dimension) {
          throw new ModelFormatException(
              "%s: tensor '%s' of type %s and shape %s needs more bytes than the %d there are; the file is truncated or damaged."
                  .formatted(file, name, type, dimensions, available));
        }
        bytes *= dimension;
      }
    }
    return new TensorEntry(name, type, dimensions);
  }

  private static String brief(List<Long> dimensions) {
    return dimensions.size() > MAX_AXES
        ? "of " + dimensions.size() + " axes"
        : dimensions.toString();
  }

  /**
   * @return how many numbers the tensor holds
   */
  public long elements() {
    return dimensions.contains(0L)
        ? 0
        : dimensions.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }

  /**
   * @return how many bytes its numbers take
   */
  public long bytes() {
    return Math.multiplyExact(elements(), (long) type.bytes());
  }

  /**
   * The shape as a tensor in memory has it.
   *
   * @param file what to call the file in a message
   * @return the dimensions
   * @throws ModelFormatException if the numbers cannot be loaded as one array of singles: they are
   *     no floating-point numbers, there are none, or there are too many
   */
  public List<Integer> loadableDimensions(String file) {
    if (!type.isLoadable()) {
      throw new ModelFormatException(
          "%s: tensor '%s' holds numbers of type %s; expected F32, F16, BF16 or F64."
              .formatted(file, name, type));
    }
    if (elements() == 0 || elements() > Integer.MAX_VALUE - 8) {
      throw new ModelFormatException(
          "%s: tensor '%s' of shape %s holds %d numbers; expected at least one and fewer than 2^31."
              .formatted(file, name, dimensions, elements()));
    }
    return dimensions.stream().map(Math::toIntExact).toList();
  }
}
