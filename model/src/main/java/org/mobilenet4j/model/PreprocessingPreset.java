package org.mobilenet4j.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways of preparing a photo that the published networks use, by name. */
public enum PreprocessingPreset {
  /** From -1 to 1; {@link Preprocessing#tf}. */
  TF("rgb, x / 127.5 - 1", Preprocessing.tf()),
  /** Mean and deviation of ImageNet; {@link Preprocessing#torchvision}. */
  TORCHVISION("rgb, (x / 255 - mean) / std", Preprocessing.torchvision()),
  /** Blue, green, red without their means; {@link Preprocessing#caffe}. */
  CAFFE("bgr, x - (104, 117, 123)", Preprocessing.caffe()),
  /** From 0 to 1; {@link Preprocessing#unit}. */
  UNIT("rgb, x / 255", Preprocessing.unit());

  private final String formula;
  private final Preprocessing preprocessing;

  PreprocessingPreset(String formula, Preprocessing preprocessing) {
    this.formula = formula;
    this.preprocessing = preprocessing;
  }

  /**
   * @return the name on the command line: {@code torchvision}
   */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @return what is done to a pixel value x from 0 to 255, as files of weights say it
   */
  public String formula() {
    return formula;
  }

  /**
   * @return the whole preparation, with a centre crop of 0.875
   */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /**
   * @param formula what a file of weights says, see {@link #formula()}
   * @return the preset of that formula, if there is one
   */
  public static Optional<PreprocessingPreset> ofFormula(String formula) {
    return Arrays.stream(values()).filter(preset -> preset.formula.equals(formula)).findFirst();
  }
}
