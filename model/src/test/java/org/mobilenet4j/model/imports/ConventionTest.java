package org.mobilenet4j.model.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.model.ModelFormatException;

class ConventionTest {
  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      textBlock =
          """
          torchvision, mobilenet-v2, symmetric, 1.0E-5, torchvision, torchvision
          torchvision, mobilenet-v3-large, symmetric, 0.001, torchvision, torchvision
          torchvision, squeezenet-1.1, symmetric, 1.0E-5, torchvision, torchvision
          timm, mobilenet-v1, symmetric, 1.0E-5, timm, tf
          timm, mobilenet-v2, symmetric, 1.0E-5, timm, torchvision
          timm, mobilenet-v3-small, symmetric, 1.0E-5, timm, torchvision
          timm-tf, mobilenet-v3-small-minimalistic, same, 0.001, timm, tf
          keras, mobilenet-v1, same, 0.001, keras, tf
          keras, mobilenet-v3-small, same, 0.001, keras, tf
          slim, mobilenet-v1, same, 0.001, slim, tf
          slim, mobilenet-v2, same, 0.001, slim-finegrain, tf
          """)
  void a_convention_says_what_its_library_takes_for_granted(
      String key,
      String architecture,
      String padding,
      String epsilon,
      String widthRule,
      String preprocessing) {
    Convention convention = Convention.of(key);

    assertThat(convention.key()).isEqualTo(key);
    assertThat(convention.padding().key()).isEqualTo(padding);
    assertThat(Float.toString(convention.batchNormEpsilon(architecture))).isEqualTo(epsilon);
    assertThat(convention.widthRule(architecture).key()).isEqualTo(widthRule);
    assertThat(convention.preprocessing(architecture).key()).isEqualTo(preprocessing);
    assertThat(convention.activation(architecture).isPresent())
        .isEqualTo(architecture.equals("mobilenet-v1"));
  }

  @Test
  void an_unknown_convention_is_refused_with_those_there_are() {
    assertThatThrownBy(() -> Convention.of("caffe"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("'caffe'; expected one of torchvision, timm, timm-tf, keras, slim");
  }
}
