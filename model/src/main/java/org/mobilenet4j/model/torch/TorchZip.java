package org.mobilenet4j.model.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.tensors.IoReason;
import org.mobilenet4j.network.NamedFile;

/** The zip around a checkpoint: one folder with {@code data.pkl} and a storage a file. */
final class TorchZip implements AutoCloseable {
  /** The pickle of a network of a thousand tensors has some 150 kB. */
  private static final int MAX_PICKLE_BYTES = 16 << 20;

  private static final int MAX_ENTRIES = 200_000;

  /** Weights hardly shrink; what unfolds further than this was made to do harm. */
  private static final long MAX_RATIO = 64;

  private static final int CHECKSUM_BYTES = 1 << 16;

  private final Path path;
  private final ZipFile zip;
  private final long fileBytes;
  private final Map<String, ZipEntry> entries;
  private final String folder;
  private final Set<String> compared = ConcurrentHashMap.newKeySet(); // with their checksums

  private TorchZip(Path path, ZipFile zip, long fileBytes) {
    this.path = path;
    this.fileBytes = fileBytes;
    this.zip = zip;
    this.entries = entries();
    this.folder = folder();
  }

  /**
   * @throws ModelFormatException if the file is no zip, or not one that torch has saved
   * @throws IOException if the file cannot be read
   */
  static TorchZip open(Path path) throws IOException {
    NamedFile.requireReadable(path);
    ZipFile zip = new ZipFile(path.toFile());
    try {
      return new TorchZip(path, zip, Files.size(path));
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private Map<String, ZipEntry> entries() {
    if (zip.size() > MAX_ENTRIES) {
      throw new ModelFormatException(
          "%s is a zip of %d entries; expected at most %d."
              .formatted(path, zip.size(), MAX_ENTRIES));
    }
    Map<String, ZipEntry> byName = new HashMap<>();
    zip.stream()
        .forEach(entry -> {
          if (byName.put(entry.getName(), entry) != null) {
            throw new ModelFormatException(
                "%s: the zip has the entry '%s' twice; the file is damaged."
                    .formatted(path, entry.getName()));
          }
        });
    return byName;
  }

  private String folder() {
    List<String> pickles =
        entries.keySet().stream()
            .filter(name -> name.equals("data.pkl") || name.endsWith("/data.pkl"))
            .toList();
    if (pickles.size() != 1) {
      throw new ModelFormatException(
          "%s is a zip with %d entries called 'data.pkl'; expected one, as torch.save writes it."
              .formatted(path, pickles.size()));
    }
    String pickle = pickles.getFirst();
    String prefix = pickle.substring(0, pickle.length() - "data.pkl".length());
    if (entries.containsKey(prefix + "constants.pkl")) {
      throw new ModelFormatException(
          "%s is a TorchScript program; expected weights alone: save them with torch.save(torch.jit.load(path).state_dict(), 'weights.pth')."
              .formatted(path));
    }
    return prefix;
  }

  byte[] pickle() throws IOException {
    return small("data.pkl", MAX_PICKLE_BYTES);
  }

  /**
   * @throws ModelFormatException if the numbers are big endian
   */
  void requireLittleEndian() throws IOException {
    if (entries.containsKey(folder + "byteorder")) {
      String order = new String(small("byteorder", 16), StandardCharsets.US_ASCII).strip();
      if (!order.equals("little")) {
        throw new ModelFormatException(
            "%s was saved with the byte order '%s'; expected 'little': save it again on a usual machine."
                .formatted(path, order));
      }
    }
  }

  /**
   * Checks that the zip holds a storage.
   *
   * @param storage what the pickle says of it
   * @throws ModelFormatException if it is not there or has another length
   */
  void require(PickleValue.Storage storage) {
    ZipEntry entry = entry("data/" + storage.key());
    int bytes = storage.type().bytes();
    if (entry.getSize() % bytes != 0 || entry.getSize() / bytes != storage.elements()) {
      throw new ModelFormatException(
          "%s: the zip's entry '%s' has %d bytes, but the pickle says it holds %d numbers of type %s; the file is damaged."
              .formatted(
                  path, entry.getName(), entry.getSize(), storage.elements(), storage.type()));
    }
  }

  /**
   * @param storage a storage that has been checked
   * @return its bytes
   * @throws ModelFormatException if they do not fit their checksum
   */
  InputStream stream(PickleValue.Storage storage) throws IOException {
    ZipEntry entry = entry("data/" + storage.key());
    requireChecksum(entry);
    return zip.getInputStream(entry);
  }

  /** The JDK's ZipFile compares none; of a storage that many tensors share, once is enough. */
  private void requireChecksum(ZipEntry entry) throws IOException {
    // Zero where torch was told to compute none (torch.serialization.set_crc32_options(False)).
    if (entry.getCrc() <= 0 || !compared.add(entry.getName())) {
      return;
    }
    CRC32 checksum = new CRC32();
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = new byte[CHECKSUM_BYTES];
      long left = entry.getSize();
      while (left > 0) {
        int read = in.read(bytes, 0, (int) Math.min(bytes.length, left));
        if (read < 0) {
          break;
        }
        checksum.update(bytes, 0, read);
        left -= read;
      }
    }
    if (checksum.getValue() != entry.getCrc()) {
      throw new ModelFormatException(
          "%s: the zip's entry '%s' has the checksum %08x, but the zip says %08x; the file is damaged: take it from its source again."
              .formatted(path, entry.getName(), checksum.getValue(), entry.getCrc()));
    }
  }

  private byte[] small(String name, int limit) throws IOException {
    ZipEntry entry = entry(name);
    if (entry.getSize() > limit) { // before all of it is read for its checksum
      throw tooLarge(entry, limit);
    }
    requireChecksum(entry);
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw tooLarge(entry, limit);
      }
      return bytes;
    }
  }

  private ModelFormatException tooLarge(ZipEntry entry, int limit) {
    return new ModelFormatException(
        "%s: the zip's entry '%s' has more than %d bytes, which no checkpoint needs."
            .formatted(path, entry.getName(), limit));
  }

  private ZipEntry entry(String name) {
    ZipEntry entry = entries.get(folder + name);
    if (entry == null) {
      throw new ModelFormatException(
          "%s: the zip lacks the entry '%s'; the file is damaged or was not made by torch.save."
              .formatted(path, folder + name));
    }
    if (entry.getCompressedSize() > fileBytes) {
      throw new ModelFormatException(
          "%s: the zip's entry '%s' claims %d bytes of a file of %d; the file is truncated or damaged."
              .formatted(path, entry.getName(), entry.getCompressedSize(), fileBytes));
    }
    long packed = Math.max(1, entry.getCompressedSize());
    if (entry.getSize() < 0 || entry.getSize() / packed > MAX_RATIO) {
      throw new ModelFormatException(
          "%s: the zip's entry '%s' unfolds from %d to %d bytes; torch writes its files unpacked."
              .formatted(path, entry.getName(), entry.getCompressedSize(), entry.getSize()));
    }
    return entry;
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new ModelFormatException(
          "%s cannot be closed (%s).".formatted(path, IoReason.of(e)), e);
    }
  }
}
