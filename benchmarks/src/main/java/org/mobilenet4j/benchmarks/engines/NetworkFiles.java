package org.mobilenet4j.benchmarks.engines;

import java.nio.file.Path;

/**
 * Where one network lies in the form that each runtime reads.
 *
 * @param folder the folder of all networks
 * @param name the network's name
 */
public record NetworkFiles(Path folder, String name) {
  /**
   * @return our own form
   */
  public Path model() {
    return folder.resolve(name + ".safetensors");
  }

  /**
   * @return ONNX
   */
  public Path onnx() {
    return folder.resolve(name + ".onnx");
  }

  /**
   * @return TensorFlow Lite; not there for every network
   */
  public Path tflite() {
    return folder.resolve(name + ".tflite");
  }

  /**
   * @return TorchScript; only there where Python made it
   */
  public Path torchScript() {
    return folder.resolve(name + ".pt");
  }
}
