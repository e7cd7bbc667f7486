package org.mobilenet4j.model.torch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.tensors.Elements;
import org.mobilenet4j.model.tensors.IoReason;
import org.mobilenet4j.model.tensors.TensorEntry;
import org.mobilenet4j.model.tensors.TensorFile;

/** An open checkpoint of PyTorch in its zip form; its pickle has been read and checked. */
public final class TorchFile implements TensorFile {
  /** The key of {@link #metadata} that says where in the checkpoint the tensors were found. */
  public static final String SECTION = "checkpoint section";

  private final Path path;
  private final TorchZip zip;
  private final Checkpoint checkpoint;
  private final Map<String, TensorEntry> entries;

  private TorchFile(Path path, TorchZip zip, Checkpoint checkpoint) {
    this.path = path;
    this.zip = zip;
    this.checkpoint = checkpoint;
    Map<String, TensorEntry> byName = new LinkedHashMap<>();
    checkpoint.tensors().forEach((name, view) -> byName.put(name, entry(name, view)));
    this.entries = Collections.unmodifiableMap(byName);
  }

  /**
   * Opens a checkpoint, reads its pickle and checks that all tensors have their numbers.
   *
   * @param path the file
   * @return the open file, to be closed
   * @throws ModelFormatException if it cannot be read, is no such zip, is damaged, or names
   *     anything but tensors
   */
  public static TorchFile open(Path path) {
    try {
      TorchZip zip = TorchZip.open(path);
      try {
        zip.requireLittleEndian();
        PickleValue root = PickleMachine.run(zip.pickle(), path.toString());
        return new TorchFile(path, zip, Checkpoint.of(root, path.toString()));
      } catch (IOException | RuntimeException e) {
        zip.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private TensorEntry entry(String name, PickleValue.View view) {
    PickleValue.Storage storage = view.storage();
    zip.require(storage);
    TensorEntry entry =
        TensorEntry.claimed(
            name,
            storage.type(),
            view.dimensions(),
            storage.elements() * storage.type().bytes(),
            path.toString());
    if (entry.elements() > 0 && !Strides.of(view).fitInto(storage.elements())) {
      throw new ModelFormatException(
          "%s: tensor '%s' of shape %s with strides %s begins at number %d of a storage of %d; expected all of it inside."
              .formatted(
                  path,
                  name,
                  view.dimensions(),
                  view.strides(),
                  view.offset(),
                  storage.elements()));
    }
    return entry;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public Map<String, TensorEntry> entries() {
    return entries;
  }

  /**
   * @return the names that led to the tensors under {@link #SECTION}, if they did not stand alone
   */
  @Override
  public Map<String, String> metadata() {
    return checkpoint.section().isEmpty() ? Map.of() : Map.of(SECTION, checkpoint.section());
  }

  @Override
  public Tensor load(String name) {
    PickleValue.View view = checkpoint.tensors().get(name);
    TensorEntry entry = entries.get(name);
    if (view == null || entry == null) {
      throw new IllegalArgumentException("%s has no tensor '%s'.".formatted(path, name));
    }
    List<Integer> dimensions = entry.loadableDimensions(path.toString());
    Strides strides = Strides.of(view);
    int span = Math.toIntExact(strides.span());
    try (InputStream in = zip.stream(view.storage())) {
      in.skipNBytes(view.offset() * entry.type().bytes());
      ReadableByteChannel channel = Channels.newChannel(in);
      float[] spanned =
          Elements.read(
              entry.type(),
              span,
              buffer -> fill(channel, buffer),
              "%s: tensor '%s'".formatted(path, name));
      return new Tensor(dimensions, strides.gather(spanned));
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static void fill(ReadableByteChannel from, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (from.read(buffer) < 0) {
        throw new EOFException("a tensor's numbers end early");
      }
    }
  }

  @Override
  public void close() {
    zip.close();
  }

  private static ModelFormatException unreadable(Path path, IOException e) {
    String advice = e instanceof ZipException ? "; the file is truncated or damaged" : "";
    return new ModelFormatException(
        "%s cannot be read (%s)%s.".formatted(path, IoReason.of(e), advice), e);
  }
}
