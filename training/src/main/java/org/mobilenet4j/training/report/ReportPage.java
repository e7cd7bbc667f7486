package org.mobilenet4j.training.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.mobilenet4j.model.safetensors.FileBeside;
import org.mobilenet4j.model.safetensors.Overwrite;

/**
 * A report as one HTML page that needs no other file: no script, no fonts, no network; light or
 * dark as the reader's system is, and fit for paper and for a phone.
 *
 * <p>The same report gives the same bytes. Whatever the number of pictures, the page holds a
 * bounded number of them, and of classes it lists at most a thousand.
 */
public final class ReportPage {
  /** How many of the worst mistakes are shown as pictures. */
  public static final int MOST_MISTAKES = 24;

  private ReportPage() {}

  /**
   * The page as text.
   *
   * @param report what it says
   * @return well-formed HTML, also as XML
   */
  public static String html(RunReport report) {
    Markup page = new Markup();
    page.open("html", "lang", "en").open("head");
    page.empty("meta", "charset", "utf-8");
    // Were markup to slip through all the same, a browser would neither run nor load it.
    page.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.empty("meta", "name", "color-scheme", "content", "light dark");
    page.leaf("title", report.title()).style(styleSheet()).close();
    page.open("body").open("main");
    HeadSection.write(page, report);
    sentences(page, "warnings", "Before you trust it", report.warnings());
    CurvesSection.write(page, report.epochs());
    report
        .metrics()
        .ifPresent(metrics -> {
          ConfusionSection.write(page, metrics);
          ClassesSection.write(page, metrics);
          CalibrationSection.write(page, metrics);
          MistakesSection.write(page, metrics, report.mistakes());
        });
    sentences(page, "data", "What was found in the data", report.findings());
    if (!report.recipe().isEmpty()) {
      page.open("section", "id", "recipe").leaf("h2", "How it was trained");
      Tables.values(page, report.recipe());
      page.close();
    }
    report.cost().ifPresent(cost -> CostSection.write(page, cost));
    next(page, report.next());
    page.leaf("footer", "Made by MobileNet4J. This page needs no other file and no network.");
    return page.close().close().close().toString();
  }

  /**
   * Writes the page beside its place and moves it there, so that a crash leaves the old page or the
   * new one.
   *
   * @param report what it says
   * @param file where the page shall be
   * @param overwrite what happens if it is there already
   * @throws org.mobilenet4j.model.ModelFormatException if it is there and must stay, or cannot be
   *     written
   */
  public static void write(RunReport report, Path file, Overwrite overwrite) {
    FileBeside.writeText(file, overwrite, html(report));
  }

  /**
   * Whether a file begins as a page with this title does.
   *
   * @param file any file
   * @param title of a report
   * @return whether this version of the program can have written it as such a page
   * @throws IOException if it cannot be read
   */
  public static boolean isPage(Path file, String title) throws IOException {
    String page = html(RunReport.titled(title).build());
    String end = "</title>";
    byte[] head =
        page.substring(0, page.indexOf(end) + end.length()).getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(head.length), head);
    }
  }

  private static void sentences(Markup page, String id, String title, List<String> sentences) {
    if (sentences.isEmpty()) {
      return;
    }
    page.open("section", "id", id).leaf("h2", title).open("ul");
    sentences.forEach(sentence -> page.leaf("li", sentence));
    page.close().close();
  }

  private static void next(Markup page, List<NextCommand> commands) {
    if (commands.isEmpty()) {
      return;
    }
    page.open("section", "id", "next").leaf("h2", "What to do next");
    for (NextCommand command : commands) {
      page.leaf("p", command.purpose());
      page.open("pre").leaf("code", command.command()).close();
    }
    page.close();
  }

  private static String styleSheet() {
    try (InputStream stream = ReportPage.class.getResourceAsStream("report.css")) {
      if (stream == null) {
        throw new IllegalStateException("The report's style sheet is not in its jar.");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
