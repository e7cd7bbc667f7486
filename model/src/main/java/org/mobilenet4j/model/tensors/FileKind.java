package org.mobilenet4j.model.tensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.network.NamedFile;

/** What a file of weights or of a model is, told by its first bytes, whatever its name ends in. */
public enum FileKind {
  /** Tensors under a JSON header; our own model files too. */
  SAFETENSORS("a safetensors file"),
  /** A zip, as torch writes its checkpoints. */
  ZIP("a zip"),
  /** A bare pickle, as torch wrote its checkpoints before version 1.6. */
  PICKLE("a bare pickle"),
  /** A protocol buffer that begins as ONNX models do. */
  ONNX("an ONNX model"),
  /** A TensorFlow Lite model. */
  TFLITE("a TensorFlow Lite model"),
  /** An HDF5 file, as Keras wrote its models. */
  HDF5("an HDF5 file"),
  /** Nothing of these. */
  UNKNOWN("of no kind that we know");

  private static final int PREFIX_BYTES = 512;
  private static final int PICKLE_PROTOCOL = 0x80;
  private static final byte[] HDF5_SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private final String words;

  FileKind(String words) {
    this.words = words;
  }

  /**
   * @return what to call such a file in a sentence
   */
  public String words() {
    return words;
  }

  /**
   * @param path a file
   * @return its kind
   * @throws ModelFormatException if it cannot be read or is empty
   */
  public static FileKind of(Path path) {
    if (Files.isDirectory(path)) {
      throw new ModelFormatException(
          "%s is a folder; expected a file of weights or a model.".formatted(path));
    }
    try (InputStream in = NamedFile.open(path)) {
      byte[] prefix = in.readNBytes(PREFIX_BYTES);
      if (prefix.length == 0) {
        throw new ModelFormatException(
            "%s is empty; expected a file of weights or a model.".formatted(path));
      }
      return of(prefix);
    } catch (IOException e) {
      throw new ModelFormatException("%s cannot be read (%s).".formatted(path, IoReason.of(e)), e);
    }
  }

  private static FileKind of(byte[] prefix) {
    if (startsWith(prefix, 0, HDF5_SIGNATURE)) {
      return HDF5;
    } else if (startsWith(prefix, 0, ascii("PK\3\4")) || startsWith(prefix, 0, ascii("PK\5\6"))) {
      return ZIP;
    } else if (startsWith(prefix, 4, ascii("TFL3"))) {
      return TFLITE;
    } else if (isSafetensors(prefix)) {
      return SAFETENSORS;
    } else if ((prefix[0] & 0xff) == PICKLE_PROTOCOL && prefix.length > 1 && prefix[1] <= 5) {
      return PICKLE;
    } else if (isOnnx(prefix)) {
      return ONNX;
    }
    return UNKNOWN;
  }

  /** A length that a header can have, and then an object. */
  private static boolean isSafetensors(byte[] prefix) {
    if (prefix.length <= 8 || prefix[8] != '{') {
      return false;
    }
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length >= 2 && length >> 48 == 0;
  }

  /** Field 1 of ONNX's ModelProto is a small number, the version of the format; texts follow. */
  private static boolean isOnnx(byte[] prefix) {
    return prefix.length > 4 && prefix[0] == 0x08 && prefix[1] > 0 && prefix[1] < 32;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] signature) {
    return bytes.length >= at + signature.length
        && Arrays.equals(bytes, at, at + signature.length, signature, 0, signature.length);
  }
}
