package org.mobilenet4j.model.imports;

import java.nio.file.Path;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.safetensors.SafetensorsFile;
import org.mobilenet4j.model.tensors.FileKind;
import org.mobilenet4j.model.tensors.TensorFile;
import org.mobilenet4j.model.torch.TorchFile;

/** Opens a file of named tensors, whichever of the kinds that we read it is. */
public final class TensorFiles {
  private TensorFiles() {}

  /**
   * @param path a safetensors file or a checkpoint of PyTorch; its first bytes decide, not its name
   * @return the open file, to be closed
   * @throws ModelFormatException if it cannot be read, is damaged, or is of another kind; the
   *     message then says what to do with that kind
   */
  public static TensorFile open(Path path) {
    return switch (FileKind.of(path)) {
      case SAFETENSORS -> SafetensorsFile.open(path);
      case ZIP -> TorchFile.open(path);
      case PICKLE ->
          throw refusal(
              path,
              FileKind.PICKLE,
              "torch wrote such files before version 1.6: load it there and save it again with torch.save(state_dict, 'weights.pth')");
      case ONNX ->
          throw refusal(
              path, FileKind.ONNX, "it brings its own architecture: import it without naming one");
      case TFLITE ->
          throw refusal(
              path,
              FileKind.TFLITE,
              "we cannot read these yet: export the weights as .safetensors or the model as .onnx");
      case HDF5 ->
          throw refusal(
              path,
              FileKind.HDF5,
              "we cannot read Keras's .h5: export the weights as .safetensors or the model as .onnx");
      case UNKNOWN ->
          throw refusal(
              path, FileKind.UNKNOWN, "expected .safetensors, torch's .pth or an ONNX model");
    };
  }

  private static ModelFormatException refusal(Path path, FileKind kind, String advice) {
    return new ModelFormatException("%s is %s; %s.".formatted(path, kind.words(), advice));
  }
}
