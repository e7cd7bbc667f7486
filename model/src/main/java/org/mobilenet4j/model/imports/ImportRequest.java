package org.mobilenet4j.model.imports;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobilenet4j.model.PreprocessingPreset;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;

/**
 * What a user says of a file of weights.
 *
 * @param architecture the network, with the options that were given
 * @param given which options those are; the others are taken from the convention or the file
 * @param convention whose weights they are, if that was said
 * @param preprocessing how photos are prepared, if that was said
 * @param labels one name a class; empty if there are none
 * @param background what becomes of a background class, if that was said
 */
public record ImportRequest(
    Architecture architecture,
    Set<ArchitectureOption> given,
    Optional<Convention> convention,
    Optional<PreprocessingPreset> preprocessing,
    List<String> labels,
    Optional<BackgroundClass> background) {

  /** Keeps its own copies. */
  public ImportRequest {
    given = Set.copyOf(given);
    labels = List.copyOf(labels);
  }

  /**
   * @param architecture the network; its options count as given only as far as {@code given} says
   * @param given which options are the user's
   * @return a request that leaves everything else to the file
   */
  public static ImportRequest of(Architecture architecture, Set<ArchitectureOption> given) {
    return new ImportRequest(
        architecture, given, Optional.empty(), Optional.empty(), List.of(), Optional.empty());
  }

  /**
   * @param whose whose weights they are
   * @return the same request with that convention
   */
  public ImportRequest withConvention(Convention whose) {
    return new ImportRequest(
        architecture, given, Optional.of(whose), preprocessing, labels, background);
  }
}
