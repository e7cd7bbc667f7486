package org.mobilenet4j.benchmarks.compare;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All figures of one comparison, as CSV: one number a line, with machine and commit. */
final class Results {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");

  /** The head of the CSV. */
  static final List<String> COLUMNS =
      List.of(
          "time",
          "commit",
          "processor",
          "cores",
          "jvm",
          "part",
          "network",
          "variant",
          "engine",
          "threads",
          "measure",
          "value");

  private final Machine machine;
  private final LocalDateTime begun = LocalDateTime.now(ZoneOffset.UTC);
  private final List<Figure> figures = new ArrayList<>();

  Results(Machine machine) {
    this.machine = machine;
  }

  void add(Figure figure) {
    figures.add(figure);
  }

  /**
   * Writes all figures so far; again into the same file when there are more.
   *
   * @param folder where
   * @return the file
   */
  Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(STAMP.format(begun) + "-" + machine.commit() + ".csv");
    try (CsvWriter csv = CsvWriter.builder().build(file)) {
      csv.writeRecord(COLUMNS);
      for (Figure figure : figures) {
        figure
            .numbers()
            .forEach((measure, value) ->
                csv.writeRecord(
                    STAMP.format(begun),
                    machine.commit(),
                    machine.processor(),
                    Integer.toString(machine.cores()),
                    machine.jvm(),
                    figure.part(),
                    figure.network(),
                    figure.variant(),
                    figure.engine(),
                    Integer.toString(figure.threads()),
                    measure,
                    String.format(Locale.ROOT, "%.6g", value)));
      }
    }
    return file;
  }
}
