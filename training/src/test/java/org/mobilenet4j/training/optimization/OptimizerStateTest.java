package org.mobilenet4j.training.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobilenet4j.kernels.Gang;

class OptimizerStateTest {
  private static final int[] SIZES = {1, 15, 16, 17, 97, 4096, 5003};
  private static final Optimizer.Sgd MOMENTUM =
      new Optimizer.Sgd(0.9, Optimizer.Momentum.HEAVY_BALL);

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        new Optimizer.Sgd(0, Optimizer.Momentum.HEAVY_BALL),
        MOMENTUM,
        new Optimizer.Sgd(0.9, Optimizer.Momentum.NESTEROV),
        new Optimizer.RmsPropTensorFlow(0.9, 0, 1e-3),
        new Optimizer.RmsPropTensorFlow(0.9, 0.9, 1),
        new Optimizer.RmsPropTorch(0.9, 0, 1e-8),
        new Optimizer.RmsPropTorch(0.9, 0.9, 0.0316),
        Optimizer.AdamW.usual());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void the_weights_have_the_same_bits_for_any_number_of_threads(Optimizer optimizer) {
    List<LearnedTensor> alone = tensors();
    train(optimizer.start(alone), 1, 0, 5);

    for (int threads : new int[] {2, 3, 7}) {
      List<LearnedTensor> shared = tensors();
      train(optimizer.start(shared), threads, 0, 5);

      assertSameBits(shared, alone);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void a_run_that_goes_on_from_a_snapshot_ends_with_the_same_bits(Optimizer optimizer) {
    List<LearnedTensor> straight = tensors();
    train(optimizer.start(straight), 2, 0, 6);

    List<LearnedTensor> before = tensors();
    OptimizerState interrupted = optimizer.start(before);
    train(interrupted, 2, 0, 3);
    Snapshot snapshot = interrupted.snapshot();
    List<LearnedTensor> after = tensors();
    for (int i = 0; i < after.size(); i++) {
      System.arraycopy(
          before.get(i).values(), 0, after.get(i).values(), 0, after.get(i).values().length);
    }
    train(interrupted, 2, 3, 6); // must not reach into the snapshot
    OptimizerState resumed = optimizer.start(after);
    resumed.restore(snapshot);
    train(resumed, 1, 3, 6);

    assertThat(resumed.steps()).isEqualTo(6);
    assertSameBits(after, straight);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void what_is_remembered_of_a_dead_channel_never_becomes_denormal(Optimizer optimizer) {
    LearnedTensor tensor =
        new LearnedTensor("w", DecayRole.CONVOLUTION, new float[64], new float[64]);
    OptimizerState state = optimizer.start(List.of(tensor));
    try (Gang gang = Gang.ofExactly(1)) {
      for (int i = 0; i < 64; i++) {
        tensor.gradient()[i] = (i % 2 == 0 ? 1 : -1) * (float) Math.pow(2, -i / 2.0);
      }
      state.step(0.1, WeightDecay.none(), gang);
      java.util.Arrays.fill(tensor.gradient(), 0);

      for (int step = 0; step < 3000; step++) {
        state.step(0.1, WeightDecay.none(), gang);
        state.snapshot().arrays().forEach(OptimizerStateTest::assertNoDenormals);
      }
    }
  }

  private static void assertNoDenormals(String name, float[] array) {
    boolean ordinary = true;
    for (float value : array) {
      ordinary &= value == 0 || Math.abs(value) >= Float.MIN_NORMAL;
    }
    assertThat(ordinary).as(name).isTrue();
  }

  @Test
  void a_momentum_that_a_weight_could_show_keeps_every_bit() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 100_000; i++) {
      float value =
          (float) ((random.nextBoolean() ? 1 : -1) * Math.pow(2, random.nextDouble(-54.9, 100)));

      if (Denormals.shrink(value) != value) {
        throw new AssertionError("%s became %s".formatted(value, Denormals.shrink(value)));
      }
    }
    assertThat(Denormals.shrink(0x1p-80f)).isZero();
    assertThat(Denormals.shrink(-0x1p-90f)).isZero();
    assertThat(Denormals.shrink(Float.NaN)).isNaN();
    assertThat(Denormals.shrink(Float.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void decay_reaches_the_roles_that_have_one_and_no_others() {
    List<LearnedTensor> tensors = new ArrayList<>();
    for (DecayRole role : DecayRole.values()) {
      tensors.add(new LearnedTensor(role.label(), role, new float[] {1}, new float[] {0}));
    }

    try (Gang gang = Gang.ofExactly(1)) {
      new Optimizer.Sgd(0, Optimizer.Momentum.HEAVY_BALL)
          .start(tensors)
          .step(0.5, WeightDecay.exceptDepthwise(0.25), gang);
    }

    assertThat(tensors.stream().map(tensor -> tensor.values()[0]))
        .containsExactly(0.875f, 1f, 0.875f, 1f, 1f);
  }

  @Test
  void a_snapshot_that_does_not_fit_is_refused_and_nothing_changes() {
    OptimizerState state = MOMENTUM.start(tensors());
    Snapshot own = state.snapshot();
    Map<String, float[]> longer = new LinkedHashMap<>(own.arrays());
    longer.put("t1.momentum", new float[16]);
    Map<String, float[]> fewer = new LinkedHashMap<>(own.arrays());
    fewer.remove("t6.momentum");
    fewer.replace("t0.momentum", new float[] {5});
    Map<String, float[]> more = new LinkedHashMap<>(own.arrays());
    more.put("head.momentum", new float[1]);

    assertRefused(
        state,
        new Snapshot("sgd-nesterov", 1, own.arrays()),
        "The saved state is that of 'sgd-nesterov', but this run uses 'sgd'; resume with the recipe the run was started with.");
    assertRefused(
        state,
        new Snapshot("sgd", 1, longer),
        "The saved state of 'sgd' has 16 numbers for 't1.momentum', but this run needs 15; was it saved for another network or other frozen layers?");
    assertRefused(
        state,
        new Snapshot("sgd", 1, fewer),
        "The saved state of 'sgd' has nothing for 't6.momentum', but this run needs 5003; was it saved for another network or other frozen layers?");
    assertRefused(
        state,
        new Snapshot("sgd", 1, more),
        "The saved state of 'sgd' holds 'head.momentum', which this run does not train; was it saved for another network or other frozen layers?");
    assertThat(state.steps()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> own.array("t0.mean"))
        .withMessage("The snapshot of 'sgd' holds no 't0.mean'.");
    assertThat(state.snapshot().array("t0.momentum")).containsExactly(0);
  }

  private static void assertRefused(OptimizerState state, Snapshot snapshot, String message) {
    assertThatExceptionOfType(OptimizationException.class)
        .isThrownBy(() -> state.restore(snapshot))
        .withMessage(message);
  }

  @Test
  void settings_that_make_no_optimiser_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Optimizer.Sgd(1, Optimizer.Momentum.HEAVY_BALL))
        .withMessage("The optimiser's momentum is 1.0; expected at least 0 and below 1.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Optimizer.Sgd(0, Optimizer.Momentum.NESTEROV));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Optimizer.RmsPropTorch(0.9, 0.9, 0))
        .withMessage("The optimiser's epsilon is 0.0; expected a number above 0.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Optimizer.AdamW(0.9, Double.NaN, 1e-8));
    LearnedTensor tensor = new LearnedTensor("w", DecayRole.BIAS, new float[1], new float[1]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MOMENTUM.start(List.of(tensor, tensor)))
        .withMessage("Two tensors are called 'w'; expected every name once.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LearnedTensor("w", DecayRole.BIAS, new float[1], new float[2]));
    try (Gang gang = Gang.ofExactly(1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> MOMENTUM.start(List.of(tensor)).step(Double.NaN, WeightDecay.none(), gang))
          .withMessage("Learning rate NaN; expected a number of at least 0.");
    }
  }

  @Test
  void an_optimiser_says_in_words_what_it_is() {
    assertThat(new Optimizer.RmsPropTensorFlow(0.9, 0.9, 0.001).describe())
        .isEqualTo(
            "RMSProp, TensorFlow's form: decay of squares 0.9, momentum 0.9, epsilon 0.001 in the root");
    assertThat(new Optimizer.RmsPropTorch(0.9, 0.9, 0.0316).describe())
        .isEqualTo(
            "RMSProp, torch's form: alpha 0.9, momentum 0.9, epsilon 0.0316 beside the root");
    assertThat(Optimizer.AdamW.usual().describe())
        .isEqualTo("AdamW: betas 0.9 and 0.999, epsilon 1e-8");
    assertThat(MOMENTUM.describe()).isEqualTo("gradient descent with momentum 0.9");
  }

  private static List<LearnedTensor> tensors() {
    List<LearnedTensor> tensors = new ArrayList<>();
    for (int i = 0; i < SIZES.length; i++) {
      DecayRole role = i % 2 == 0 ? DecayRole.CONVOLUTION : DecayRole.DEPTHWISE;
      float[] values = new float[SIZES[i]];
      fill(values, i);
      tensors.add(new LearnedTensor("t" + i, role, values, new float[values.length]));
    }
    return tensors;
  }

  private static void train(OptimizerState state, int threads, int from, int to) {
    try (Gang gang = Gang.ofExactly(threads)) {
      for (int step = from; step < to; step++) {
        for (int i = 0; i < state.tensors().size(); i++) {
          fill(state.tensors().get(i).gradient(), 100L * step + i + 10);
        }
        state.step(0.1, WeightDecay.exceptDepthwise(0.01), gang);
      }
    }
  }

  private static void fill(float[] array, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < array.length; i++) {
      array[i] = (float) random.nextDouble(-1, 1);
    }
  }

  private static void assertSameBits(List<LearnedTensor> found, List<LearnedTensor> expected) {
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).values()).isEqualTo(expected.get(i).values());
    }
  }
}
