package org.mobilenet4j.network.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.Zoo;

class OtherToolsTest {
  static Stream<String> all() {
    return Stream.concat(Zoo.names().stream(), Zoo.variants().stream());
  }

  @ParameterizedTest
  @MethodSource("all")
  void every_network_has_lines_why_another_tool_says_otherwise(String name) {
    assertThat(OtherTools.lines(Architecture.named(name)))
        .hasSizeGreaterThanOrEqualTo(2)
        .doesNotHaveDuplicates()
        .allSatisfy(line -> assertThat(line).matches(".*[0-9]{1,3}(,[0-9]{3})+.*\\."));
  }

  @ParameterizedTest(name = "{0}: {1} without batch normalisation, {2} folded, {3} in Keras")
  @CsvSource({
    "mobilenet-v1, '4,242,920', '4,221,032', '4,253,864', '4,233,001'",
    "mobilenet-v2, '3,470,760', '3,487,816', '3,538,984', '3,506,153'",
    "mobilenet-v3-large, '5,458,632', '5,470,832', '5,507,432', '5,484,313'",
    "mobilenet-v3-small, '2,530,744', '2,536,800', '2,554,968', '2,543,881'",
  })
  void the_counts_of_other_conventions_are_named(
      String name, String slim, String folded, String keras, String background) {
    assertThat(String.join("\n", OtherTools.lines(Architecture.named(name))))
        .contains(slim, folded, keras, background);
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet-v3-small, mobilenet-v3-small-1280, '2,946,568'",
    "squeezenet-1.0, squeezenet-1.0-caffe, '861,339,936'",
    "alexnet, alexnet-one-tower, '714,188,480'",
    "googlenet, googlenet-torchvision, '1,498,376,192'",
    "resnet-50, resnet-50-stride-in-1x1, '3,857,973,248'",
  })
  void variants_are_named_with_their_counts(String name, String variant, String count) {
    assertThat(OtherTools.lines(Architecture.named(name)))
        .anySatisfy(line -> assertThat(line).contains(variant, count));
  }
}
