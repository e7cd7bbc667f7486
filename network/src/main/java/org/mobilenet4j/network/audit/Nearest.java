package org.mobilenet4j.network.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.MobileNetException;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.network.architecture.Zoo;
import org.mobilenet4j.network.cost.Cost;

/**
 * The network of the zoo that costs most nearly what another network does.
 *
 * @param architecture with the width and the input of that other network
 * @param cost what it costs
 */
public record Nearest(Architecture architecture, Cost cost) {
  private static final double[] WIDTHS = {0.25, 0.35, 0.5, 0.75, 1, 1.25, 1.3, 1.4};

  /**
   * @param other the other network
   * @param found what it costs
   * @return the nearest by multiply-adds and parameters, at the published widths; empty if no
   *     network of the zoo takes such an input
   */
  public static Optional<Nearest> of(Network other, Cost found) {
    Shape input = other.input();
    // More outputs than an architecture may have are no classes.
    int outputs = (int) Math.min(other.outputShape().elements(), Integer.MAX_VALUE);
    return Stream.concat(Zoo.names().stream(), Zoo.variants().stream())
        .flatMap(name -> candidates(name, input.extent(), input.channels(), outputs))
        .min(Comparator.comparingDouble(candidate -> distance(candidate.cost(), found)));
  }

  private static Stream<Nearest> candidates(String name, Extent extent, int channels, int outputs) {
    try {
      Architecture base =
          Architecture.named(name)
              .resolution(extent.height(), extent.width())
              .inputChannels(channels)
              .classes(outputs);
      List<Architecture> widths =
          base.has(ArchitectureOption.WIDTH)
              ? DoubleStream.of(WIDTHS).mapToObj(base::width).toList()
              : List.of(base);
      return widths.stream()
          .map(candidate -> new Nearest(candidate, Cost.of(candidate.build())))
          .toList() // here, so that what a network refuses is caught here
          .stream();
    } catch (MobileNetException e) {
      return Stream.empty(); // a network with larger windows than the picture has pixels
    }
  }

  /** Ratios count, not differences: twice as much is as far as half as much. */
  private static double distance(Cost a, Cost b) {
    return Math.abs(Math.log((double) (a.multiplyAdds() + 1) / (b.multiplyAdds() + 1)))
        + Math.abs(Math.log((double) (a.parametersFolded() + 1) / (b.parametersFolded() + 1)));
  }
}
