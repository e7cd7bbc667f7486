package org.mobilenet4j.model.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.tensors.ElementType;

/**
 * Writes safetensors files. The bytes depend on the tensors, their order and the metadata alone:
 * metadata are sorted by key, singles lie before halves so that all are aligned.
 */
public final class SafetensorsWriter {
  private static final int CHUNK_BYTES = 1 << 16;

  /**
   * A tensor to be written.
   *
   * @param name its name in the file
   * @param tensor its numbers
   * @param type how they are stored: F32 or F16
   */
  public record Stored(String name, Tensor tensor, ElementType type) {
    public Stored {
      if (type != ElementType.F32 && type != ElementType.F16) {
        throw new IllegalArgumentException(
            "Tensor '%s' cannot be written as %s; expected F32 or F16.".formatted(name, type));
      }
    }
  }

  private SafetensorsWriter() {}

  /**
   * Writes a file beside its final place and moves it there.
   *
   * @param path the file
   * @param tensors what it shall hold; names are unique
   * @param metadata texts beside the tensors
   * @param overwrite what happens if the file is there already
   * @throws ModelFormatException if it cannot be written, or a number is too large for half
   *     precision
   */
  public static void write(
      Path path, List<Stored> tensors, Map<String, String> metadata, Overwrite overwrite) {
    List<Stored> inOrder =
        Stream.concat(
                tensors.stream().filter(stored -> stored.type() == ElementType.F32),
                tensors.stream().filter(stored -> stored.type() == ElementType.F16))
            .toList();
    byte[] header = header(inOrder, new TreeMap<>(metadata));
    FileBeside.write(
        path,
        overwrite,
        channel -> {
          ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
          writeAll(channel, length.putLong(header.length).flip());
          writeAll(channel, ByteBuffer.wrap(header));
          for (Stored stored : inOrder) {
            writeNumbers(channel, stored, path);
          }
        });
  }

  private static byte[] header(List<Stored> tensors, Map<String, String> metadata) {
    HeaderJson json = new HeaderJson();
    if (!metadata.isEmpty()) {
      json.metadata(metadata);
    }
    long offset = 0;
    Set<String> names = new HashSet<>();
    for (Stored stored : tensors) {
      if (!names.add(stored.name())) {
        throw new IllegalArgumentException(
            "Two tensors are called '%s'; names must be unique.".formatted(stored.name()));
      }
      long end = offset + (long) stored.tensor().values().length * stored.type().bytes();
      json.tensor(stored, offset, end);
      offset = end;
    }
    String text = json.end();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Spaces up to a multiple of eight, so that the numbers begin aligned.
    String padding = " ".repeat((8 - bytes.length % 8) % 8);
    return (text + padding).getBytes(StandardCharsets.UTF_8);
  }

  private static void writeNumbers(FileChannel channel, Stored stored, Path path)
      throws IOException {
    float[] values = stored.tensor().values();
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      if (buffer.remaining() < stored.type().bytes()) {
        writeAll(channel, buffer.flip());
        buffer.clear();
      }
      if (stored.type() == ElementType.F32) {
        buffer.putFloat(values[i]);
      } else {
        buffer.putShort(half(values[i], i, stored.name(), path));
      }
    }
    writeAll(channel, buffer.flip());
  }

  private static short half(float value, int index, String name, Path path) {
    short half = Float.floatToFloat16(value);
    if (Float.isFinite(value) && Float.isInfinite(Float.float16ToFloat(half))) {
      throw new ModelFormatException(
          "%s: element %d of tensor '%s' is %s, which half precision cannot hold; store it as F32."
              .formatted(path, index, name, value));
    }
    return half;
  }

  private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
