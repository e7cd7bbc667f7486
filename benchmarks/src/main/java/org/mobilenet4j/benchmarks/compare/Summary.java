package org.mobilenet4j.benchmarks.compare;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mobilenet4j.benchmarks.engines.EngineKind;

/** One table of the results of several moments. */
final class Summary {
  private static final double MILLI = 1e-6;
  private static final String OURS = EngineKind.MOBILENET4J.key();
  private static final String ONNX_RUNTIME = EngineKind.ONNX_RUNTIME.key();

  /** What engines are compared on. */
  private record Case(String network, int threads, String variant) {}

  /** One number that is no process of the part steady. */
  private record Other(
      String part, String network, String variant, String engine, int threads, String measure) {}

  private final Map<Case, Map<String, Moments>> steady = new LinkedHashMap<>();
  private final Map<Other, List<Double>> others = new LinkedHashMap<>();
  private final Map<List<Object>, List<Double>> shares = new LinkedHashMap<>();
  private final TreeSet<String> machines = new TreeSet<>();

  /**
   * Reads what comparisons wrote.
   *
   * @param files their CSVs
   * @throws IllegalArgumentException if one is missing or is no such CSV
   */
  static Summary of(List<Path> files) throws IOException {
    Summary summary = new Summary();
    for (Path file : files) {
      summary.read(file);
    }
    return summary;
  }

  private void read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "There is no file %s; expected a CSV that benchmarks/compare wrote.".formatted(file));
    }
    try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(file)) {
      Map<String, Double> process = new LinkedHashMap<>();
      for (NamedCsvRecord line : records) {
        List<String> columns = Results.COLUMNS;
        if (!line.getHeader().equals(columns)) {
          throw new IllegalArgumentException(
              "%s has the columns %s; expected %s, as benchmarks/compare writes them."
                  .formatted(file, line.getHeader(), columns));
        }
        machines.add(
            "%s, %s cores, %s, commit %s"
                .formatted(
                    line.getField("processor"),
                    line.getField("cores"),
                    line.getField("jvm"),
                    line.getField("commit")));
        add(line, process);
      }
    }
  }

  /** The numbers of a process stand one a line, its share of the peak last. */
  private void add(NamedCsvRecord line, Map<String, Double> process) {
    String measure = line.getField("measure");
    double value = Double.parseDouble(line.getField("value"));
    int threads = Integer.parseInt(line.getField("threads"));
    String network = line.getField("network");
    String variant = line.getField("variant");
    String engine = line.getField("engine");
    if (!line.getField("part").equals(SteadyPart.PROCESS)) {
      Other other = new Other(line.getField("part"), network, variant, engine, threads, measure);
      others.computeIfAbsent(other, any -> new ArrayList<>()).add(value);
      return;
    }
    process.put(measure, value);
    if (measure.equals(SteadyPart.SHARE)) {
      steady
          .computeIfAbsent(new Case(network, threads, variant), any -> new LinkedHashMap<>())
          .computeIfAbsent(engine, any -> new Moments())
          .add(line.getField("time"), SteadyPart.sample(engine, process));
      shares
          .computeIfAbsent(List.of(network, variant, engine, threads), any -> new ArrayList<>())
          .add(value);
      process.clear();
    }
  }

  void print(PrintStream out) {
    machines.forEach(out::println);
    out.println();
    steady(out);
    others(out);
  }

  private void steady(PrintStream out) {
    if (steady.isEmpty()) {
      return;
    }
    Table table =
        new Table(
            2,
            "network",
            "best rival",
            "threads",
            "variant",
            "processes",
            "ours ms",
            "rival ms",
            "ours / rival",
            "at each moment",
            "of FMA peak",
            "/ batch 1",
            "worst / median",
            "ONNX Runtime's");
    steady.forEach((what, engines) ->
        Optional.ofNullable(engines.get(OURS)).ifPresent(ours -> add(table, what, engines, ours)));
    table.print(out);
  }

  private void add(Table table, Case what, Map<String, Moments> engines, Moments ours) {
    Optional<Map.Entry<String, Moments>> best =
        engines.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(OURS))
            .min(Map.Entry.comparingByValue(Moments.byMedian()));
    Optional<Moments> rival = best.map(Map.Entry::getValue);
    table.row(
        what.network(),
        best.map(Map.Entry::getKey).orElse(""),
        String.valueOf(what.threads()),
        what.variant(),
        String.valueOf(ours.all().processes()),
        "%.2f".formatted(MILLI * ours.medianNanos()),
        rival.map(one -> "%.2f".formatted(MILLI * one.medianNanos())).orElse(""),
        rival.map(one -> "%.2f".formatted(ours.medianNanos() / one.medianNanos())).orElse(""),
        rival.map(one -> ratios(ours, one)).orElse(""),
        "%.0f%%"
            .formatted(
                100
                    * median(
                        shares.getOrDefault(
                            List.of(what.network(), what.variant(), OURS, what.threads()),
                            List.of()))),
        batchOne(what, ours),
        "%.2f".formatted(ours.spread()),
        Optional.ofNullable(engines.get(ONNX_RUNTIME))
            .map(one -> "%.2f".formatted(one.spread()))
            .orElse(""));
  }

  /** Ours by the rival's of the same moment. */
  private static String ratios(Moments ours, Moments rival) {
    return ours.moments().stream()
        .filter(moment -> rival.at(moment).processes() > 0)
        .map(moment ->
            "%.2f"
                .formatted(
                    ours.at(moment).medianProcess().medianNanos()
                        / rival.at(moment).medianProcess().medianNanos()))
        .collect(Collectors.joining(" "));
  }

  /** An image's time by what it takes alone. */
  private String batchOne(Case what, Moments ours) {
    Case alone = new Case(what.network(), what.threads(), SteadyPart.variant(1));
    return what.equals(alone)
        ? ""
        : Optional.ofNullable(steady.get(alone))
            .flatMap(engines -> Optional.ofNullable(engines.get(OURS)))
            .map(one -> "%.2f".formatted(ours.medianNanos() / one.medianNanos()))
            .orElse("");
  }

  private void others(PrintStream out) {
    Table table =
        new Table(
            5, "part", "network", "variant", "engine", "measure", "threads", "moments", "median",
            "least", "most");
    others.forEach((what, values) -> {
      if (!what.part().equals(SteadyPart.STEADY)) {
        table.row(
            what.part(),
            what.network(),
            what.variant(),
            what.engine(),
            what.measure(),
            String.valueOf(what.threads()),
            String.valueOf(values.size()),
            number(median(values)),
            number(values.stream().mapToDouble(value -> value).min().orElse(Double.NaN)),
            number(values.stream().mapToDouble(value -> value).max().orElse(Double.NaN)));
      }
    });
    if (table.hasRows()) {
      table.print(out);
    }
  }

  private static String number(double value) {
    return value >= 10_000 ? "%,.0f".formatted(value) : "%.3f".formatted(value);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
  }
}
