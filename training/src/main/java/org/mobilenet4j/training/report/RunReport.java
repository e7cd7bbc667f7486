package org.mobilenet4j.training.report;

import java.util.List;
import java.util.Optional;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.cost.Cost;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;

/**
 * What a report says; immutable. Everything but the title may be missing, and is then left out of
 * the page. All texts are shown as they are: markup in a file's or a class's name has no effect.
 *
 * @param title what was trained or evaluated, in a few words
 * @param metrics the figures over pictures that were not trained on
 * @param evaluatedOn what those pictures are, in the plural: {@code test pictures}
 * @param epochs one an epoch, the first ahead
 * @param facts further key figures
 * @param mistakes the worst mistakes as pictures, the worst ahead; the page shows the first {@value
 *     ReportPage#MOST_MISTAKES}. Without any the page names them.
 * @param recipe how it was trained
 * @param cost what the network costs for one picture
 * @param findings what was found in the data, a sentence each
 * @param warnings what to know before trusting the result, a sentence each
 * @param next what to type next
 */
public record RunReport(
    String title,
    Optional<ClassificationMetrics> metrics,
    String evaluatedOn,
    List<EpochFigures> epochs,
    List<NamedValue> facts,
    List<PicturedMistake> mistakes,
    List<NamedValue> recipe,
    Optional<Cost> cost,
    List<String> findings,
    List<String> warnings,
    List<NextCommand> next) {
  /** Keeps its own copies of the lists. */
  public RunReport {
    epochs = List.copyOf(epochs);
    facts = List.copyOf(facts);
    mistakes = List.copyOf(mistakes);
    recipe = List.copyOf(recipe);
    findings = List.copyOf(findings);
    warnings = List.copyOf(warnings);
    next = List.copyOf(next);
    if (metrics.isEmpty() && !mistakes.isEmpty()) {
      throw new IllegalArgumentException(
          "%d mistakes without metrics; the names of the classes stand there."
              .formatted(mistakes.size()));
    }
    int classes = metrics.map(figures -> figures.labels().size()).orElse(0);
    for (PicturedMistake mistake : mistakes) {
      if (mistake.picture().classes() != classes) {
        throw new IllegalArgumentException(
            "%s was scored over %d classes, but the metrics have %d."
                .formatted(mistake.picture().name(), mistake.picture().classes(), classes));
      }
    }
  }

  /**
   * Begins a report that says nothing yet.
   *
   * @param title what was trained or evaluated, in a few words
   * @return what takes the rest
   */
  public static Builder titled(String title) {
    return new Builder(title);
  }

  /** Takes the parts of a report, each at most once and in any order; for one thread. */
  public static final class Builder {
    private final String title;
    private Optional<ClassificationMetrics> metrics = Optional.empty();
    private String evaluatedOn = "pictures";
    private List<EpochFigures> epochs = List.of();
    private List<NamedValue> facts = List.of();
    private List<PicturedMistake> mistakes = List.of();
    private List<NamedValue> recipe = List.of();
    private Optional<Cost> cost = Optional.empty();
    private List<String> findings = List.of();
    private List<String> warnings = List.of();
    private List<NextCommand> next = List.of();

    private Builder(String title) {
      this.title = title;
    }

    /**
     * The figures of the classifier.
     *
     * @param figures over pictures that were not trained on
     * @param pictures what those are, in the plural: {@code test pictures}
     * @return this
     */
    public Builder metrics(ClassificationMetrics figures, String pictures) {
      metrics = Optional.of(figures);
      evaluatedOn = pictures;
      return this;
    }

    /**
     * The course of the training.
     *
     * @param figures one an epoch, the first ahead
     * @return this
     */
    public Builder epochs(List<EpochFigures> figures) {
      epochs = figures;
      return this;
    }

    /**
     * Further key figures, such as the seed.
     *
     * @param lines shown among the others, in this order
     * @return this
     */
    public Builder facts(List<NamedValue> lines) {
      facts = lines;
      return this;
    }

    /**
     * The worst mistakes as pictures.
     *
     * @param pictured the worst ahead
     * @return this
     */
    public Builder mistakes(List<PicturedMistake> pictured) {
      mistakes = pictured;
      return this;
    }

    /**
     * How the network was trained.
     *
     * @param lines in the order to be shown
     * @return this
     */
    public Builder recipe(List<NamedValue> lines) {
      recipe = lines;
      return this;
    }

    /**
     * What the network costs.
     *
     * @param network as it was trained
     * @return this
     */
    public Builder cost(Network network) {
      return cost(Cost.of(network));
    }

    /**
     * What the network costs.
     *
     * @param ofOnePicture counted before
     * @return this
     */
    public Builder cost(Cost ofOnePicture) {
      cost = Optional.of(ofOnePicture);
      return this;
    }

    /**
     * What was found in the data: unreadable pictures, duplicates, imbalance.
     *
     * @param sentences one a finding
     * @return this
     */
    public Builder findings(List<String> sentences) {
      findings = sentences;
      return this;
    }

    /**
     * What to know before trusting the result.
     *
     * @param sentences one a warning
     * @return this
     */
    public Builder warnings(List<String> sentences) {
      warnings = sentences;
      return this;
    }

    /**
     * How to use the model next.
     *
     * @param commands in the order to be shown
     * @return this
     */
    public Builder next(List<NextCommand> commands) {
      next = commands;
      return this;
    }

    /**
     * The report of what was given.
     *
     * @return the report
     * @throws IllegalArgumentException if there are mistakes without metrics, or over other classes
     */
    public RunReport build() {
      return new RunReport(
          title,
          metrics,
          evaluatedOn,
          epochs,
          facts,
          mistakes,
          recipe,
          cost,
          findings,
          warnings,
          next);
    }
  }
}
