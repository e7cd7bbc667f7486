package org.mobilenet4j.training.optimization;

import java.util.Arrays;
import java.util.List;

/**
 * How much each class counts in a loss, for data in which some classes are rare.
 *
 * @param factors one above 0 for each class; empty if all count the same
 */
public record ClassWeights(List<Double> factors) {
  public ClassWeights {
    factors = List.copyOf(factors);
    for (double factor : factors) {
      if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Class weight %s; expected a number above 0.".formatted(factor));
      }
    }
  }

  /**
   * @return every class counts the same
   */
  public static ClassWeights equal() {
    return new ClassWeights(List.of());
  }

  /**
   * Every class counts the same in total: {@code images / (classes · images of the class)}.
   *
   * @param images how many there are of each class; each at least 1
   * @return the weights, with mean 1 over the images
   * @throws IllegalArgumentException if a class has no images
   */
  public static ClassWeights balanced(int... images) {
    long total = Arrays.stream(images).asLongStream().sum();
    return new ClassWeights(
        Arrays.stream(images)
            .mapToObj(count -> {
              if (count < 1) {
                throw new IllegalArgumentException(
                    "A class of %d images has no weight; expected at least 1.".formatted(count));
              }
              return (double) total / ((double) images.length * count);
            })
            .toList());
  }

  /**
   * @param classes how many there are
   * @return one factor a class
   * @throws IllegalArgumentException if these are weights of another number of classes
   */
  public double[] expand(int classes) {
    if (factors.isEmpty()) {
      double[] ones = new double[classes];
      Arrays.fill(ones, 1);
      return ones;
    }
    if (factors.size() != classes) {
      throw new IllegalArgumentException(
          "%d class weights for %d classes; expected one each.".formatted(factors.size(), classes));
    }
    return factors.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
