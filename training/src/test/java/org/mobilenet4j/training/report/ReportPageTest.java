package org.mobilenet4j.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.vision.image.Images;
import org.mobilenet4j.vision.image.Pixels;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;
import org.mobilenet4j.vision.metrics.ScoredPicture;
import org.w3c.dom.Document;

final class ReportPageTest {
  private static final String HOSTILE = "<script>alert('x')</script>\"&\u0000\u202E";

  @TempDir private Path folder;

  @Test
  void a_training_run_shows_every_section_in_order() {
    Document page = ParsedPage.of(ReportPage.html(SampleReports.training()));

    assertThat(ParsedPage.sections(page))
        .containsExactly(
            "warnings",
            "curves",
            "confusion",
            "classes",
            "calibration",
            "mistakes",
            "data",
            "recipe",
            "cost",
            "next");
    assertThat(ParsedPage.texts(page, "h1"))
        .singleElement()
        .asString()
        .matches("\\d\\d\\.\\d\u00A0% of 2,000 test pictures are named correctly\\.");
    assertThat(ParsedPage.texts(page, "dt"))
        .containsExactly(
            "Top-1 accuracy",
            "Top-5 accuracy",
            "Mean F1",
            "Mean loss",
            "Calibration error",
            "Classes",
            "Epochs",
            "Time of the epochs",
            "Images a second",
            "Parameters",
            "Multiply-adds",
            "Seed");
    assertThat(ParsedPage.texts(page, "dd"))
        .contains("13\u00A0min\u00A030\u00A0s", "1,234", "2.24\u00A0million", "42");
    assertThat(ParsedPage.texts(page, "code"))
        .containsExactly("mobilenet4j classify photo.jpg --model things.safetensors");
    assertThat(ParsedPage.attributes(page, "polyline", "class"))
        .containsExactly(
            "curve train",
            "curve validation",
            "curve averaged",
            "curve train",
            "curve validation",
            "curve rate");
    assertThat(ParsedPage.attributes(page, "img", "src")).hasSize(12);
    assertThat(ParsedPage.texts(page, "td")).contains("300\u00A0million (299,507,072)");
  }

  @Test
  void an_evaluation_leaves_out_what_it_does_not_know() {
    Document page = ParsedPage.of(ReportPage.html(SampleReports.evaluation()));

    assertThat(ParsedPage.sections(page))
        .containsExactly("confusion", "classes", "calibration", "mistakes");
    assertThat(ParsedPage.texts(page, "dt")).doesNotContain("Epochs", "Parameters");
    // Without pictures of the mistakes their names are listed.
    assertThat(ParsedPage.attributes(page, "img", "src")).isEmpty();
    assertThat(ParsedPage.texts(page, "td")).anyMatch(text -> text.matches("test/\\d{5}\\.png"));
  }

  @Test
  void a_run_without_validation_pictures_draws_only_what_was_measured() {
    List<EpochFigures> epochs =
        SampleReports.epochs(3).stream()
            .map(each ->
                new EpochFigures(
                    each.epoch(),
                    each.learningRate(),
                    each.trainLoss(),
                    each.trainAccuracy(),
                    Double.NaN,
                    Double.NaN,
                    OptionalDouble.empty(),
                    each.imagesPerSecond(),
                    each.seconds()))
            .toList();

    Document page = ParsedPage.of(ReportPage.html(RunReport.titled("a").epochs(epochs).build()));

    assertThat(ParsedPage.sections(page)).containsExactly("curves");
    assertThat(ParsedPage.attributes(page, "polyline", "class"))
        .containsExactly("curve train", "curve train", "curve rate");
    assertThat(ParsedPage.texts(page, "h1"))
        .containsExactly("Trained for 3\u00A0epochs; not evaluated.");
  }

  @Test
  void one_epoch_is_a_dot_and_a_report_of_nothing_is_still_a_page() {
    RunReport one = RunReport.titled("a").epochs(SampleReports.epochs(1)).build();

    assertThat(ParsedPage.attributes(ParsedPage.of(ReportPage.html(one)), "circle", "class"))
        .hasSize(6);
    assertThat(ParsedPage.sections(ParsedPage.of(ReportPage.html(RunReport.titled("a").build()))))
        .isEmpty();
  }

  @Test
  void a_network_that_makes_no_mistake_has_no_section_of_mistakes() {
    ClassificationMetrics metrics =
        ClassificationMetrics.of(
            List.of("a", "b"), List.of(ScoredPicture.of("p", 1, new float[] {0.25f, 0.75f})));

    Document page =
        ParsedPage.of(ReportPage.html(RunReport.titled("t").metrics(metrics, "pictures").build()));

    assertThat(ParsedPage.sections(page)).containsExactly("confusion", "classes", "calibration");
    assertThat(ParsedPage.texts(page, "h1"))
        .containsExactly("100.0\u00A0% of 1 pictures are named correctly.");
  }

  @Test
  void markup_in_names_and_texts_has_no_effect() {
    ScoredPicture mistake = ScoredPicture.of(HOSTILE, 0, new float[] {0.25f, 0.75f});
    ClassificationMetrics metrics =
        ClassificationMetrics.of(List.of(HOSTILE, HOSTILE + 2), List.of(mistake));
    RunReport report =
        RunReport.titled(HOSTILE)
            .metrics(metrics, HOSTILE)
            .mistakes(List.of(new PicturedMistake(mistake, SampleReports.pixels(8, 8, 1))))
            .facts(List.of(new NamedValue(HOSTILE, HOSTILE)))
            .recipe(List.of(new NamedValue(HOSTILE, HOSTILE)))
            .findings(List.of(HOSTILE))
            .warnings(List.of(HOSTILE))
            .next(List.of(new NextCommand(HOSTILE, HOSTILE)))
            .build();

    String html = ReportPage.html(report);

    Document page = ParsedPage.of(html);
    assertThat(html).doesNotContain("<script", "\u202E", "\u0000");
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    String shown = "<script>alert('x')</script>\"&\uFFFD\uFFFD";
    assertThat(ParsedPage.texts(page, "title")).contains(shown);
    assertThat(ParsedPage.texts(page, "code")).containsExactly(shown);
    assertThat(ParsedPage.texts(page, "li")).containsExactly(shown, shown);
    assertThat(ParsedPage.attributes(page, "img", "alt"))
        .containsExactly(shown + ", taken for " + shown + "2");
  }

  @Test
  void the_page_loads_nothing_and_runs_nothing() {
    String html = ReportPage.html(SampleReports.training());

    Document page = ParsedPage.of(html);
    assertThat(html).doesNotContain("http://", "https://", "url(", "@import", "javascript:");
    assertThat(ParsedPage.elements(page))
        .doesNotContain("script", "link", "iframe", "object", "embed", "base", "form", "use");
    assertThat(ParsedPage.attributeNames(page)).noneMatch(name -> name.startsWith("on"));
    assertThat(ParsedPage.attributeNames(page)).doesNotContain("href", "xlink:href", "srcset");
    assertThat(ParsedPage.attributes(page, "img", "src"))
        .allMatch(source -> source.startsWith("data:image/png;base64,"));
    assertThat(ParsedPage.attributes(page, "meta", "content"))
        .contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
  }

  @Test
  void the_same_report_gives_the_same_bytes() {
    assertThat(ReportPage.html(SampleReports.training()))
        .isEqualTo(ReportPage.html(SampleReports.training()));
  }

  @Test
  void ten_thousand_pictures_of_a_thousand_classes_make_a_small_page() {
    ClassificationMetrics metrics = SampleReports.many(1_000, 10_000);
    Random random = new Random(3);
    byte[] noise = new byte[400 * 300 * 3];
    random.nextBytes(noise);
    Pixels worst = Pixels.of(new Extent(400, 300), noise);
    List<PicturedMistake> mistakes =
        metrics.worstMistakes(100).stream().map(each -> new PicturedMistake(each, worst)).toList();

    String html =
        ReportPage.html(
            RunReport.titled("many").metrics(metrics, "pictures").mistakes(mistakes).build());

    Document page = ParsedPage.of(html);
    assertThat(ParsedPage.attributes(page, "img", "src")).hasSize(ReportPage.MOST_MISTAKES);
    // 24 thumbnails of noise, which PNG cannot make smaller, four letters for three bytes; and
    // 200 letters a class.
    assertThat(html.length()).isLessThan(24 * (160 * 120 * 3 + 1_000) * 4 / 3 + 300_000);
    // No heat map, but the pairs; the weakest classes, and all of them on demand.
    assertThat(ParsedPage.texts(page, "summary")).containsExactly("All 1,000 classes");
    assertThat(ParsedPage.texts(page, "caption"))
        .containsExactly("The most confused pairs", "The weakest 20");
    assertThat(html).doesNotContain("class=\"heat\"");
  }

  @Test
  void of_more_than_a_thousand_classes_the_weakest_are_listed() {
    ClassificationMetrics metrics = SampleReports.many(1_500, 1_500);

    String html = ReportPage.html(RunReport.titled("many").metrics(metrics, "pictures").build());

    long seen = metrics.classes().stream().filter(each -> each.support() > 0).count();
    assertThat(ParsedPage.texts(ParsedPage.of(html), "summary"))
        .containsExactly(
            "%s of 1,500 classes: the weakest of those that have pictures".formatted(seen));
  }

  @Test
  void thumbnails_are_the_pictures_themselves_or_at_most_160_pixels_of_them() throws IOException {
    Pixels small = SampleReports.pixels(20, 31, 2);

    BufferedImage same = decoded(Thumbnail.dataUri(small));
    BufferedImage reduced = decoded(Thumbnail.dataUri(SampleReports.pixels(100, 400, 2)));
    BufferedImage thin = decoded(Thumbnail.dataUri(SampleReports.pixels(1, 2_000, 2)));

    assertThat(Images.of(same).toByteArray()).isEqualTo(small.toByteArray());
    assertThat(List.of(reduced.getHeight(), reduced.getWidth())).containsExactly(40, 160);
    assertThat(List.of(thin.getHeight(), thin.getWidth())).containsExactly(1, 160);
  }

  @Test
  void a_page_is_written_whole_and_replaces_another_only_if_told() throws IOException {
    Path file = folder.resolve("report.html");
    RunReport report = SampleReports.evaluation();

    ReportPage.write(report, file, Overwrite.REFUSE);

    assertThat(file).content().isEqualTo(ReportPage.html(report));
    RunReport other = SampleReports.training();
    assertThatThrownBy(() -> ReportPage.write(other, file, Overwrite.REFUSE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            file + " is there already; choose another name or ask for it to be overwritten.");
    assertThat(file).content().isEqualTo(ReportPage.html(report));
    ReportPage.write(other, file, Overwrite.REPLACE);
    assertThat(file).content().isEqualTo(ReportPage.html(other));
    assertThatThrownBy(
            () -> ReportPage.write(other, folder.resolve("no/report.html"), Overwrite.REPLACE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("cannot be written, because there is no folder");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void mistakes_of_another_classifier_are_refused() {
    PicturedMistake mistake =
        new PicturedMistake(
            ScoredPicture.of("a.jpg", 0, new float[] {0.25f, 0.75f}),
            SampleReports.pixels(4, 4, 1));

    assertThatThrownBy(() ->
            RunReport.titled("t")
                .metrics(SampleReports.metrics(SampleReports.THINGS, 5), "pictures")
                .mistakes(List.of(mistake))
                .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a.jpg was scored over 2 classes, but the metrics have 10.");
    ScoredPicture right = ScoredPicture.of("b.jpg", 1, new float[] {0.25f, 0.75f});
    assertThatThrownBy(() -> new PicturedMistake(right, mistake.pixels()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("b.jpg was named rightly; expected a mistake.");
    assertThatThrownBy(() -> RunReport.titled("t").mistakes(List.of(mistake)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("1 mistakes without metrics");
  }

  private static BufferedImage decoded(String uri) throws IOException {
    byte[] png = Base64.getDecoder().decode(uri.substring("data:image/png;base64,".length()));
    return ImageIO.read(new ByteArrayInputStream(png));
  }
}
