package org.mobilenet4j.network.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.cost.Cost;
import org.mobilenet4j.network.cost.Csv;
import org.mobilenet4j.testing.RealData;

class AuditTest {
  @ParameterizedTest
  @CsvSource({
    "569 M, 568740352, ROUNDS",
    "290 M, 290675200, TRUNCATES",
    "219 M, 216589760, DOES_NOT_HOLD",
    "=28, 28, HOLDS",
    "=28, 27, DOES_NOT_HOLD",
    ">=32, 32.69, HOLDS",
    ">=22, 11.3, DOES_NOT_HOLD",
    "94.86%, 0.948574, ROUNDS",
    "~720 M, 724406816, ROUNDS",
    "720 M, 724406816, DOES_NOT_HOLD",
    "1.4, 1.4000000000000057, HOLDS",
    "-0.07, -0.0703893, ROUNDS",
    "1.72 B, 1722679872, ROUNDS"
  })
  void aPrintedFigureIsJudgedByItsDigits(String printed, double exact, Verdict verdict) {
    assertEquals(verdict, Printed.parse(printed).against(exact));
  }

  @ParameterizedTest
  @CsvSource({
    "1 + 2 * 3, 7",
    "(1 + 2) * 3, 9",
    "2 ^ 3 ^ 2, 512",
    "-2 - -3, 1",
    "10 / 4 / 5, 0.5",
    "log2(8), 3",
    "7*7*(160*960 + 9*960), 7949760",
    "(1 + 3) / 2^3, 0.5",
    "madds{mobilenet-v2} / madds{mobilenet-v2}, 1",
    "blocks{mobilenet-v3-large}, 15"
  })
  void arithmeticOfClaimsIsThatOfPaper(String expression, double value) {
    assertEquals(value, Expression.evaluate(expression, new Quantities()), 1e-12 * Math.abs(value));
  }

  @Test
  void everyEntryHasAReasonAndIsThereOnce() {
    Set<String> seen = new HashSet<>();
    for (Group group : Group.values()) {
      List<AuditEntry> entries = Audit.entries(group);
      assertTrue(entries.size() >= 10, group + " has " + entries.size());
      for (AuditEntry entry : entries) {
        assertFalse(entry.reason().isBlank(), entry.toString());
        assertTrue(seen.add(entry.source() + entry.claim() + entry.printed()), entry.toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "V1 Table 2, share of multiply-adds in conv layers, MISPRINT",
    "V1 section 4.2, 22 times less computation than SqueezeNet (0.5 at 160), DOES_NOT_HOLD",
    "V2 section 4, bottlenecks of the network, MISPRINT",
    "V2 Table 4, multiply-adds of MobileNetV2 (1.4), DOES_NOT_HOLD",
    "V3 Table 3, multiply-adds of V3-Large 1.0, DOES_NOT_HOLD",
    "V3 Table 3, parameters of V3-Small 1.0 (first and ICCV version), ROUNDS",
    "MnasNet section 6.1, multiply-adds of MnasNet-A1, ROUNDS",
    "V2 Figure 6a, linear bottlenecks are more accurate, CANNOT_BE_COUNTED"
  })
  void theKnownCasesAreJudgedAsTheyShould(String source, String claim, Verdict verdict) {
    assertEquals(
        List.of(verdict),
        Audit.entries().stream()
            .filter(entry -> entry.source().equals(source) && entry.claim().equals(claim))
            .map(AuditEntry::verdict)
            .toList());
  }

  @Test
  void aNetworkOfTheZooIsNearestToItself() {
    Architecture architecture = Architecture.named("mobilenet-v2").width(0.35).resolution(96);
    Cost cost = Cost.of(architecture.build());
    Nearest nearest = Nearest.of(architecture.build(), cost).orElseThrow();
    assertEquals(cost, nearest.cost());
    assertEquals("mobilenet-v2", nearest.architecture().name());
  }

  @Test
  void otherToolsAreNamedWithTheirCounts() {
    String lines = String.join("\n", OtherTools.lines(Architecture.named("mobilenet-v1")));
    // Keras's total, slim's parameters, folded, and with a background class.
    for (String count : List.of("4,253,864", "4,242,920", "4,221,032", "4,233,001")) {
      assertTrue(lines.contains(count), count + " in\n" + lines);
    }
  }

  @TestFactory
  Stream<DynamicTest> lectureVerdicts() {
    List<AuditEntry> lecture = Audit.entries(Group.LECTURE);
    return RealData.papers().map(folder -> folder.resolve("lecture_claims.csv")).stream()
        .flatMap(AuditTest::rows)
        .map(row ->
            DynamicTest.dynamicTest(
                "%s %s".formatted(Csv.cell(row, "number"), Csv.cell(row, "claim")),
                () -> {
                  AuditEntry entry =
                      lecture.stream()
                          .filter(e -> e.claim().equals(row.get("claim")))
                          .findFirst()
                          .orElseThrow();
                  // The list has one word for rounding and cutting off.
                  String words = entry.verdict().words().replace("truncates", "rounds");
                  assertEquals(row.get("verdict"), words);
                }));
  }

  @TestFactory
  Stream<DynamicTest> agreementOfPrintedCounts() {
    return RealData.papers().map(folder -> folder.resolve("golden_counts.csv")).stream()
        .flatMap(AuditTest::rows)
        .flatMap(row -> Stream.of("paper", "library").map(who -> agreement(row, who)));
  }

  private static DynamicTest agreement(Map<String, String> row, String who) {
    return DynamicTest.dynamicTest(
        "%s %s at %s, %s"
            .formatted(
                Csv.cell(row, "network"), Csv.cell(row, "width"), Csv.cell(row, "resolution"), who),
        () -> {
          StringBuilder words = new StringBuilder();
          for (String what : List.of("multiply_adds", "parameters")) {
            String printed = Csv.cell(row, who + "_" + what + "_M");
            if (!printed.isEmpty()) {
              words.append(words.isEmpty() ? "" : "; ");
              words.append(
                  switch (Printed.parse(printed + " M")
                      .against(Double.parseDouble(Csv.cell(row, what)))) {
                    case HOLDS, ROUNDS -> "rounds";
                    case TRUNCATES -> "truncates";
                    case DOES_NOT_HOLD, MISPRINT, CANNOT_BE_COUNTED -> "differs";
                  });
            }
          }
          assertEquals(
              Csv.cell(row, who + "_agreement").replaceAll("differs [-+0-9.%]+", "differs"),
              words.toString());
        });
  }

  private static Stream<Map<String, String>> rows(Path file) {
    try {
      return Csv.read(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
