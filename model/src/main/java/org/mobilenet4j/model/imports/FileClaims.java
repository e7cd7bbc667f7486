package org.mobilenet4j.model.imports;

import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.PreprocessingPreset;
import org.mobilenet4j.model.tensors.TensorFile;
import org.mobilenet4j.network.ArchitectureException;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;

/**
 * What a file of weights says of its network in its own metadata: {@code padding}, {@code bn_eps},
 * {@code activation}, {@code preprocess}.
 *
 * @param file what to call the file
 * @param metadata its texts
 */
record FileClaims(String file, Map<String, String> metadata) {
  /** What the options are called in such files. */
  private static final Map<ArchitectureOption, String> KEYS =
      Map.of(
          ArchitectureOption.PADDING, "padding",
          ArchitectureOption.BATCH_NORM_EPSILON, "bn_eps",
          ArchitectureOption.ACTIVATION, "activation");

  private static final String PREPROCESSING = "preprocess";

  /** The paper's table says where hard-swish stands; the word says nothing of the other places. */
  private static final String HARD_SWISH = "hardswish";

  static FileClaims of(TensorFile file) {
    return new FileClaims(String.valueOf(file.path().getFileName()), file.metadata());
  }

  /** The text of an option, if the file has one. */
  Optional<String> option(ArchitectureOption option) {
    return Optional.ofNullable(KEYS.get(option))
        .flatMap(key -> Optional.ofNullable(metadata.get(key)))
        .filter(text -> !text.equals(HARD_SWISH));
  }

  /** Gives an architecture an option in the file's own words. */
  Architecture apply(Architecture architecture, ArchitectureOption option, String claim) {
    try {
      return architecture.with(option, claim);
    } catch (ArchitectureException e) {
      throw new ModelFormatException(
          "%s: the metadata says %s '%s', which we do not understand: %s"
              .formatted(file, KEYS.get(option), claim, e.getMessage()),
          e);
    }
  }

  /** Refuses an architecture whose option, from wherever it comes, is not what the file says. */
  void requireAgreement(Architecture architecture, ArchitectureOption option, String origin) {
    Optional<String> claim = option(option);
    if (claim.isEmpty() || !architecture.has(option)) {
      return;
    }
    String ours = architecture.optionsAsText().getOrDefault(option.key(), "");
    String theirs =
        apply(architecture, option, claim.get()).optionsAsText().getOrDefault(option.key(), "");
    if (!ours.equals(theirs)) {
      throw new ModelFormatException(
          "%s: %s gives %s %s, but the file's metadata says %s '%s'; leave it out, or check the file."
              .formatted(file, origin, option.key(), ours, KEYS.get(option), claim.get()));
    }
  }

  /** How photos are prepared, if the file says so in words that we know. */
  Optional<PreprocessingPreset> preprocessing() {
    return Optional.ofNullable(metadata.get(PREPROCESSING)).flatMap(PreprocessingPreset::ofFormula);
  }

  void requireAgreement(PreprocessingPreset preset, String origin) {
    Optional<PreprocessingPreset> claim = preprocessing();
    if (claim.isPresent() && claim.get() != preset) {
      throw new ModelFormatException(
          "%s: %s gives preprocessing %s (%s), but the file's metadata says '%s'; leave it out, or check the file."
              .formatted(file, origin, preset.key(), preset.formula(), claim.get().formula()));
    }
  }
}
