package org.mobilenet4j.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.imports.BackgroundClass;
import org.mobilenet4j.model.onnx.OnnxContents;
import org.mobilenet4j.model.onnx.OnnxFile;
import org.mobilenet4j.model.onnx.OnnxOptions;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.network.cost.Cost;

/**
 * Takes a network from an ONNX file that another program wrote: we import it, ONNX Runtime reads
 * the very file, and PyTorch a TorchScript file of the same name beside it, if there is one.
 */
final class ForeignOnnx {
  private static final String ENDING = ".onnx";
  private static final Shape IMAGE = new Shape(Normalisation.SIDE, Normalisation.SIDE, 3);

  private ForeignOnnx() {}

  /**
   * @param folder where the network's files go; those of an earlier file of the same name are
   *     replaced
   * @param onnx the file
   * @return the network under the file's name
   * @throws IllegalArgumentException if there is no such file, or its network takes other images
   *     than the benchmarks have
   */
  static MeasuredNetwork take(Path folder, Path onnx) throws IOException {
    String name = String.valueOf(onnx.getFileName());
    if (!name.endsWith(ENDING) || !Files.isRegularFile(onnx)) {
      throw new IllegalArgumentException(
          "There is no ONNX file %s; expected a file whose name ends with %s."
              .formatted(onnx, ENDING));
    }
    Model model =
        OnnxFile.read(
            onnx,
            new OnnxOptions(
                Optional.empty(), Optional.empty(), List.of(), Optional.of(BackgroundClass.KEEP)));
    requirePhotos(onnx, model);
    NetworkFiles files =
        new NetworkFiles(folder, name.substring(0, name.length() - ENDING.length()));
    Files.createDirectories(folder);
    new ModelFile(forPhotos(model), List.of()).write(files.model(), Storage.F32, Overwrite.REPLACE);
    Files.copy(onnx, files.onnx(), StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(files.torchScript());
    Path torchScript = onnx.resolveSibling(files.name() + ".pt");
    if (Files.isRegularFile(torchScript)) {
      Files.copy(torchScript, files.torchScript());
    }
    return new MeasuredNetwork(files.name(), files, Cost.of(model.network()).multiplyAdds());
  }

  private static void requirePhotos(Path onnx, Model model) {
    Shape input = model.network().input();
    if (!input.equals(IMAGE) || model.network().outputShape().pixels() != 1) {
      throw new IllegalArgumentException(
          "%s takes %s and gives %s; the benchmarks have photos of %s and expect one number a class."
              .formatted(onnx, input, model.network().outputShape(), IMAGE));
    }
    String port = OnnxContents.read(onnx).inputs().getFirst();
    if (!port.substring(port.lastIndexOf(' ') + 1).startsWith("?x")) {
      throw new IllegalArgumentException(
          "%s reads '%s', a fixed number of images; export it with a dynamic batch, which the proof of equality needs."
              .formatted(onnx, port));
    }
  }

  /** The file does not say how photos are prepared; nobody asks here whether labels are right. */
  private static Model forPhotos(Model model) {
    int classes = Math.toIntExact(model.network().outputShape().elements());
    return new Model(
        model.network(),
        model.weights(),
        Optional.of(Preprocessing.torchvision()),
        IntStream.range(0, classes).mapToObj(index -> "class " + index).toList(),
        model.provenance());
  }
}
