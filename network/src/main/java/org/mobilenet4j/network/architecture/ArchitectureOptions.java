package org.mobilenet4j.network.architecture;

import java.util.function.Consumer;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.ArchitectureException;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Rounding;

/**
 * Everything that may vary of a network whose table is given. An option that a family does not have
 * keeps its neutral value; {@link Architecture#optionsAsText()} leaves it out.
 *
 * @param width the width multiplier (alpha in V1); above 0, at most 16
 * @param widthRule how scaled channels become whole numbers
 * @param resolution height and width of the input in pixels; each at most 65536
 * @param inputChannels channels of the input; 3 for colour; at most 4096
 * @param classes outputs of the classifier; at most a million
 * @param head whether the network ends with its classifier or with features
 * @param padding how convolutions are padded
 * @param batchNormEpsilon what batch normalisation adds to the variance; not negative
 * @param activation the rectifier used where the paper writes ReLU
 * @param hardSigmoid slope and offset of V3's squeeze-and-excite gate
 * @param poolRounding what happens to a pool's last window that is only partly inside
 * @param ablations what is left out of the blocks, or exchanged
 */
public record ArchitectureOptions(
    double width,
    WidthRule widthRule,
    Extent resolution,
    int inputChannels,
    int classes,
    Head head,
    PaddingRule padding,
    float batchNormEpsilon,
    Rectifier activation,
    ActivationFunction.HardSigmoid hardSigmoid,
    Rounding poolRounding,
    Ablations ablations) {
  private static final double MOST_WIDTH = 16;
  private static final int MOST_PIXELS = 65_536;
  private static final int MOST_INPUT_CHANNELS = 4_096;
  private static final int MOST_CLASSES = 1_000_000;

  /**
   * @throws ArchitectureException if an option is out of range
   */
  public ArchitectureOptions {
    require(width > 0 && width <= MOST_WIDTH, "width", width, "a number above 0, at most 16");
    require(
        Math.max(resolution.height(), resolution.width()) <= MOST_PIXELS,
        "resolution",
        resolution,
        "at most 65536 pixels a side");
    require(
        inputChannels >= 1 && inputChannels <= MOST_INPUT_CHANNELS,
        "input-channels",
        inputChannels,
        "a number from 1 to 4096");
    require(
        classes >= 1 && classes <= MOST_CLASSES, "classes", classes, "a number from 1 to 1000000");
    require(
        batchNormEpsilon >= 0 && batchNormEpsilon < 1,
        "batch-norm-epsilon",
        batchNormEpsilon,
        "a number from 0 to below 1");
  }

  private static void require(boolean holds, String option, Object found, String expected) {
    if (!holds) {
      throw new ArchitectureException(
          "Option %s is %s; expected %s.".formatted(option, found, expected));
    }
  }

  ArchitectureOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** A copy that is being changed; it never leaves the call that changes it. */
  static final class Draft {
    double width;
    WidthRule widthRule;
    Extent resolution;
    int inputChannels;
    int classes;
    Head head;
    PaddingRule padding;
    float batchNormEpsilon;
    Rectifier activation;
    float hardSigmoidSlope;
    float hardSigmoidOffset;
    Rounding poolRounding;
    Ablations ablations;

    private Draft(ArchitectureOptions from) {
      width = from.width;
      widthRule = from.widthRule;
      resolution = from.resolution;
      inputChannels = from.inputChannels;
      classes = from.classes;
      head = from.head;
      padding = from.padding;
      batchNormEpsilon = from.batchNormEpsilon;
      activation = from.activation;
      hardSigmoidSlope = from.hardSigmoid.slope();
      hardSigmoidOffset = from.hardSigmoid.offset();
      poolRounding = from.poolRounding;
      ablations = from.ablations;
    }

    private ArchitectureOptions options() {
      require(
          Float.isFinite(hardSigmoidSlope) && hardSigmoidSlope > 0,
          "hard-sigmoid-slope",
          hardSigmoidSlope,
          "a finite number above 0");
      require(
          Float.isFinite(hardSigmoidOffset),
          "hard-sigmoid-offset",
          hardSigmoidOffset,
          "a finite number");
      return new ArchitectureOptions(
          width,
          widthRule,
          resolution,
          inputChannels,
          classes,
          head,
          padding,
          batchNormEpsilon,
          activation,
          new ActivationFunction.HardSigmoid(hardSigmoidSlope, hardSigmoidOffset),
          poolRounding,
          ablations);
    }
  }
}
