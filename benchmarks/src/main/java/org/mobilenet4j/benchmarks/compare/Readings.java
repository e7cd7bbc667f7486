package org.mobilenet4j.benchmarks.compare;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the CSVs of several comparisons hold, all of one machine, each of its own moment. */
final class Readings {
  /**
   * What a process of the part steady saw of an engine.
   *
   * @param moment when its comparison began
   * @param network the network
   * @param threads threads that worked on an image
   * @param variant the batch, as the CSV calls it
   * @param sample the engine and its times
   * @param share of the peak
   */
  record Seen(
      String moment, String network, int threads, String variant, Sample sample, double share) {}

  /** One number that is no process of the part steady. */
  record Other(
      String part, String network, String variant, String engine, int threads, String measure) {}

  private final List<Seen> processes = new ArrayList<>();
  private final Map<Other, List<Double>> others = new LinkedHashMap<>();
  private final TreeSet<String> machines = new TreeSet<>();
  private final TreeSet<String> commits = new TreeSet<>();
  private final Map<String, Path> moments = new LinkedHashMap<>();
  private final Map<String, Path> processors = new LinkedHashMap<>();

  /**
   * Reads what comparisons wrote.
   *
   * @param files their CSVs
   * @throws IllegalArgumentException if one is missing or is no such CSV, if a comparison is named
   *     twice, or if they come from different machines
   */
  static Readings of(List<Path> files) throws IOException {
    Readings readings = new Readings();
    for (Path file : files) {
      readings.read(file);
    }
    return readings;
  }

  List<Seen> processes() {
    return processes;
  }

  Map<Other, List<Double>> others() {
    return others;
  }

  /** Where and on what was measured, one line each. */
  Set<String> machines() {
    return machines;
  }

  Set<String> commits() {
    return commits;
  }

  private void read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "There is no file %s; expected a CSV that benchmarks/compare wrote.".formatted(file));
    }
    Set<String> parts = new HashSet<>();
    Set<String> own = new HashSet<>();
    Map<String, Double> process = new LinkedHashMap<>();
    try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord line : records) {
        requireColumns(file, line);
        requireMoment(file, line.getField("time"), own);
        requireProcessor(file, line);
        machines.add(
            "%s, %s cores, %s, commit %s"
                .formatted(
                    line.getField("processor"),
                    line.getField("cores"),
                    line.getField("jvm"),
                    line.getField("commit")));
        commits.add(line.getField("commit"));
        parts.add(line.getField("part"));
        add(file, line, process);
      }
    } catch (CsvParseException e) {
      throw new IllegalArgumentException(
          "%s is no CSV that benchmarks/compare wrote: %s.".formatted(file, e.getMessage()), e);
    }
    requireFigures(file, parts, process);
  }

  private static void requireColumns(Path file, NamedCsvRecord line) {
    List<String> columns = Results.COLUMNS;
    if (!line.getHeader().equals(columns)) {
      throw new IllegalArgumentException(
          "%s has the columns %s; expected %s, as benchmarks/compare writes them."
              .formatted(file, line.getHeader(), columns));
    }
  }

  /** A comparison counted twice would be one moment that looks like two. */
  private void requireMoment(Path file, String moment, Set<String> own) {
    if (!own.add(moment)) {
      return;
    }
    if (moments.containsKey(moment)) {
      throw new IllegalArgumentException(
          "%s and %s both hold the comparison of %s; name each comparison once."
              .formatted(moments.getOrDefault(moment, file), file, moment));
    }
    moments.put(moment, file);
  }

  private void requireProcessor(Path file, NamedCsvRecord line) {
    String processor =
        "%s with %s cores".formatted(line.getField("processor"), line.getField("cores"));
    processors.putIfAbsent(processor, file);
    if (processors.size() > 1) {
      Map.Entry<String, Path> first = processors.entrySet().iterator().next();
      throw new IllegalArgumentException(
          "%s was measured on %s, but %s on %s; summarise the files of each machine by themselves."
              .formatted(file, processor, first.getValue(), first.getKey()));
    }
  }

  /** A table that says nothing of a file would look as if the file were in it. */
  private static void requireFigures(Path file, Set<String> parts, Map<String, Double> process) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "%s holds no figures; leave it out, or measure again.".formatted(file));
    }
    if (parts.contains(SteadyPart.STEADY) && !parts.contains(SteadyPart.PROCESS)) {
      throw new IllegalArgumentException(
          "%s has figures of the part %s, but no lines of %s, of which a summary is made; measure again."
              .formatted(file, SteadyPart.STEADY, SteadyPart.PROCESS));
    }
    if (!process.isEmpty()) {
      throw new IllegalArgumentException(
          "%s ends amid the lines of a process, after %s; expected %s at its end; was the file cut?"
              .formatted(file, process.keySet(), SteadyPart.SHARE));
    }
  }

  /** The numbers of a process stand one a line, its share of the peak last. */
  private void add(Path file, NamedCsvRecord line, Map<String, Double> process) {
    String measure = line.getField("measure");
    double value = number(file, line, "value");
    int threads = (int) number(file, line, "threads");
    String network = line.getField("network");
    String variant = line.getField("variant");
    String engine = line.getField("engine");
    if (!line.getField("part").equals(SteadyPart.PROCESS)) {
      Other other = new Other(line.getField("part"), network, variant, engine, threads, measure);
      others.computeIfAbsent(other, any -> new ArrayList<>()).add(value);
      return;
    }
    if (!measure.equals(SteadyPart.SHARE)) {
      process.put(measure, value);
      return;
    }
    if (!process.keySet().equals(Set.copyOf(SteadyPart.MEASURES))) {
      throw new IllegalArgumentException(
          "%s, line %d: a process of %s has %s before its %s; expected %s."
              .formatted(
                  file,
                  line.getStartingLineNumber(),
                  engine,
                  process.keySet(),
                  SteadyPart.SHARE,
                  SteadyPart.MEASURES));
    }
    processes.add(
        new Seen(
            line.getField("time"),
            network,
            threads,
            variant,
            SteadyPart.sample(engine, process),
            value));
    process.clear();
  }

  private static double number(Path file, NamedCsvRecord line, String column) {
    try {
      return Double.parseDouble(line.getField(column));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s, line %d: %s is '%s'; expected a number."
              .formatted(file, line.getStartingLineNumber(), column, line.getField(column)),
          e);
    }
  }
}
