package org.mobilenet4j.inference;

import java.util.List;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.file.GoldenPair;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.file.SeededInput;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;

/**
 * Golden pairs: known inputs with the outputs that a model gave when it was written, so that
 * anybody can see that it still computes what it did.
 */
public final class SelfTest {
  /** How far off an output may be, as a share of the largest; docs/formats.md promises it. */
  private static final double TOLERANCE = 1e-4;

  private static final long FIRST_SEED = 1;
  private static final int PAIRS = 2;

  /**
   * What a self-test found.
   *
   * @param pairs golden pairs that were run
   * @param worst the largest deviation as a share of the largest output of its pair; infinite when
   *     an output is no number
   */
  public record Result(int pairs, double worst) {
    /**
     * @return whether all outputs are what the model gave when it was written
     */
    public boolean passed() {
      return worst <= TOLERANCE;
    }
  }

  private SelfTest() {}

  /**
   * Makes golden pairs at the model's own input size.
   *
   * @param model the model, as it will be stored
   * @return the model with its golden pairs, ready to be written
   * @throws ModelFormatException if the network answers with what is no finite number
   */
  public static ModelFile withGoldenPairs(Model model) {
    Extent size = model.network().input().extent();
    List<GoldenPair> pairs =
        java.util.stream.LongStream.range(FIRST_SEED, FIRST_SEED + PAIRS)
            .mapToObj(seed -> new GoldenPair(seed, size, finite(run(model, seed, size))))
            .toList();
    return new ModelFile(model, pairs);
  }

  /**
   * Runs all golden pairs of a model file.
   *
   * @param file the model with its golden pairs
   * @return how far the outputs are from those that were stored
   */
  public static Result check(ModelFile file) {
    double worst = 0;
    for (GoldenPair pair : file.goldenPairs()) {
      worst = Math.max(worst, deviation(pair, run(file.model(), pair.seed(), pair.size())));
    }
    return new Result(file.goldenPairs().size(), worst);
  }

  private static float[] finite(float[] outputs) {
    for (float output : outputs) {
      if (!Float.isFinite(output)) {
        throw new ModelFormatException(
            "The network answers its self-test with %s; expected finite numbers: some weights are damaged or too large."
                .formatted(output));
      }
    }
    return outputs;
  }

  private static float[] run(Model model, long seed, Extent size) {
    Network network = model.network().withInputSize(size.height(), size.width());
    Model sized = model.with(network, model.weights());
    try (Session session = Plan.of(sized).newSession(1)) {
      return session.run(SeededInput.of(seed, network.input()));
    }
  }

  private static double deviation(GoldenPair pair, float[] found) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < found.length; i++) {
      if (!Float.isFinite(found[i])) {
        return Double.POSITIVE_INFINITY;
      }
      largest = Math.max(largest, Math.abs(pair.outputs()[i]));
      difference = Math.max(difference, Math.abs((double) found[i] - pair.outputs()[i]));
    }
    return difference == 0 ? 0 : difference / largest;
  }
}
