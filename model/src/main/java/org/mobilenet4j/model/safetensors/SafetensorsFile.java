package org.mobilenet4j.model.safetensors;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.model.InterruptedReadingException;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.tensors.Elements;
import org.mobilenet4j.model.tensors.IoReason;
import org.mobilenet4j.model.tensors.TensorEntry;
import org.mobilenet4j.model.tensors.TensorFile;
import org.mobilenet4j.network.MobileNetException;
import org.mobilenet4j.network.NamedFile;

/** An open safetensors file; its header has been checked against the length of the file. */
public final class SafetensorsFile implements TensorFile {
  /** The eight bytes before the header. */
  private static final int PREFIX_BYTES = 8;

  /** The format allows 100 MB; the header of ten thousand tensors has one. */
  static final int MAX_HEADER_BYTES = 32 << 20;

  private final Path path;
  private final SeekableByteChannel channel;
  private final long dataStart;
  private final SafetensorsHeader header;
  private final Map<String, TensorEntry> entries;

  private SafetensorsFile(
      Path path, SeekableByteChannel channel, long dataStart, SafetensorsHeader header) {
    this.path = path;
    this.channel = channel;
    this.dataStart = dataStart;
    this.header = header;
    Map<String, TensorEntry> byName = new LinkedHashMap<>();
    header.tensors().forEach((name, located) -> byName.put(name, located.entry()));
    this.entries = Collections.unmodifiableMap(byName);
  }

  /**
   * Opens a file and checks its header.
   *
   * @param path the file
   * @return the open file, to be closed
   * @throws ModelFormatException if it cannot be read, is no safetensors file, or is damaged
   * @throws InterruptedReadingException if the thread is interrupted
   */
  public static SafetensorsFile open(Path path) {
    try {
      NamedFile.requireReadable(path);
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        return open(path, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * Opens a file that lies in memory.
   *
   * @param path what to call it in messages
   * @param bytes the whole file; not copied
   * @return the open file, to be closed
   * @throws ModelFormatException if it is no safetensors file, or is damaged
   */
  public static SafetensorsFile of(Path path, byte[] bytes) {
    try {
      return open(path, new BytesChannel(bytes));
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static SafetensorsFile open(Path path, SeekableByteChannel channel) throws IOException {
    long size = channel.size();
    if (size < PREFIX_BYTES) {
      throw new ModelFormatException(
          "%s has %d bytes; expected a safetensors file, which has at least 10."
              .formatted(path, size));
    }
    ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    fill(channel, prefix, 0);
    long headerBytes = prefix.flip().getLong();
    if (headerBytes < 2 || headerBytes > size - PREFIX_BYTES) {
      throw new ModelFormatException(
          "%s claims a header of %s bytes in a file of %d; it is truncated or no safetensors file."
              .formatted(path, Long.toUnsignedString(headerBytes), size));
    }
    if (headerBytes > MAX_HEADER_BYTES) {
      throw new ModelFormatException(
          "%s has a header of %d bytes; expected at most %d."
              .formatted(path, headerBytes, MAX_HEADER_BYTES));
    }
    ByteBuffer json = ByteBuffer.allocate((int) headerBytes);
    fill(channel, json, PREFIX_BYTES);
    long dataStart = PREFIX_BYTES + headerBytes;
    SafetensorsHeader header =
        SafetensorsHeader.parse(json.array(), size - dataStart, path.toString());
    return new SafetensorsFile(path, channel, dataStart, header);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public Map<String, TensorEntry> entries() {
    return entries;
  }

  @Override
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  @Override
  public Tensor load(String name) {
    SafetensorsHeader.Located located = header.tensors().get(name);
    if (located == null) {
      throw new IllegalArgumentException("%s has no tensor '%s'.".formatted(path, name));
    }
    TensorEntry entry = located.entry();
    List<Integer> dimensions = entry.loadableDimensions(path.toString());
    long[] position = {dataStart + located.begin()};
    try {
      float[] values =
          Elements.read(
              entry.type(),
              (int) entry.elements(),
              buffer -> position[0] += fill(channel, buffer, position[0]),
              "%s: tensor '%s'".formatted(path, name));
      return new Tensor(dimensions, values);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static int fill(SeekableByteChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    int wanted = buffer.remaining();
    long at = position;
    while (buffer.hasRemaining()) {
      int read = channel.position(at).read(buffer);
      if (read < 0) {
        throw new EOFException("the file has become shorter while it was read");
      }
      at += read;
    }
    return wanted;
  }

  private static MobileNetException unreadable(Path path, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return new InterruptedReadingException(path, e);
    }
    return new ModelFormatException("%s cannot be read (%s).".formatted(path, IoReason.of(e)), e);
  }
}
