package org.mobilenet4j.network.architecture;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.mobilenet4j.network.ArchitectureException;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.NetworkException;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.network.architecture.Table.Setting;

/**
 * A paper's table together with the options that make a network of it. Immutable; every method that
 * sets an option returns another architecture.
 *
 * <pre>{@code
 * Network network = Architecture.named("mobilenet-v1").width(0.5).resolution(160).build();
 * }</pre>
 */
public final class Architecture {
  private static final float STANDARD_EPSILON = 0.001f;
  private static final int IMAGENET_CLASSES = 1000;

  private final String name;
  private final Table table;
  private final ArchitectureOptions options;

  private Architecture(String name, Table table, ArchitectureOptions options) {
    this.name = name;
    this.table = table;
    this.options = options;
  }

  /**
   * @param name one of {@link Zoo#names()}
   * @return the architecture with its paper's options
   * @throws ArchitectureException if there is none of that name; the message offers the nearest
   */
  public static Architecture named(String name) {
    return parse(name, name, Zoo.table(name));
  }

  /**
   * Reads a table of the user's own, in the columns of one of ours.
   *
   * @param file a UTF-8 text file of at most 200 000 characters
   * @return the architecture, called like the file without its ending
   * @throws ArchitectureException if it cannot be read, or a row or a stated shape is wrong
   */
  public static Architecture read(Path file) {
    String fileName = String.valueOf(file.getFileName());
    int dot = fileName.lastIndexOf('.');
    return parse(
        dot > 0 ? fileName.substring(0, dot) : fileName, file.toString(), TableText.read(file));
  }

  /**
   * @param name what the architecture is called
   * @param source where the table comes from, for messages
   * @param text the table
   * @return the architecture with the options that the table names
   * @throws ArchitectureException if a row or a stated shape is wrong
   */
  public static Architecture parse(String name, String source, String text) {
    Table table = Table.parse(source, text);
    Architecture printed = new Architecture(name, table, standardAt(table)).withSettings();
    printed.check();
    return printed;
  }

  private static ArchitectureOptions standardAt(Table table) {
    try {
      return standard(table);
    } catch (ArchitectureException e) {
      throw new ArchitectureException(
          "%s, line %d: %s"
              .formatted(table.source(), table.rows().getFirst().line(), e.getMessage()),
          e);
    }
  }

  private static ArchitectureOptions standard(Table table) {
    Shape input = table.input();
    return new ArchitectureOptions(
        1,
        WidthRule.SLIM,
        input.extent(),
        input.channels(),
        IMAGENET_CLASSES,
        Head.CLASSIFIER,
        PaddingRule.SAME,
        STANDARD_EPSILON,
        Rectifier.RELU,
        org.mobilenet4j.network.ActivationFunction.HardSigmoid.ofMobileNetV3(),
        org.mobilenet4j.network.Rounding.FLOOR,
        Ablations.none());
  }

  /** The table's own settings, as far as they are options. */
  private Architecture withSettings() {
    Architecture result = this;
    for (ArchitectureOption option : table.family().options()) {
      Setting setting = table.settings().get(option.key());
      if (setting != null) {
        try {
          result = result.with(option, setting.value());
        } catch (ArchitectureException e) {
          throw new ArchitectureException(
              "%s, line %d: %s".formatted(table.source(), setting.line(), e.getMessage()), e);
        }
      }
    }
    return result;
  }

  /** Compares the shapes that the table states with those that its rows make. */
  private void check() {
    Shape input = table.input();
    Layers layers =
        layers(
            options.with(draft -> {
              draft.resolution = input.extent();
              draft.inputChannels = input.channels();
              draft.width = 1; // a table prints the network that is not yet scaled
              draft.head = Head.CLASSIFIER;
            }));
    Network network;
    try {
      network = Network.of(input, layers.nodes());
    } catch (NetworkException e) {
      throw new ArchitectureException("%s: %s".formatted(table.source(), e.getMessage()), e);
    }
    layers.claims().forEach(claim -> claim.check(network));
  }

  private Layers layers(ArchitectureOptions chosen) {
    Layers layers = new Layers(table.source(), chosen);
    table.family().read(table, layers);
    if (layers.nodes().isEmpty()) {
      throw new ArchitectureException(
          "%s describes no layer; expected at least one.".formatted(table.source()));
    }
    return layers;
  }

  /**
   * @return the network
   * @throws org.mobilenet4j.network.MobileNetException if an option leaves no network, for instance
   *     a resolution that is smaller than a window
   */
  public Network build() {
    Extent extent = options.resolution();
    Shape input = new Shape(extent.height(), extent.width(), options.inputChannels());
    return Network.of(input, layers(options).nodes());
  }

  /**
   * @return the name by which it was asked for
   */
  public String name() {
    return name;
  }

  /**
   * @return what the table says about itself
   */
  public Publication publication() {
    String top1 = setting("top-1").orElse("");
    return new Publication(
        setting("title").orElse(name),
        setting("paper").orElse(table.source()),
        top1.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(top1)),
        setting("top-1-source").orElse(""),
        setting("variant-of"));
  }

  private Optional<String> setting(String key) {
    return Optional.ofNullable(table.settings().get(key)).map(Setting::value);
  }

  /**
   * @return the options that are set
   */
  public ArchitectureOptions options() {
    return options;
  }

  /**
   * The options that this family has, as text.
   *
   * @return name and value of each; {@link #with} takes them back
   */
  public Map<String, String> optionsAsText() {
    Map<String, String> text = new LinkedHashMap<>();
    for (ArchitectureOption option : table.family().options()) {
      text.put(option.key(), option.write(options));
    }
    return Collections.unmodifiableMap(text);
  }

  /**
   * @param option what to ask for
   * @return whether networks of this family have it
   */
  public boolean has(ArchitectureOption option) {
    return table.family().options().contains(option);
  }

  /**
   * @return the width rules by which networks of this family are published; empty without a width
   */
  public Set<WidthRule> widthRules() {
    return table.family().widthRules();
  }

  /**
   * @param option which option
   * @param text its value, as a user writes it: {@code 0.75}, {@code 48x192}, {@code slim}
   * @return this architecture with that option
   * @throws ArchitectureException if the family has no such option, or not that value
   */
  public Architecture with(ArchitectureOption option, String text) {
    table.family().require(name, option);
    return with(option.read(options, text));
  }

  private Architecture with(ArchitectureOptions changed) {
    table.family().require(name, changed.widthRule());
    return new Architecture(name, table, changed);
  }

  private Architecture set(
      ArchitectureOption option, java.util.function.Consumer<ArchitectureOptions.Draft> change) {
    table.family().require(name, option);
    return with(options.with(change));
  }

  /**
   * @param multiplier of the channels; above 0, at most 16
   * @return this architecture with that width
   */
  public Architecture width(double multiplier) {
    return set(ArchitectureOption.WIDTH, draft -> draft.width = multiplier);
  }

  /**
   * @param rule how scaled channels become whole numbers
   * @return this architecture with that rule
   */
  public Architecture widthRule(WidthRule rule) {
    return set(ArchitectureOption.WIDTH_RULE, draft -> draft.widthRule = rule);
  }

  /**
   * @param side height and width of the input in pixels
   * @return this architecture for square pictures of that size
   */
  public Architecture resolution(int side) {
    return resolution(side, side);
  }

  /**
   * @param height rows of the input
   * @param width columns of the input
   * @return this architecture for pictures of that size
   */
  public Architecture resolution(int height, int width) {
    return set(
        ArchitectureOption.RESOLUTION, draft -> draft.resolution = new Extent(height, width));
  }

  /**
   * @param channels of the input; 1 for grey, 3 for colour
   * @return this architecture with that input
   */
  public Architecture inputChannels(int channels) {
    return set(ArchitectureOption.INPUT_CHANNELS, draft -> draft.inputChannels = channels);
  }

  /**
   * @param number outputs of the classifier
   * @return this architecture with that classifier
   */
  public Architecture classes(int number) {
    return set(ArchitectureOption.CLASSES, draft -> draft.classes = number);
  }

  /**
   * @return this architecture as a feature extractor, without its classifier
   */
  public Architecture withoutClassifier() {
    return set(ArchitectureOption.HEAD, draft -> draft.head = Head.FEATURES);
  }

  /**
   * @param rule how convolutions are padded
   * @return this architecture padded so
   */
  public Architecture padding(PaddingRule rule) {
    return set(ArchitectureOption.PADDING, draft -> draft.padding = rule);
  }

  /**
   * @param epsilon what batch normalisation adds to the variance
   * @return this architecture with that epsilon
   */
  public Architecture batchNormEpsilon(float epsilon) {
    return set(ArchitectureOption.BATCH_NORM_EPSILON, draft -> draft.batchNormEpsilon = epsilon);
  }

  /**
   * @param rectifier what stands where the paper writes ReLU
   * @return this architecture with that rectifier
   */
  public Architecture activation(Rectifier rectifier) {
    return set(ArchitectureOption.ACTIVATION, draft -> draft.activation = rectifier);
  }

  /** Name and options, as a user would write them. */
  @Override
  public String toString() {
    return name + " " + optionsAsText();
  }
}
