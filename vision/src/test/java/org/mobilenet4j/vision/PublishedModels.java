package org.mobilenet4j.vision;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.imports.ImportRequest;
import org.mobilenet4j.model.imports.WeightsImport;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;

/** Models from files of weights whose metadata say how photos are prepared. */
final class PublishedModels {
  private PublishedModels() {}

  static Model read(Path weights, String architecture, Map<ArchitectureOption, String> options) {
    Architecture described = Architecture.named(architecture);
    EnumSet<ArchitectureOption> given = EnumSet.noneOf(ArchitectureOption.class);
    for (Map.Entry<ArchitectureOption, String> option : options.entrySet()) {
      given.add(option.getKey());
      described = described.with(option.getKey(), option.getValue());
    }
    return WeightsImport.read(weights, ImportRequest.of(described, given));
  }
}
