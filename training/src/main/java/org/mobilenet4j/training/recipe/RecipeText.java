package org.mobilenet4j.training.recipe;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.mobilenet4j.training.optimization.DecayRole;
import org.mobilenet4j.training.optimization.GradientClipping;
import org.mobilenet4j.training.optimization.Optimizer;
import org.mobilenet4j.training.optimization.WeightDecay;

/** Reads a recipe: a line for each setting, {@code field | printed | taken | remark}. */
final class RecipeText {
  private final String name;
  private final Map<String, PrintedSetting> settings;

  private RecipeText(String name, Map<String, PrintedSetting> settings) {
    this.name = name;
    this.settings = settings;
  }

  static Recipe read(String name, String text) {
    Map<String, PrintedSetting> settings = new LinkedHashMap<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> setting(name, line))
        .forEach(setting -> {
          if (settings.put(setting.field(), setting) != null) {
            throw new RecipeException(
                "Recipe '%s': '%s' stands there twice; expected it once."
                    .formatted(name, setting.field()));
          }
        });
    return new RecipeText(name, settings).recipe();
  }

  private static PrintedSetting setting(String name, String line) {
    List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    if (cells.size() != 4) {
      throw new RecipeException(
          "Recipe '%s': the line '%s' has %d columns; expected field, printed, taken and remark."
              .formatted(name, line, cells.size()));
    }
    return new PrintedSetting(cells.get(0), cells.get(1), cells.get(2), cells.get(3));
  }

  private Recipe recipe() {
    int batchSize = Text.refusing("batch size", taken("batch-size"), () -> whole("batch-size"));
    return new Recipe(
        name,
        taken("network"),
        printed("source"),
        Text.refusing("optimiser", taken("optimizer"), this::optimizer),
        new LearningRate(number("learning-rate"), batchSize, ScheduleText.parse(taken("schedule"))),
        batchSize,
        Text.refusing("number of epochs", taken("epochs"), () -> whole("epochs")),
        new Regularization(
            decay(), number("dropout"), number("stochastic-depth"), number("label-smoothing")),
        LossFunction.named(taken("loss")),
        taken("ema-decay").equals("none")
            ? OptionalDouble.empty()
            : OptionalDouble.of(number("ema-decay")),
        new BatchNormSettings(number("batch-norm-decay"), number("batch-norm-epsilon")),
        AugmentationSetting.parse(taken("augmentation")),
        Text.refusing("clipping", taken("clipping"), this::clipping),
        List.copyOf(settings.values()));
  }

  private Optimizer optimizer() {
    return switch (taken("optimizer")) {
      case "sgd" -> new Optimizer.Sgd(number("momentum"), Optimizer.Momentum.HEAVY_BALL);
      case "sgd-nesterov" -> new Optimizer.Sgd(number("momentum"), Optimizer.Momentum.NESTEROV);
      case "rmsprop-tensorflow" ->
          new Optimizer.RmsPropTensorFlow(
              number("decay-of-squares"), number("momentum"), number("epsilon"));
      case "rmsprop-torch" ->
          new Optimizer.RmsPropTorch(
              number("decay-of-squares"), number("momentum"), number("epsilon"));
      case "adamw" ->
          new Optimizer.AdamW(number("momentum"), number("decay-of-squares"), number("epsilon"));
      default ->
          throw new IllegalArgumentException(
              "there are sgd, sgd-nesterov, rmsprop-tensorflow, rmsprop-torch and adamw.");
    };
  }

  private WeightDecay decay() {
    WeightDecay decay = WeightDecay.uniform(number("weight-decay"));
    String except = taken("no-decay-on");
    if (except.equals("nothing")) {
      return decay;
    }
    for (String label : except.split(",", -1)) {
      DecayRole role =
          Stream.of(DecayRole.values())
              .filter(known -> known.label().equals(label.strip()))
              .findFirst()
              .orElseThrow(() ->
                  new RecipeException(
                      "Recipe '%s': no decay on '%s'; expected roles or 'nothing'."
                          .formatted(name, label.strip())));
      decay = decay.with(role, 0);
    }
    return decay;
  }

  private GradientClipping clipping() {
    Text.Call call = Text.parse(taken("clipping"));
    return switch (call.name()) {
      case "none" -> new GradientClipping.None();
      case "norm" -> new GradientClipping.ByGlobalNorm(call.at(0, 1));
      case "value" -> new GradientClipping.ByValue(call.at(0, 1));
      default -> throw new IllegalArgumentException("there are none, norm and value.");
    };
  }

  private int whole(String field) {
    return Text.whole(number(field));
  }

  private double number(String field) {
    return Text.number("%s %s".formatted(field, taken(field)), taken(field));
  }

  private String taken(String field) {
    return setting(field).taken();
  }

  private String printed(String field) {
    return setting(field).printed();
  }

  private PrintedSetting setting(String field) {
    PrintedSetting setting = settings.get(field);
    if (setting == null) {
      throw new RecipeException(
          "Recipe '%s' has no line '%s'; expected one for each setting.".formatted(name, field));
    }
    return setting;
  }
}
