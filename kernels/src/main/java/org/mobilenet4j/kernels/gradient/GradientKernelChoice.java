package org.mobilenet4j.kernels.gradient;

import java.util.Optional;
import org.mobilenet4j.kernels.KernelChoice;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.kernels.blocked.BlockedKernels;
import org.mobilenet4j.kernels.blocked.TrainingReport;

/**
 * The kernels with which to train on this machine, and why.
 *
 * @param kernels what to compute with
 * @param reason one sentence for a person
 * @param generated the kernels that the JVM must compile before they are fast; empty for the scalar
 *     ones
 */
public record GradientKernelChoice(
    GradientKernels kernels, String reason, Optional<BlockedKernels> generated) {
  /**
   * Chooses as {@link KernelChoice#best} does.
   *
   * @return the fastest kernels that work here
   */
  public static GradientKernelChoice best() {
    KernelChoice choice = KernelChoice.best();
    return choice.kernels() instanceof VectorKernels vector
        ? new GradientKernelChoice(
            new VectorGradientKernels(vector.blocked()),
            choice.reason(),
            Optional.of(vector.blocked()))
        : scalar(choice.reason());
  }

  /**
   * @param reason one sentence for a person
   * @return the kernels that work everywhere
   */
  public static GradientKernelChoice scalar(String reason) {
    return new GradientKernelChoice(new ScalarGradientKernels(), reason, Optional.empty());
  }

  /**
   * Makes the JVM compile what was asked of the kernels so far, and proves each against its
   * definition; without it the first steps take many times as long. Call it when the network to be
   * trained is built, before its first step.
   *
   * @param limitNanos after how long to go on with what is compiled by then
   * @return these kernels, or the scalar ones if this JVM compiles them wrongly; the network must
   *     then be built anew
   */
  public GradientKernelChoice warmedUp(long limitNanos) {
    return generated
        .map(blocked -> blocked.train(limitNanos))
        .filter(TrainingReport::foundMistake)
        .map(_ -> scalar("Scalar kernels are used: this JVM compiles the vector kernels wrongly."))
        .orElse(this);
  }
}
