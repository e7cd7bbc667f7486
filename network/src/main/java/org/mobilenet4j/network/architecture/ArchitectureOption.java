package org.mobilenet4j.network.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mobilenet4j.network.ArchitectureException;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Rounding;

/**
 * The options by their names in files and on the command line, and how each is read from and
 * written as text.
 */
public enum ArchitectureOption {
  /** Width multiplier: {@code 0.75}. */
  WIDTH,
  /** Name of a {@link WidthRule}. */
  WIDTH_RULE,
  /** Height and width, {@code 48x192}, or one number for a square. */
  RESOLUTION,
  /** Channels of the input. */
  INPUT_CHANNELS,
  /** Outputs of the classifier. */
  CLASSES,
  /** Name of a {@link Head}. */
  HEAD,
  /** Name of a {@link PaddingRule}. */
  PADDING,
  /** Epsilon of every batch normalisation. */
  BATCH_NORM_EPSILON,
  /** Name of a {@link Rectifier}. */
  ACTIVATION,
  /** Slope of the squeeze-and-excite gate. */
  HARD_SIGMOID_SLOPE,
  /** Offset of the squeeze-and-excite gate. */
  HARD_SIGMOID_OFFSET,
  /** {@code floor} or {@code ceil}. */
  POOL_ROUNDING,
  /** Name of a {@link ProjectionActivation}. */
  PROJECTION_ACTIVATION,
  /** Name of a {@link Shortcut}. */
  SHORTCUT,
  /** Name of a {@link HardSwishForm}. */
  HARD_SWISH,
  /** Name of a {@link SqueezeExciteUse}. */
  SQUEEZE_EXCITE,
  /** Expansion factor of the blocks, or {@code table} for those of the table. */
  EXPANSION;

  private static final Pattern EXTENT = Pattern.compile("([0-9]{1,9})(?:[x×]([0-9]{1,9}))?");
  private static final Pattern DECIMAL =
      Pattern.compile("[0-9]{0,20}\\.?[0-9]{1,20}([eE]-?[0-9]{1,2})?");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

  /**
   * @return the name in files and on the command line: {@code batch-norm-epsilon}
   */
  public String key() {
    return EnumText.key(this);
  }

  /**
   * @param key an option's name
   * @return the option
   * @throws ArchitectureException if there is none of that name; the message offers the nearest
   */
  public static ArchitectureOption of(String key) {
    return Arrays.stream(values())
        .filter(option -> option.key().equals(key))
        .findFirst()
        .orElseThrow(() -> unknown(key));
  }

  private static ArchitectureException unknown(String key) {
    List<String> keys = Arrays.stream(values()).map(ArchitectureOption::key).toList();
    return new ArchitectureException(
        "There is no option '%s'; %s"
            .formatted(
                key,
                NearestName.of(key, keys)
                    .map("did you mean '%s'?"::formatted)
                    .orElse("expected one of " + String.join(", ", keys) + ".")));
  }

  String write(ArchitectureOptions options) {
    return switch (this) {
      case WIDTH -> Double.toString(options.width());
      case WIDTH_RULE -> options.widthRule().key();
      case RESOLUTION -> options.resolution().height() + "x" + options.resolution().width();
      case INPUT_CHANNELS -> Integer.toString(options.inputChannels());
      case CLASSES -> Integer.toString(options.classes());
      case HEAD -> options.head().key();
      case PADDING -> options.padding().key();
      case BATCH_NORM_EPSILON -> Float.toString(options.batchNormEpsilon());
      case ACTIVATION -> options.activation().key();
      case HARD_SIGMOID_SLOPE -> Float.toString(options.hardSigmoid().slope());
      case HARD_SIGMOID_OFFSET -> Float.toString(options.hardSigmoid().offset());
      case POOL_ROUNDING -> EnumText.key(options.poolRounding());
      case PROJECTION_ACTIVATION -> options.ablations().projectionActivation().key();
      case SHORTCUT -> options.ablations().shortcut().key();
      case HARD_SWISH -> options.ablations().hardSwish().key();
      case SQUEEZE_EXCITE -> options.ablations().squeezeExcite().key();
      case EXPANSION -> options.ablations().expansionAsText();
    };
  }

  ArchitectureOptions read(ArchitectureOptions options, String text) {
    return options.with(draft -> {
      switch (this) {
        case WIDTH -> draft.width = decimal(text);
        case WIDTH_RULE -> draft.widthRule = EnumText.parse(what(), WidthRule.values(), text);
        case RESOLUTION -> draft.resolution = extent(text);
        case INPUT_CHANNELS -> draft.inputChannels = whole(text);
        case CLASSES -> draft.classes = whole(text);
        case HEAD -> draft.head = EnumText.parse(what(), Head.values(), text);
        case PADDING -> draft.padding = EnumText.parse(what(), PaddingRule.values(), text);
        case BATCH_NORM_EPSILON -> draft.batchNormEpsilon = (float) decimal(text);
        case ACTIVATION -> draft.activation = EnumText.parse(what(), Rectifier.values(), text);
        case HARD_SIGMOID_SLOPE -> draft.hardSigmoidSlope = (float) decimal(text);
        case HARD_SIGMOID_OFFSET -> draft.hardSigmoidOffset = (float) decimal(text);
        case POOL_ROUNDING -> draft.poolRounding = EnumText.parse(what(), Rounding.values(), text);
        case PROJECTION_ACTIVATION ->
            draft.ablations =
                draft.ablations.with(EnumText.parse(what(), ProjectionActivation.values(), text));
        case SHORTCUT ->
            draft.ablations = draft.ablations.with(EnumText.parse(what(), Shortcut.values(), text));
        case HARD_SWISH ->
            draft.ablations =
                draft.ablations.with(EnumText.parse(what(), HardSwishForm.values(), text));
        case SQUEEZE_EXCITE ->
            draft.ablations =
                draft.ablations.with(EnumText.parse(what(), SqueezeExciteUse.values(), text));
        case EXPANSION -> draft.ablations = draft.ablations.withExpansion(text);
      }
    });
  }

  private String what() {
    return "Option " + key();
  }

  private double decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw unreadable(text, "a decimal number, for instance 0.75");
    }
    return Double.parseDouble(text);
  }

  private int whole(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw unreadable(text, "a whole number of at most nine digits");
    }
    return Integer.parseInt(text);
  }

  /**
   * @param text height and width in pixels, {@code 48x192}, or one number for a square
   * @return both
   * @throws ArchitectureException if it is neither
   */
  public static Extent extent(String text) {
    Matcher matcher = EXTENT.matcher(text);
    if (!matcher.matches()) {
      throw RESOLUTION.unreadable(
          text, "height x width in pixels, for instance 48x192, or one number");
    }
    int height = Integer.parseInt(matcher.group(1));
    int width = matcher.group(2) == null ? height : Integer.parseInt(matcher.group(2));
    if (height < 1 || width < 1) {
      throw RESOLUTION.unreadable(text, "at least one pixel a side");
    }
    return new Extent(height, width);
  }

  private ArchitectureException unreadable(String text, String expected) {
    return new ArchitectureException("%s is '%s'; expected %s.".formatted(what(), text, expected));
  }
}
