package org.mobilenet4j.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.network.architecture.Zoo;
import picocli.CommandLine.Option;

/** The options that make a network of a paper's table, as they are typed. */
final class ArchitectureChoice {
  private final Map<ArchitectureOption, String> given = new EnumMap<>(ArchitectureOption.class);

  @Option(names = "--width", paramLabel = "W", description = "Width multiplier, such as 0.75.")
  void width(String text) {
    given.put(ArchitectureOption.WIDTH, text);
  }

  @Option(
      names = "--width-rule",
      paramLabel = "RULE",
      description =
          "Whose rule makes scaled channels whole numbers: torchvision, timm, keras, slim or"
              + " slim-finegrain.")
  void widthRule(String text) {
    given.put(ArchitectureOption.WIDTH_RULE, text);
  }

  @Option(
      names = "--resolution",
      paramLabel = "R",
      description = "Height x width of the input, such as 48x192, or one number for a square.")
  void resolution(String text) {
    given.put(ArchitectureOption.RESOLUTION, text);
  }

  @Option(names = "--classes", paramLabel = "N", description = "Outputs of the classifier.")
  void classes(String text) {
    given.put(ArchitectureOption.CLASSES, text);
  }

  @Option(names = "--input-channels", paramLabel = "N", description = "Channels of the input.")
  void inputChannels(String text) {
    given.put(ArchitectureOption.INPUT_CHANNELS, text);
  }

  @Option(
      names = "--padding",
      paramLabel = "RULE",
      description = "How convolutions are padded: same (TensorFlow) or symmetric (torch).")
  void padding(String text) {
    given.put(ArchitectureOption.PADDING, text);
  }

  @Option(
      names = "--batch-norm-epsilon",
      paramLabel = "E",
      description = "What batch normalisation adds to the variance.")
  void batchNormEpsilon(String text) {
    given.put(ArchitectureOption.BATCH_NORM_EPSILON, text);
  }

  @Option(
      names = "--activation",
      paramLabel = "F",
      description = "What stands where the paper says ReLU: relu or relu6.")
  void activation(String text) {
    given.put(ArchitectureOption.ACTIVATION, text);
  }

  @Option(
      names = "--pool-rounding",
      paramLabel = "R",
      description = "What pools do with a last, partial window: floor or ceil.")
  void poolRounding(String text) {
    given.put(ArchitectureOption.POOL_ROUNDING, text);
  }

  @Option(
      names = "--projection-activation",
      paramLabel = "F",
      description = "What follows the projection of a block: linear, which is nothing, or relu6.")
  void projectionActivation(String text) {
    given.put(ArchitectureOption.PROJECTION_ACTIVATION, text);
  }

  @Option(
      names = "--shortcut",
      paramLabel = "S",
      description = "What the shortcuts of blocks connect: bottleneck, expansion or none.")
  void shortcut(String text) {
    given.put(ArchitectureOption.SHORTCUT, text);
  }

  @Option(
      names = "--hard-swish",
      paramLabel = "F",
      description = "What stands where V3's paper says hard-swish: hard-swish, swish or relu.")
  void hardSwish(String text) {
    given.put(ArchitectureOption.HARD_SWISH, text);
  }

  @Option(
      names = "--squeeze-excite",
      paramLabel = "S",
      description = "Squeeze-and-excite: yes, where the table has it, or no.")
  void squeezeExcite(String text) {
    given.put(ArchitectureOption.SQUEEZE_EXCITE, text);
  }

  @Option(
      names = "--expansion",
      paramLabel = "N",
      description = "Expansion factor of all blocks that have an expansion layer, from 1 to 64.")
  void expansion(String text) {
    given.put(ArchitectureOption.EXPANSION, text);
  }

  @Option(
      names = "--without-classifier",
      description = "The network as a feature extractor, without its classifier.")
  void withoutClassifier(boolean without) {
    if (without) {
      given.put(ArchitectureOption.HEAD, "features");
    }
  }

  /** Which options were typed. */
  Set<ArchitectureOption> given() {
    return given.keySet();
  }

  /** The width multiplier that was typed, if any. */
  Optional<String> width() {
    return Optional.ofNullable(given.get(ArchitectureOption.WIDTH));
  }

  /** The height and width that were typed, if any. */
  Optional<Extent> extent() {
    return Optional.ofNullable(given.get(ArchitectureOption.RESOLUTION))
        .map(ArchitectureOption::extent);
  }

  /**
   * @param name a name of the zoo, or a table file
   * @return that architecture with the options that were typed
   */
  Architecture of(String name) {
    return of(name, Path.of(""));
  }

  /**
   * @param name a name of the zoo, or a table file
   * @param folder to which the name of a file belongs
   * @return that architecture with the options that were typed
   */
  Architecture of(String name, Path folder) {
    Architecture architecture =
        isFile(name)
            ? Architecture.read(folder.resolve(FileName.of(name)))
            : Architecture.named(name);
    for (Map.Entry<ArchitectureOption, String> option : given.entrySet()) {
      architecture = architecture.with(option.getKey(), option.getValue());
    }
    return architecture;
  }

  /** Whether a word names a file rather than an architecture. */
  static boolean isFile(String name) {
    boolean known =
        Stream.concat(Zoo.names().stream(), Zoo.variants().stream()).anyMatch(name::equals);
    return !known
        && (name.contains("/")
            || name.contains(java.io.File.separator)
            || name.contains(".table")
            || isRegularFile(name));
  }

  private static boolean isRegularFile(String name) {
    try {
      return Files.isRegularFile(Path.of(name));
    } catch (InvalidPathException e) {
      return false; // no name that a file could have
    }
  }
}
