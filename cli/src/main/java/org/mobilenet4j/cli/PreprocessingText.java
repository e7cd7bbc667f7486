package org.mobilenet4j.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.mobilenet4j.model.Preprocessing;

/** How photos are prepared for a network, in words and as data. */
final class PreprocessingText {
  private PreprocessingText() {}

  static String words(Preprocessing preprocessing) {
    String crop =
        switch (preprocessing.crop()) {
          case Preprocessing.Crop.Centre(double share) ->
              "the middle %s of the short side".formatted(share);
          case Preprocessing.Crop.None() -> "the whole photo";
        };
    return "%s, %s, %s, (x * %s - [%s]) / [%s]"
        .formatted(
            crop,
            word(preprocessing.resampling()),
            preprocessing.order(),
            number(preprocessing.scale()),
            numbers(preprocessing.mean()),
            numbers(preprocessing.deviation()));
  }

  /** In the keys of the model file. */
  static Map<String, Object> document(Preprocessing preprocessing) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("resampling", word(preprocessing.resampling()));
    Map<String, Object> crop = new LinkedHashMap<>();
    switch (preprocessing.crop()) {
      case Preprocessing.Crop.Centre(double share) -> {
        crop.put("kind", "centre");
        crop.put("share", share);
      }
      case Preprocessing.Crop.None() -> crop.put("kind", "none");
    }
    document.put("crop", crop);
    document.put("order", word(preprocessing.order()));
    document.put("scale", preprocessing.scale());
    document.put("mean", preprocessing.mean());
    document.put("deviation", preprocessing.deviation());
    return document;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String numbers(List<Double> numbers) {
    return numbers.stream().map(PreprocessingText::number).collect(Collectors.joining(", "));
  }

  private static String number(double number) {
    return number == 1 / 255.0 ? "1/255" : Double.toString(number).replaceFirst("\\.0$", "");
  }
}
