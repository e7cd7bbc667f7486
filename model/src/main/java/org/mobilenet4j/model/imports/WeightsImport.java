package org.mobilenet4j.model.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.PreprocessingPreset;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.model.tensors.TensorEntry;
import org.mobilenet4j.model.tensors.TensorFile;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.network.architecture.Head;
import org.mobilenet4j.network.architecture.WidthRule;

/**
 * Makes a model of a file of weights and the architecture that they belong to.
 *
 * <p>What the weights alone do not say (padding, epsilon, preprocessing, in MobileNet V1 the
 * rectifier) comes from the user's options, else from the convention, else from the file's
 * metadata; it is never guessed. Where the file says something, nothing else may contradict it.
 */
public final class WeightsImport {
  /** What weights leave open, and the option that says it. */
  private static final List<ArchitectureOption> OPEN =
      List.of(
          ArchitectureOption.PADDING,
          ArchitectureOption.BATCH_NORM_EPSILON,
          ArchitectureOption.ACTIVATION);

  private final TensorFile file;
  private final ImportRequest request;
  private final FileClaims claims;
  private final List<String> missing = new ArrayList<>();

  private WeightsImport(TensorFile file, ImportRequest request) {
    this.file = file;
    this.request = request;
    this.claims = FileClaims.of(file);
  }

  /**
   * @param weights a safetensors file or a checkpoint of PyTorch
   * @param request the architecture and what the user says of the weights
   * @return the model
   * @throws ModelFormatException if the file is damaged, does not belong to the architecture,
   *     contradicts the request, or leaves something open that nobody says
   */
  public static Model read(Path weights, ImportRequest request) {
    try (TensorFile file = TensorFiles.open(weights)) {
      return new WeightsImport(file, request).model();
    }
  }

  private Model model() {
    NameTable table = NameTables.choose(file, request.architecture());
    Architecture architecture = withWidthRule(request.architecture());
    for (ArchitectureOption option : OPEN) {
      architecture = settle(architecture, option);
    }
    Optional<PreprocessingPreset> preprocessing = preprocessing(architecture);
    requireNothingMissing();
    BackgroundClass background = BackgroundClass.KEEP;
    if (architecture.options().head() == Head.CLASSIFIER) {
      int rows = classifierRows(table, architecture);
      background = background(rows);
      if (background == BackgroundClass.DROP && rows < 2) {
        throw new ModelFormatException(
            "%s has a classifier of 1 class; without a background class there would be none."
                .formatted(file.path()));
      }
      architecture =
          withClasses(architecture, background == BackgroundClass.DROP ? rows - 1 : rows);
    }
    Network network = architecture.build();
    Weights read = new ForeignWeights(file, table).read(network, Set.of(), background);
    return new Model(
        network,
        read,
        preprocessing.map(PreprocessingPreset::preprocessing),
        request.labels(),
        provenance(architecture, table, background));
  }

  private Architecture withWidthRule(Architecture architecture) {
    ArchitectureOption rule = ArchitectureOption.WIDTH_RULE;
    if (request.given().contains(rule) || !architecture.has(rule)) {
      return architecture;
    }
    return request
        .convention()
        .map(convention -> withWidthRule(architecture, convention))
        .orElse(architecture);
  }

  private Architecture withWidthRule(Architecture architecture, Convention convention) {
    WidthRule rule = convention.widthRule(architecture.name());
    if (!architecture.widthRules().contains(rule)) {
      throw new ModelFormatException(
          "%s: --convention %s is of a library that has no '%s'; expected one of the width rules %s, or --padding and the like one by one."
              .formatted(
                  file.path(),
                  convention.key(),
                  architecture.name(),
                  architecture.widthRules().stream().map(WidthRule::key).toList()));
    }
    return architecture.widthRule(rule);
  }

  /** Gives an option its value from the request, the convention or the file. */
  private Architecture settle(Architecture architecture, ArchitectureOption option) {
    if (!architecture.has(option)) {
      return architecture;
    }
    Architecture settled;
    String origin;
    Optional<String> byConvention =
        request.convention().flatMap(convention -> byConvention(convention, option));
    if (request.given().contains(option)) {
      settled = architecture;
      origin = "--" + option.key();
    } else if (byConvention.isPresent()) {
      settled = architecture.with(option, byConvention.get());
      origin = "--convention " + request.convention().orElseThrow().key();
    } else if (claims.option(option).isPresent()) {
      settled = claims.apply(architecture, option, claims.option(option).get());
      origin = "";
    } else {
      if (isOpen(architecture, option)) {
        missing.add("--" + option.key());
      }
      return architecture;
    }
    claims.requireAgreement(settled, option, origin);
    return settled;
  }

  private Optional<String> byConvention(Convention convention, ArchitectureOption option) {
    String name = request.architecture().name();
    return switch (option) {
      case PADDING -> Optional.of(convention.padding().key());
      case BATCH_NORM_EPSILON -> Optional.of(Float.toString(convention.batchNormEpsilon(name)));
      case ACTIVATION -> convention.activation(name).map(rectifier -> rectifier.key());
      case WIDTH,
          WIDTH_RULE,
          RESOLUTION,
          INPUT_CHANNELS,
          CLASSES,
          HEAD,
          HARD_SIGMOID_SLOPE,
          HARD_SIGMOID_OFFSET,
          POOL_ROUNDING,
          PROJECTION_ACTIVATION,
          SHORTCUT,
          HARD_SWISH,
          SQUEEZE_EXCITE,
          EXPANSION ->
          Optional.empty();
    };
  }

  /** Whether nobody can know an option that neither the user nor the file says. */
  private static boolean isOpen(Architecture architecture, ArchitectureOption option) {
    return switch (option) {
      case ACTIVATION -> architecture.name().startsWith("mobilenet-v1");
      case BATCH_NORM_EPSILON ->
          architecture.build().nodes().stream().anyMatch(node -> node.op() instanceof Op.BatchNorm);
      case PADDING,
          WIDTH,
          WIDTH_RULE,
          RESOLUTION,
          INPUT_CHANNELS,
          CLASSES,
          HEAD,
          HARD_SIGMOID_SLOPE,
          HARD_SIGMOID_OFFSET,
          POOL_ROUNDING ->
          true;
      // Nobody publishes weights of networks that differ here from their tables.
      case PROJECTION_ACTIVATION, SHORTCUT, HARD_SWISH, SQUEEZE_EXCITE, EXPANSION -> false;
    };
  }

  private Optional<PreprocessingPreset> preprocessing(Architecture architecture) {
    Optional<PreprocessingPreset> preset = request.preprocessing();
    String origin = "--preprocessing";
    if (preset.isEmpty()) {
      preset =
          request.convention().map(convention -> convention.preprocessing(architecture.name()));
      origin =
          request.convention().map(convention -> "--convention " + convention.key()).orElse("");
    }
    if (preset.isPresent()) {
      claims.requireAgreement(preset.get(), origin);
      return preset;
    }
    if (claims.preprocessing().isEmpty()) {
      missing.add("--preprocessing");
    }
    return claims.preprocessing();
  }

  private void requireNothingMissing() {
    if (!missing.isEmpty()) {
      throw new ModelFormatException(
          "%s does not say everything that its network needs; give %s, or --convention %s if the weights are such a library's."
              .formatted(
                  file.path(),
                  String.join(", ", missing),
                  String.join(
                      "|",
                      java.util.Arrays.stream(Convention.values()).map(Convention::key).toList())));
    }
  }

  /** How many classes the file's classifier has. */
  private int classifierRows(NameTable table, Architecture architecture) {
    TensorEntry entry = file.entries().get(table.classifier(architecture.build()));
    return entry == null || entry.dimensions().isEmpty()
        ? architecture.options().classes()
        : Math.clamp(entry.dimensions().getFirst(), 1, Integer.MAX_VALUE);
  }

  private BackgroundClass background(int rows) {
    int told =
        request.given().contains(ArchitectureOption.CLASSES)
            ? request.architecture().options().classes()
            : request.labels().size();
    return BackgroundClass.settle(file.path().toString(), rows, told, request.background());
  }

  private Architecture withClasses(Architecture architecture, int classes) {
    int told = architecture.options().classes();
    if (request.given().contains(ArchitectureOption.CLASSES) && told != classes) {
      throw new ModelFormatException(
          "%s has a classifier of %d classes, but --classes says %d."
              .formatted(file.path(), classes, told));
    }
    if (!request.labels().isEmpty() && request.labels().size() != classes) {
      throw new ModelFormatException(
          "%s has a classifier of %d classes, but there are %d labels; expected one a class."
              .formatted(file.path(), classes, request.labels().size()));
    }
    return architecture.with(ArchitectureOption.CLASSES, Integer.toString(classes));
  }

  private Provenance provenance(
      Architecture architecture, NameTable table, BackgroundClass background) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("source", String.valueOf(file.path().getFileName()));
    facts.put("architecture", architecture.name());
    architecture.optionsAsText().forEach((key, value) -> facts.put("option." + key, value));
    facts.put("names", table.source());
    request.convention().ifPresent(convention -> facts.put("convention", convention.key()));
    if (background == BackgroundClass.DROP) {
      facts.put("removed", "background class");
    }
    return new Provenance(facts);
  }
}
