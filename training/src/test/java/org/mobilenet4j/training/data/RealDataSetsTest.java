package org.mobilenet4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mobilenet4j.testing.RealData;

/**
 * The archives that people train on, with the counts that their lists say; added where they are.
 */
final class RealDataSetsTest {
  @TestFactory
  Stream<DynamicTest> archives_hold_what_their_lists_say() {
    return RealData.data().stream()
        .flatMap(data ->
            Stream.of(
                DynamicTest.dynamicTest("CIFAR-10", () -> cifar(data)),
                DynamicTest.dynamicTest("clothing", () -> clothing(data))));
  }

  private static void cifar(Path data) {
    DataSplits splits = DataSource.open(data.resolve("cifar10.tar.gz"), DataOptions.standard(1));

    assertThat(splits.train().size()).isEqualTo(45_000);
    assertThat(splits.test().orElseThrow().size()).isEqualTo(10_000);
    assertThat(splits.findings().classes())
        .hasSize(10)
        .allMatch(one -> one.train() == 4500 && one.validation() == 500 && one.test() == 1000);
    assertThat(splits.findings().duplicates()).isEmpty();
    assertThat(splits.train().picture(0).width()).isEqualTo(32);
  }

  private static void clothing(Path data) {
    DataSplits splits = DataSource.open(data.resolve("clothing128.zip"), DataOptions.standard(1));

    assertThat(splits.train().size()).isEqualTo(3068);
    assertThat(splits.validation().size()).isEqualTo(341);
    assertThat(splits.test().orElseThrow().size()).isEqualTo(372);
    assertThat(splits.findings().classes()).contains(new ClassCount("t-shirt", 795, 81, 52));
    assertThat(splits.findings().remarks()).containsExactly("LICENSE is no picture and left out.");
    assertThat(splits.validation().picture(340).height()).isGreaterThanOrEqualTo(128);
  }
}
