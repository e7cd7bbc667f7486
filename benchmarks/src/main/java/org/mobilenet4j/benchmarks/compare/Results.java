package org.mobilenet4j.benchmarks.compare;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All figures of one comparison, as CSV: one number a line, with machine and commit. Each figure is
 * in the file as soon as it is known, so that nothing is lost when a comparison is broken off.
 */
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
  private final String begun = STAMP.format(LocalDateTime.now(ZoneOffset.UTC));
  private final Path file;
  private final List<Figure> figures = new ArrayList<>();

  /**
   * @param machine where is measured
   * @param folder for the CSV, which the first figure makes
   */
  Results(Machine machine, Path folder) {
    this.machine = machine;
    this.file = folder.resolve(begun + "-" + machine.commit() + ".csv");
  }

  /** The CSV; not there before the first figure. */
  Path file() {
    return file;
  }

  /**
   * Keeps a figure, in the file too.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  void add(Figure figure) {
    figures.add(figure);
    try {
      write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes beside and moves, so that a file that is there is whole. */
  private void write() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (CsvWriter csv = CsvWriter.builder().build(part)) {
      csv.writeRecord(COLUMNS);
      for (Figure figure : figures) {
        figure
            .numbers()
            .forEach((measure, value) ->
                csv.writeRecord(
                    begun,
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
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
