package org.mobilenet4j.network.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobilenet4j.network.ArchitectureException;
import org.mobilenet4j.network.MobileNetException;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Op;

class ArchitectureTest {
  static Stream<String> all() {
    return Stream.concat(Zoo.names().stream(), Zoo.variants().stream());
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyArchitectureEndsInOneLogitAClassAndCanBeMadeAgainFromItsOptionsAsText(String name) {
    Architecture architecture = Architecture.named(name).classes(7);
    assertEquals("1x1x7", architecture.build().outputShape().toString());
    Architecture again = Architecture.named(name);
    for (Map.Entry<String, String> option : architecture.optionsAsText().entrySet()) {
      again = again.with(ArchitectureOption.of(option.getKey()), option.getValue());
    }
    assertEquals(architecture.options(), again.options());
  }

  @ParameterizedTest
  @MethodSource("all")
  void withoutItsClassifierAnArchitectureEndsInAVectorOfFeatures(String name) {
    Network features = Architecture.named(name).withoutClassifier().build();
    assertEquals(1, features.outputShape().pixels(), features.outputShape().toString());
    assertTrue(
        Architecture.named(name).build().nodes().containsAll(features.nodes().subList(0, 3)));
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet-v1, 1024",
    "mobilenet-v2, 1280",
    "mobilenet-v3-large, 960",
    "mobilenet-v3-small, 576",
    "mnasnet-a1, 1280",
    "alexnet, 4096",
    "squeezenet-1.1, 512",
    "googlenet, 1024",
    "resnet-18, 512",
    "resnet-50, 2048"
  })
  void featuresAreWhatTheClassifierWouldRead(String name, int channels) {
    assertEquals(
        channels, Architecture.named(name).withoutClassifier().build().outputShape().channels());
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet-v1, torchvision",
    "mobilenet-v1, slim-finegrain",
    "conv-mobilenet, torchvision",
    "mnasnet-a1, keras",
    "mnasnet-a1, slim"
  })
  void aWidthRuleThatAFamilyLacksIsRefused(String name, String rule) {
    ArchitectureException refused =
        assertThrows(
            ArchitectureException.class,
            () -> Architecture.named(name).with(ArchitectureOption.WIDTH_RULE, rule));
    assertTrue(message(refused).contains(rule), message(refused));
  }

  @Test
  void anOptionThatAFamilyLacksIsRefusedWithThoseItHas() {
    ArchitectureException refused =
        assertThrows(ArchitectureException.class, () -> Architecture.named("vgg-16").width(0.5));
    assertTrue(message(refused).contains("vgg-16 has no option width"), message(refused));
    assertTrue(message(refused).contains("resolution"), message(refused));
  }

  @ParameterizedTest
  @CsvSource({
    "width, 0",
    "width, -1",
    "width, 17",
    "width, NaN",
    "width, 1e999",
    "width, ''",
    "resolution, 0",
    "resolution, 224x",
    "resolution, x224",
    "resolution, 99999999999",
    "classes, 0",
    "classes, 1.5",
    "classes, 1000001",
    "input-channels, 0",
    "batch-norm-epsilon, -1",
    "batch-norm-epsilon, nonsense",
    "activation, gelu",
    "padding, valid",
    "head, none",
    "width-rule, tensorflow"
  })
  void aWrongValueIsNamedWithItsOption(String key, String value) {
    ArchitectureException refused =
        assertThrows(
            ArchitectureException.class,
            () -> Architecture.named("mobilenet-v2").with(ArchitectureOption.of(key), value));
    assertTrue(message(refused).contains(key), message(refused));
  }

  @Test
  void aMistypedNameIsAnsweredWithTheNearest() {
    ArchitectureException refused =
        assertThrows(ArchitectureException.class, () -> Architecture.named("mobilenetv2"));
    assertTrue(message(refused).contains("did you mean 'mobilenet-v2'"), message(refused));
  }

  @Test
  void inputsAndStridesNeedNotBeSquare() {
    Network network = Architecture.named("mobilenet-v3-small").resolution(48, 192).build();
    assertEquals("2x6x576", network.shape("conv_last").toString());
  }

  @Test
  void theRectifierOfMobileNetV1IsExplicit() {
    Network paper = Architecture.named("mobilenet-v1").build();
    Network code = Architecture.named("mobilenet-v1").activation(Rectifier.RELU6).build();
    assertEquals(
        new Op.Activation(Rectifier.RELU.function()), paper.node("conv0.act").orElseThrow().op());
    assertEquals(
        new Op.Activation(Rectifier.RELU6.function()), code.node("conv0.act").orElseThrow().op());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "56x56x24    bottleneck   6  32    3  2 | 56x56x25    bottleneck   6  32    3  2 | says 56x56x25, but the rest of the table makes it 56x56x24",
        "7x7x160     bottleneck   6  320   1  1 | 7x7x160     bottleneck   6  320   1    | has 5 cells; expected 6",
        "7x7x160     bottleneck   6  320   1  1 | 7x7x160     bottleneck   0  320   1  1 | column 't' holds '0'",
        "7x7x160     bottleneck   6  320   1  1 | 7x7x160     neck         6  320   1  1 | column 'operator' holds 'neck'",
        "family: mobilenet-v2 | family: mobilenet-v9 | the family is 'mobilenet-v9'",
        "width-rule: torchvision | width-rule: theirs | Option width-rule is 'theirs'",
        "title: MobileNet V2 | titel: MobileNet V2 | 'titel'",
        "input       operator     t  c     n  s | input       operator     t  c     n | the columns are",
      })
  void aMistakeInATableIsNamedWithItsLine(String right, String wrong, String expected) {
    String text = Zoo.table("mobilenet-v2");
    assertTrue(text.contains(right), right);
    ArchitectureException refused =
        assertThrows(
            ArchitectureException.class,
            () -> Architecture.parse("mine", "mine.table", text.replace(right, wrong)));
    assertTrue(message(refused).contains(expected), message(refused));
    assertTrue(message(refused).contains("mine.table, line "), message(refused));
  }

  @Test
  void aUsersOwnTableIsReadFromAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("narrow.table");
    Files.writeString(
        file,
        """
        family: mobilenet-v2
        activation: relu6
        width-rule: torchvision
        input      operator     t  c   n  s
        32x32x3    conv2d       -  16  1  1
        32x32x16   bottleneck   2  24  2  2
        16x16x24   conv2d-1x1   -  64  1  1
        16x16x64   avgpool-7x7  -  -   1  -
        1x1x64     conv2d-1x1   -  k   -  -
        """);
    Architecture architecture = Architecture.read(file).classes(10);
    assertEquals("narrow", architecture.name());
    assertEquals("1x1x10", architecture.build().outputShape().toString());
  }

  @Test
  void damagedTablesAreRefusedInOneSentence() {
    Random random = new Random(20);
    for (String name : all().toList()) {
      String text = Zoo.table(name);
      for (int i = 0; i < 20; i++) {
        StringBuilder damaged = new StringBuilder(text);
        int changes = 1 + random.nextInt(4);
        for (int j = 0; j < changes; j++) {
          int at = random.nextInt(damaged.length());
          switch (random.nextInt(3)) {
            case 0 -> damaged.setCharAt(at, (char) (32 + random.nextInt(96)));
            case 1 -> damaged.deleteCharAt(at);
            case 2 -> damaged.insert(at, "0123456789x:#-".charAt(random.nextInt(14)));
          }
        }
        try {
          Architecture.parse("damaged", "damaged.table", damaged.toString()).build();
        } catch (MobileNetException expected) {
          String message = String.valueOf(expected.getMessage());
          assertTrue(message.lines().count() == 1 && message.length() < 500, message);
        }
      }
    }
  }

  private static String message(Exception refused) {
    return String.valueOf(refused.getMessage());
  }
}
