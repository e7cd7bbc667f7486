package org.mobilenet4j.network.architecture;

import static org.mobilenet4j.network.architecture.ArchitectureOption.ACTIVATION;
import static org.mobilenet4j.network.architecture.ArchitectureOption.BATCH_NORM_EPSILON;
import static org.mobilenet4j.network.architecture.ArchitectureOption.CLASSES;
import static org.mobilenet4j.network.architecture.ArchitectureOption.EXPANSION;
import static org.mobilenet4j.network.architecture.ArchitectureOption.HARD_SIGMOID_OFFSET;
import static org.mobilenet4j.network.architecture.ArchitectureOption.HARD_SIGMOID_SLOPE;
import static org.mobilenet4j.network.architecture.ArchitectureOption.HARD_SWISH;
import static org.mobilenet4j.network.architecture.ArchitectureOption.HEAD;
import static org.mobilenet4j.network.architecture.ArchitectureOption.INPUT_CHANNELS;
import static org.mobilenet4j.network.architecture.ArchitectureOption.PADDING;
import static org.mobilenet4j.network.architecture.ArchitectureOption.POOL_ROUNDING;
import static org.mobilenet4j.network.architecture.ArchitectureOption.PROJECTION_ACTIVATION;
import static org.mobilenet4j.network.architecture.ArchitectureOption.RESOLUTION;
import static org.mobilenet4j.network.architecture.ArchitectureOption.SHORTCUT;
import static org.mobilenet4j.network.architecture.ArchitectureOption.SQUEEZE_EXCITE;
import static org.mobilenet4j.network.architecture.ArchitectureOption.WIDTH;
import static org.mobilenet4j.network.architecture.ArchitectureOption.WIDTH_RULE;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mobilenet4j.network.ArchitectureException;

/** Which columns a table has, which options its networks have, and who reads it. */
enum Family {
  MOBILENET_V1(
      "type stride filter input",
      EnumSet.of(WIDTH, WIDTH_RULE, PADDING, BATCH_NORM_EPSILON, ACTIVATION),
      EnumSet.of(WidthRule.SLIM, WidthRule.KERAS, WidthRule.TIMM),
      MobileNetV1Reader::read),
  MOBILENET_V2(
      "input operator t c n s",
      EnumSet.of(
          WIDTH,
          WIDTH_RULE,
          PADDING,
          BATCH_NORM_EPSILON,
          ACTIVATION,
          PROJECTION_ACTIVATION,
          SHORTCUT,
          EXPANSION),
      EnumSet.allOf(WidthRule.class),
      MobileNetV2Reader::read),
  MOBILENET_V3(
      "input operator exp-size out SE NL s",
      EnumSet.of(
          WIDTH,
          WIDTH_RULE,
          PADDING,
          BATCH_NORM_EPSILON,
          ACTIVATION,
          HARD_SIGMOID_SLOPE,
          HARD_SIGMOID_OFFSET,
          PROJECTION_ACTIVATION,
          SHORTCUT,
          HARD_SWISH,
          SQUEEZE_EXCITE,
          EXPANSION),
      EnumSet.allOf(WidthRule.class),
      MobileNetV3Reader::read),
  MNASNET(
      "input operator c n s",
      EnumSet.of(
          WIDTH,
          WIDTH_RULE,
          PADDING,
          BATCH_NORM_EPSILON,
          ACTIVATION,
          PROJECTION_ACTIVATION,
          SHORTCUT,
          SQUEEZE_EXCITE,
          EXPANSION),
      EnumSet.of(WidthRule.TIMM),
      MnasNetReader::read),
  SEQUENCE(
      "layer operator window channels stride pad groups input",
      EnumSet.of(POOL_ROUNDING),
      EnumSet.noneOf(WidthRule.class),
      SequenceReader::read),
  SQUEEZENET(
      "layer output filter channels pad s1x1 e1x1 e3x3",
      EnumSet.of(POOL_ROUNDING),
      EnumSet.noneOf(WidthRule.class),
      SqueezeNetReader::read),
  GOOGLENET(
      "type patch output channels 1x1 3x3-reduce 3x3 5x5-reduce 5x5 pool-proj",
      EnumSet.of(POOL_ROUNDING, BATCH_NORM_EPSILON),
      EnumSet.noneOf(WidthRule.class),
      GoogLeNetReader::read),
  RESNET(
      "layer output operator channels n s",
      EnumSet.of(POOL_ROUNDING, BATCH_NORM_EPSILON),
      EnumSet.noneOf(WidthRule.class),
      ResNetReader::read);

  /** Turns the rows of a table into layers. */
  @FunctionalInterface
  interface Reader {
    void read(Table table, Layers layers);
  }

  private final List<String> columns;
  private final Set<ArchitectureOption> options;
  private final Set<WidthRule> widthRules;
  private final Reader reader;

  Family(
      String columns,
      EnumSet<ArchitectureOption> own,
      EnumSet<WidthRule> widthRules,
      Reader reader) {
    this.columns = List.of(columns.split(" "));
    EnumSet<ArchitectureOption> all = EnumSet.of(RESOLUTION, INPUT_CHANNELS, CLASSES, HEAD);
    all.addAll(own);
    this.options = Collections.unmodifiableSet(all);
    this.widthRules = Collections.unmodifiableSet(widthRules);
    this.reader = reader;
  }

  String key() {
    return EnumText.key(this);
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Family::key).toList();
  }

  static Family of(String where, String key) {
    return EnumText.parse(where + ": the family", values(), key);
  }

  /** The names of the columns, in order. */
  List<String> columns() {
    return columns;
  }

  /** The width rules that are known of this family. */
  Set<WidthRule> widthRules() {
    return widthRules;
  }

  /** The options that networks of this family have. */
  Set<ArchitectureOption> options() {
    return options;
  }

  /** Settings of a table that are neither options nor about its publication: yes or no. */
  Set<String> flags() {
    return switch (this) {
      case GOOGLENET -> Set.of("batch-norm", "3x3-for-5x5");
      case RESNET -> Set.of("stride-in-1x1");
      case MOBILENET_V1, MOBILENET_V2, MOBILENET_V3, MNASNET, SEQUENCE, SQUEEZENET -> Set.of();
    };
  }

  void read(Table table, Layers layers) {
    reader.read(table, layers);
  }

  /** Refuses what an architecture of this family does not have. */
  void require(String architecture, ArchitectureOption option) {
    if (!options.contains(option)) {
      throw new ArchitectureException(
          "%s has no option %s; it has %s."
              .formatted(
                  architecture,
                  option.key(),
                  String.join(", ", options.stream().map(ArchitectureOption::key).toList())));
    }
  }

  void require(String architecture, WidthRule rule) {
    if (options.contains(WIDTH_RULE) && !widthRules.contains(rule)) {
      throw new ArchitectureException(
          "There is no %s in the code that the width rule %s stands for; expected one of %s."
              .formatted(
                  architecture,
                  rule.key(),
                  String.join(", ", widthRules.stream().map(WidthRule::key).toList())));
    }
  }
}
