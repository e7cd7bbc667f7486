package org.mobilenet4j.model.imports;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.PreprocessingPreset;
import org.mobilenet4j.network.architecture.PaddingRule;
import org.mobilenet4j.network.architecture.Rectifier;
import org.mobilenet4j.network.architecture.WidthRule;

/**
 * What a library takes for granted of the networks that it publishes and does not write into the
 * files of weights.
 */
public enum Convention {
  /** torchvision: V2, V3, SqueezeNet and the networks of the comparisons. */
  TORCHVISION,
  /** timm's own networks. */
  TIMM,
  /** timm's networks with weights of Google's ({@code tf_…}). */
  TIMM_TF,
  /** Keras Applications. */
  KERAS,
  /** The authors' TensorFlow-Slim. */
  SLIM;

  private static final float TORCH_EPSILON = 1e-5f;
  private static final float TENSORFLOW_EPSILON = 1e-3f;
  private static final String V1 = "mobilenet-v1";
  private static final String V3 = "mobilenet-v3";

  /**
   * @return the name on the command line: {@code timm-tf}
   */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @param key a convention's name
   * @return the convention
   * @throws ModelFormatException if there is none of that name
   */
  public static Convention of(String key) {
    return Arrays.stream(values())
        .filter(convention -> convention.key().equals(key))
        .findFirst()
        .orElseThrow(() ->
            new ModelFormatException(
                "There is no convention '%s'; expected one of %s."
                    .formatted(
                        key,
                        String.join(", ", Arrays.stream(values()).map(Convention::key).toList()))));
  }

  /** How this library pads. */
  PaddingRule padding() {
    return switch (this) {
      case TORCHVISION, TIMM -> PaddingRule.SYMMETRIC;
      case TIMM_TF, KERAS, SLIM -> PaddingRule.SAME;
    };
  }

  /** The epsilon of batch normalisation in this library's network. */
  float batchNormEpsilon(String architecture) {
    return switch (this) {
      case TORCHVISION -> architecture.startsWith(V3) ? TENSORFLOW_EPSILON : TORCH_EPSILON;
      case TIMM -> TORCH_EPSILON;
      case TIMM_TF, KERAS, SLIM -> TENSORFLOW_EPSILON;
    };
  }

  /** How this library scales channels. */
  WidthRule widthRule(String architecture) {
    return switch (this) {
      case TORCHVISION -> WidthRule.TORCHVISION;
      case TIMM, TIMM_TF -> WidthRule.TIMM;
      case KERAS -> WidthRule.KERAS;
      case SLIM -> architecture.startsWith(V1) ? WidthRule.SLIM : WidthRule.SLIM_FINEGRAIN;
    };
  }

  /** The rectifier of this library's MobileNet V1; the other networks' is that of their paper. */
  Optional<Rectifier> activation(String architecture) {
    return architecture.startsWith(V1) ? Optional.of(Rectifier.RELU6) : Optional.empty();
  }

  /** How this library prepares photos. */
  PreprocessingPreset preprocessing(String architecture) {
    return switch (this) {
      case TORCHVISION -> PreprocessingPreset.TORCHVISION;
      case TIMM ->
          architecture.startsWith(V1) ? PreprocessingPreset.TF : PreprocessingPreset.TORCHVISION;
      case TIMM_TF, KERAS, SLIM -> PreprocessingPreset.TF;
    };
  }
}
