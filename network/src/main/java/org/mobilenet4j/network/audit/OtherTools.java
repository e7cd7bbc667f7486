package org.mobilenet4j.network.audit;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.network.architecture.Head;
import org.mobilenet4j.network.architecture.WidthRule;
import org.mobilenet4j.network.architecture.Zoo;
import org.mobilenet4j.network.cost.Cost;

/** Why another tool says otherwise: what others count differently in the same network. */
public final class OtherTools {
  private static final int IMAGENET = 1000;

  private OtherTools() {}

  /**
   * @param architecture a network
   * @return one sentence for each convention that gives another count, with that count
   */
  public static List<String> lines(Architecture architecture) {
    Cost cost = Cost.of(architecture.build());
    List<String> lines = new ArrayList<>();
    lines.add(
        "Tools that count a multiplication and an addition apart (GFLOPS of SqueezeNet's README, some profilers) print %,d operations."
            .formatted(2 * cost.multiplyAdds()));
    lines.add(
        "Profilers that also count biases, batch normalisation, activations, pools, shortcuts and gates come out a little above %,d."
            .formatted(cost.multiplyAdds()));
    if (cost.multiplyAddsWithoutClassifier() != cost.multiplyAdds()) {
      lines.add(
          "Without the classifier, as V1's Table 4 counts Conv-MobileNet, it has %,d multiply-adds."
              .formatted(cost.multiplyAddsWithoutClassifier()));
    }
    if (cost.parametersWithoutBatchNorm() != cost.parameters()) {
      batchNorm(architecture, cost, lines);
    }
    background(architecture, lines);
    widthRules(architecture, cost, lines);
    variants(architecture, lines);
    return lines;
  }

  private static void batchNorm(Architecture architecture, Cost cost, List<String> lines) {
    lines.add(
        "Keras counts running mean and variance as (non-trainable) parameters too: %,d; torchvision and timm count as we do."
            .formatted(cost.parametersWithRunningStatistics()));
    lines.add(
        "slim's table of V2 leaves batch normalisation out: %,d parameters."
            .formatted(cost.parametersWithoutBatchNorm()));
    if (architecture.name().startsWith("mobilenet-v1")) {
      long channels = cost.parameters() - cost.parametersFolded();
      lines.add(
          "slim's table of V1 counts beta, running mean and variance, but no gamma: %,d parameters."
              .formatted(cost.parametersWithoutBatchNorm() + 3 * channels));
    }
    lines.add(
        "Exported to ONNX or TensorFlow Lite, batch normalisation is folded into one bias a channel: %,d parameters."
            .formatted(cost.parametersFolded()));
  }

  private static void background(Architecture architecture, List<String> lines) {
    if (architecture.options().classes() == IMAGENET
        && architecture.options().head() == Head.CLASSIFIER) {
      Cost more = Cost.of(architecture.classes(IMAGENET + 1).build());
      lines.add(
          "With TensorFlow's background class (1001 outputs, as slim trains) it has %,d multiply-adds and %,d parameters."
              .formatted(more.multiplyAdds(), more.parameters()));
    }
  }

  private static void widthRules(Architecture architecture, Cost cost, List<String> lines) {
    for (WidthRule rule : architecture.widthRules()) {
      Cost other = Cost.of(architecture.widthRule(rule).build());
      if (other.multiplyAdds() != cost.multiplyAdds() || other.parameters() != cost.parameters()) {
        lines.add(
            "By the width rule of %s it has %,d multiply-adds and %,d parameters."
                .formatted(rule.key(), other.multiplyAdds(), other.parameters()));
      }
    }
  }

  private static void variants(Architecture architecture, List<String> lines) {
    for (String name : Zoo.variants()) {
      Architecture variant = Architecture.named(name);
      if (variant.publication().variantOf().filter(architecture.name()::equals).isPresent()) {
        Architecture same = variant;
        for (ArchitectureOption option :
            List.of(ArchitectureOption.WIDTH, ArchitectureOption.CLASSES)) {
          if (same.has(option) && architecture.has(option)) {
            same = same.with(option, architecture.optionsAsText().getOrDefault(option.key(), ""));
          }
        }
        Cost cost = Cost.of(same.build());
        lines.add(
            "%s (%s) is another network: %,d multiply-adds and %,d parameters at %s."
                .formatted(
                    name,
                    variant.publication().title(),
                    cost.multiplyAdds(),
                    cost.parameters(),
                    same.options().resolution()));
      }
    }
  }
}
