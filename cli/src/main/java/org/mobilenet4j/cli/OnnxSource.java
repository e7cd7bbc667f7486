package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.imports.BackgroundClass;
import org.mobilenet4j.model.onnx.OnnxFile;
import org.mobilenet4j.model.onnx.OnnxOptions;
import org.mobilenet4j.model.tensors.FileKind;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.architecture.ArchitectureOption;

/** ONNX files where a command takes them in place of a model. */
final class OnnxSource {
  private OnnxSource() {}

  static boolean is(Path file) {
    return FileKind.of(file) == FileKind.ONNX;
  }

  /** Refuses a file of another kind, which the reader of ONNX would call damaged. */
  static void require(Path file) {
    FileKind kind = FileKind.of(file);
    if (kind != FileKind.ONNX) {
      throw new InputException("%s is %s; expected an ONNX model.".formatted(file, kind.words()));
    }
  }

  /** Refuses what the file itself says. */
  static void requireOnlyResolution(Path file, ArchitectureChoice choice) {
    if (!Set.of(ArchitectureOption.RESOLUTION).containsAll(choice.given())) {
      throw new InputException(
          "%s brings its own network; of a network's options only --resolution may be given."
              .formatted(file));
    }
  }

  /** Reads a network whose photos and labels do not matter. */
  static Model read(Path file, Optional<Extent> resolution) {
    return OnnxFile.read(
        file,
        new OnnxOptions(
            resolution, Optional.empty(), List.of(), Optional.of(BackgroundClass.KEEP)));
  }
}
