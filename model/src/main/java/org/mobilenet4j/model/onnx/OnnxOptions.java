package org.mobilenet4j.model.onnx;

import java.util.List;
import java.util.Optional;
import org.mobilenet4j.model.PreprocessingPreset;
import org.mobilenet4j.model.imports.BackgroundClass;
import org.mobilenet4j.network.Extent;

/**
 * What a user says of an ONNX file.
 *
 * @param resolution height and width of the input, where the file leaves them open or another size
 *     is wanted
 * @param preprocessing how photos are prepared, if that was said
 * @param labels one name an output; empty if there are none
 * @param background what becomes of the first of 1001 outputs, if that was said
 */
public record OnnxOptions(
    Optional<Extent> resolution,
    Optional<PreprocessingPreset> preprocessing,
    List<String> labels,
    Optional<BackgroundClass> background) {
  /** Keeps its own copy of the labels. */
  public OnnxOptions {
    labels = List.copyOf(labels);
  }

  /**
   * @return options that leave everything to the file
   */
  public static OnnxOptions none() {
    return new OnnxOptions(Optional.empty(), Optional.empty(), List.of(), Optional.empty());
  }

  /**
   * @param height rows of the input
   * @param width columns of the input
   * @return the same with that resolution
   */
  public OnnxOptions withResolution(int height, int width) {
    return new OnnxOptions(
        Optional.of(new Extent(height, width)), preprocessing, labels, background);
  }
}
