package org.mobilenet4j.benchmarks.compare;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mobilenet4j.benchmarks.engines.EngineKind;

/** Which networks ours computes as ONNX Runtime does: only those are measured. */
final class Equality {
  /** However far other runtimes lie apart, ours may not lie further, in {@link Proof#TOLERANCE}. */
  private static final double MOST = 3;

  private final Child child;
  private final PrintStream out;
  private final PrintStream err;

  Equality(Child child, PrintStream out, PrintStream err) {
    this.child = child;
    this.out = out;
    this.err = err;
  }

  /**
   * Proves networks equal, each in a process of its own, and prints how far the runtimes lie apart.
   *
   * @param networks which
   * @param general names of those with long sums, for which {@link #allowedOfLongSums} holds
   * @return those that are; the others are named
   */
  List<MeasuredNetwork> proven(List<MeasuredNetwork> networks, Set<String> general) {
    Table table = new Table(2, "network", "engine", "difference / largest logit", "two photos");
    List<MeasuredNetwork> equal = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    for (MeasuredNetwork network : networks) {
      List<Proof.Deviation> deviations;
      try {
        deviations =
            child.run(Proof.class, network.files().folder(), network.files().name()).stream()
                .map(Proof.Deviation::of)
                .toList();
      } catch (Child.FailedException e) {
        refusals.add("%s is not measured: %s".formatted(network.key(), e.getMessage()));
        continue;
      }
      deviations.forEach(deviation ->
          table.row(
              network.key(),
              deviation.description(),
              "%.1e".formatted(deviation.share()),
              "%.2f".formatted(deviation.movement())));
      double allowed =
          general.contains(network.key()) ? allowedOfLongSums(deviations) : Proof.TOLERANCE;
      double ours = ours(deviations);
      if (ours <= allowed) {
        equal.add(network);
      } else {
        refusals.add(
            "%s is not measured: our logits differ from ONNX Runtime's by %.1e of the largest; expected %.1e at most."
                .formatted(network.key(), ours, allowed));
      }
    }
    table.print(out);
    refusals.forEach(err::println);
    return equal;
  }

  /**
   * How far ours may lie from ONNX Runtime's in a network of general convolutions, whose sums have
   * thousands of terms: {@link Proof#TOLERANCE}, or up to thrice that, twice as far as another
   * native runtime does, which shows how much of it is rounding.
   */
  static double allowedOfLongSums(List<Proof.Deviation> deviations) {
    double others =
        deviations.stream()
            .filter(deviation -> !isOurs(deviation) && Double.isFinite(deviation.share()))
            .mapToDouble(Proof.Deviation::share)
            .max()
            .orElse(0);
    return Math.clamp(2 * others, Proof.TOLERANCE, MOST * Proof.TOLERANCE);
  }

  /** How far ours lie; not a number, which nothing allows, if they are not known. */
  private static double ours(List<Proof.Deviation> deviations) {
    return deviations.stream()
        .filter(Equality::isOurs)
        .mapToDouble(Proof.Deviation::share)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static boolean isOurs(Proof.Deviation deviation) {
    return deviation.engine().equals(EngineKind.MOBILENET4J.key());
  }
}
