package org.mobilenet4j.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;
import org.mobilenet4j.benchmarks.onnx.OnnxWriter;
import org.mobilenet4j.benchmarks.tflite.TfliteWriter;
import org.mobilenet4j.inference.BatchNormFolding;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.network.cost.Cost;

/** The networks in the form of every runtime, made once by the same code from the same weights. */
final class NetworkFolder {
  private NetworkFolder() {}

  /** What writes a model in one format. */
  private interface Format {
    void write(Path file) throws IOException;
  }

  /**
   * Makes what is not there yet, and what other code has made; the others' formats get batch
   * normalisations folded. TorchScript of earlier weights goes.
   *
   * @param fingerprint of the code that makes them now
   * @return the network
   */
  static MeasuredNetwork make(Path folder, BenchmarkNetwork network, String fingerprint)
      throws IOException {
    Files.createDirectories(folder);
    NetworkFiles files = new NetworkFiles(folder, network.key());
    Path mark = mark(files);
    boolean complete =
        Files.exists(mark)
            && Files.readString(mark).equals(fingerprint)
            && Files.exists(files.model())
            && Files.exists(files.onnx())
            && (Files.exists(files.tflite()) || !network.isMobileNet());
    if (!complete) {
      Files.deleteIfExists(mark); // written last: half a network has none
      Files.deleteIfExists(files.torchScript());
      Model model = network.model();
      Model folded = BatchNormFolding.fold(model);
      write(files.onnx(), file -> OnnxWriter.write(folded, file));
      if (network.isMobileNet()) {
        write(files.tflite(), file -> TfliteWriter.write(folded, file));
      }
      new ModelFile(model, List.of()).write(files.model(), Storage.F32, Overwrite.REPLACE);
      Files.writeString(mark, fingerprint);
    }
    return new MeasuredNetwork(
        network.key(), files, Cost.of(network.architecture().build()).multiplyAdds());
  }

  /** The file that says which code has made the others. */
  static Path mark(NetworkFiles files) {
    return files.folder().resolve(files.name() + ".made-by");
  }

  /** Writes beside and moves, so that a file that is there is whole. */
  private static void write(Path file, Format format) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    format.write(part);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
