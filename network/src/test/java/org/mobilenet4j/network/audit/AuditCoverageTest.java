package org.mobilenet4j.network.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mobilenet4j.network.architecture.Zoo;
import org.mobilenet4j.network.cost.Csv;
import org.mobilenet4j.testing.RealData;

/** No printed count is left out of the audit, and every entry says what it has to. */
class AuditCoverageTest {
  private static final List<AuditEntry> ENTRIES = List.copyOf(Audit.entries());

  @Test
  void the_audit_judges_some_four_hundred_figures_and_claims_with_every_verdict() {
    assertThat(ENTRIES).hasSizeGreaterThan(400);
    assertThat(ENTRIES.stream().map(AuditEntry::verdict).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Verdict.values());
    assertThat(Audit.entries(Group.LECTURE)).hasSize(51);
  }

  @Test
  void what_cannot_be_counted_names_what_it_would_take() {
    assertThat(ENTRIES)
        .filteredOn(entry -> entry.verdict() == Verdict.CANNOT_BE_COUNTED)
        .allSatisfy(entry -> assertThat(entry.reason()).containsIgnoringCase("need"));
  }

  @Test
  void a_reason_is_one_sentence() {
    assertThat(ENTRIES)
        .allSatisfy(entry -> {
          assertThat(entry.reason()).endsWith(".");
          assertThat(entry.reason()).doesNotContainPattern("[a-z0-9)]\\. [A-Z0-9]");
        });
  }

  @Test
  void what_was_compared_shows_both_figures() {
    assertThat(ENTRIES)
        .filteredOn(entry -> Set.of(Verdict.ROUNDS, Verdict.TRUNCATES).contains(entry.verdict()))
        .allSatisfy(entry -> {
          assertThat(entry.printed()).isNotEmpty();
          assertThat(entry.counted()).isNotEmpty();
        });
  }

  /** Every row of the counts that a paper or a library prints, under one of its conventions. */
  @TestFactory
  Stream<DynamicTest> every_printed_count_is_in_the_audit() {
    return files("golden_counts.csv")
        .flatMap(AuditCoverageTest::rows)
        .flatMap(row ->
            Stream.of("paper", "library")
                .flatMap(who ->
                    Stream.of("multiply_adds", "parameters")
                        .filter(what -> !Csv.cell(row, who + "_" + what + "_M").isEmpty())
                        .filter(what -> who.equals("paper") || isOfItsSource(row))
                        .map(what ->
                            printed(
                                "%s %s %s, %s: %s"
                                    .formatted(
                                        Csv.cell(row, "network"),
                                        Csv.cell(row, "width"),
                                        Csv.cell(row, "width_rule"),
                                        Csv.cell(row, who + "_source"),
                                        what),
                                Csv.cell(row, who + "_" + what + "_M"),
                                conventions(row, what)))));
  }

  /** The rules by which others scale slim's networks are no figures of slim's table. */
  private static boolean isOfItsSource(Map<String, String> row) {
    return !Csv.cell(row, "network").startsWith("mobilenet-v3")
        || Set.of("any", "slim-finegrain").contains(Csv.cell(row, "width_rule"));
  }

  @TestFactory
  Stream<DynamicTest> every_published_cost_of_our_networks_is_in_the_audit() {
    return files("published_accuracy.csv")
        .flatMap(AuditCoverageTest::rows)
        .filter(row ->
            Stream.concat(Zoo.names().stream(), Zoo.variants().stream())
                .anyMatch(Csv.cell(row, "network")::equals))
        .flatMap(row ->
            Stream.of("MAdds_M", "params_M")
                .filter(column -> !Csv.cell(row, column).isEmpty())
                .map(column ->
                    printed(
                        "%s %s, %s: %s"
                            .formatted(
                                Csv.cell(row, "network"),
                                Csv.cell(row, "width"),
                                Csv.cell(row, "source"),
                                column),
                        Csv.cell(row, column),
                        List.of())));
  }

  /** The top-1 figures of the zoo are published ones. */
  @TestFactory
  Stream<DynamicTest> every_accuracy_of_the_zoo_is_a_published_one() {
    return files("published_accuracy.csv")
        .flatMap(file -> {
          List<Map<String, String>> published = rows(file).toList();
          return Stream.concat(Zoo.names().stream(), Zoo.variants().stream())
              .map(name ->
                  DynamicTest.dynamicTest(name, () -> comparePublishedAccuracy(name, published)));
        });
  }

  private static void comparePublishedAccuracy(String name, List<Map<String, String>> published) {
    var publication = org.mobilenet4j.network.architecture.Architecture.named(name).publication();
    publication
        .top1()
        .ifPresent(top1 ->
            assertThat(published)
                .as("%s: %s of %s", name, top1, publication.top1Source())
                .anySatisfy(row -> {
                  assertThat(Csv.cell(row, "network"))
                      .isIn(name, publication.variantOf().orElse(name), name.replace("-caffe", ""));
                  assertThat(Double.parseDouble(Csv.cell(row, "top1"))).isEqualTo(top1);
                }));
  }

  private static DynamicTest printed(String what, String figure, List<String> counts) {
    return DynamicTest.dynamicTest(
        what + " of " + figure + " M",
        () ->
            assertThat(ENTRIES.stream().filter(entry -> isOf(entry, figure, counts)))
                .as("%s is printed as %s million; counted %s", what, figure, counts)
                .isNotEmpty());
  }

  private static boolean isOf(AuditEntry entry, String figure, List<String> counts) {
    return entry.printed().matches("[0-9.]+ [MB]")
        && millions(entry.printed()).compareTo(new BigDecimal(figure)) == 0
        && (counts.isEmpty() || counts.contains(entry.counted()));
  }

  private static BigDecimal millions(String printed) {
    BigDecimal digits = new BigDecimal(printed.substring(0, printed.length() - 2));
    return printed.endsWith("B") ? digits.movePointRight(3) : digits;
  }

  /** What a source may have counted: classifier or not, batch normalisation in four ways. */
  private static List<String> conventions(Map<String, String> row, String what) {
    List<Long> counts = new ArrayList<>();
    counts.add(Csv.number(row, what));
    if (what.equals("multiply_adds")) {
      counts.add(Csv.number(row, "multiply_adds_without_classifier"));
      counts.add(15_346_630_656L); // the convolutions of VGG-16 alone
    } else {
      long without = Csv.number(row, "parameters_without_bn");
      long folded = Csv.number(row, "parameters_bn_folded");
      counts.add(without);
      counts.add(folded);
      counts.add(Csv.number(row, "parameters_with_running_statistics"));
      counts.add(without + 3 * (folded - without)); // slim's V1: no gamma
    }
    return counts.stream().map("%,d"::formatted).toList();
  }

  private static Stream<Path> files(String name) {
    return RealData.papers().map(folder -> folder.resolve(name)).stream();
  }

  private static Stream<Map<String, String>> rows(Path file) {
    try {
      return Csv.read(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
