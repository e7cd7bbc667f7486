package org.mobilenet4j.kernels.blocked;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.Tail;

/** A product that fetches the weights behind its own must not bring back older ones. */
class ExchangedWeightsTest {
  private static final int INNER = 16;
  private static final int COLUMNS = 48;
  private static final int PIXELS = 8;

  @ParameterizedTest(name = "vectors of {0} bits")
  @ValueSource(ints = {128, 256, 512})
  void a_neighbour_that_prefetches_leaves_exchanged_weights_alone(int bits) {
    BlockedKernels kernels = new BlockedKernels(bits, 32).apart(2 * (INNER + 1) * COLUMNS);
    int lanes = kernels.lanes();
    BlockedProduct before = product(kernels, 1);
    BlockedProduct behind = product(kernels, 2);
    assertThat(run(behind, lanes)).isEqualTo(alone(bits, _ -> {}));

    Consumer<BlockedProduct> others =
        product -> product.refill(Trial.numbers(INNER * COLUMNS, 5), Trial.numbers(COLUMNS, 6));
    others.accept(behind);
    run(before, lanes);
    assertThat(run(behind, lanes)).as("others").isEqualTo(alone(bits, others));

    Consumer<BlockedProduct> transposed =
        product -> product.refillTransposed(Trial.numbers(INNER * COLUMNS, 7));
    transposed.accept(behind);
    run(before, lanes);
    assertThat(run(behind, lanes)).as("transposed").isEqualTo(alone(bits, transposed));
  }

  /** What the product behind computes where no other is. */
  private static float[] alone(int bits, Consumer<BlockedProduct> exchange) {
    BlockedProduct product = product(new BlockedKernels(bits, 32), 2);
    exchange.accept(product);
    return run(product, bits / Float.SIZE);
  }

  private static BlockedProduct product(BlockedKernels kernels, int seed) {
    return kernels.product(
        new ProductShape(
            INNER,
            COLUMNS,
            kernels.lanes(),
            kernels.lanes(),
            Tail.NONE,
            Residual.NONE,
            Prefetching.NEXT),
        new int[0],
        new int[] {PIXELS},
        Trial.numbers(INNER * COLUMNS, seed),
        Trial.numbers(COLUMNS, seed + 1));
  }

  private static float[] run(BlockedProduct product, int lanes) {
    float[] in = Trial.numbers(INNER * PIXELS, 9);
    float[] out = new float[COLUMNS * PIXELS];
    int block = PIXELS * lanes;
    for (int panel = 0; panel < product.panels(); panel++) {
      product.run(
          panel,
          in,
          0,
          block,
          out,
          product.firstBlock(panel) * block,
          block,
          PIXELS,
          Prefetching.NEXT);
    }
    return out;
  }
}
