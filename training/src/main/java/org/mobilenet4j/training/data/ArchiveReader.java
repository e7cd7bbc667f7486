package org.mobilenet4j.training.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.mobilenet4j.network.NamedFile;

/** Reads pictures out of a tar, tar.gz or zip without unpacking to disk. */
final class ArchiveReader {
  /** What an archive is, by its first bytes. */
  enum Kind {
    /** Zip, of any compression that commons-compress reads. */
    ZIP,
    /** Something gzipped; only a tar is read. */
    GZIP,
    /** Tar: POSIX or GNU. */
    TAR
  }

  private static final int TAR_BLOCK = 512;
  private static final int TAR_MAGIC_AT = 257;
  private static final int BUFFER = 1 << 16;
  private static final String EXPECTED =
      "expected a tar, tar.gz or zip of a folder of photos for each class; is it complete?";

  private ArchiveReader() {}

  /** What a file is, or empty if it is no archive that is read. */
  static Optional<Kind> kind(Path file) {
    try (InputStream stream = NamedFile.open(file)) {
      return kind(stream.readNBytes(TAR_BLOCK));
    } catch (IOException e) {
      throw DataException.unreadable(file, "a folder, an archive or a CSV of photos", e);
    }
  }

  private static Optional<Kind> kind(byte[] start) {
    if (startsWith(start, 0, 'P', 'K', 3, 4) || startsWith(start, 0, 'P', 'K', 5, 6)) {
      return Optional.of(Kind.ZIP);
    }
    if (startsWith(start, 0, 0x1F, 0x8B)) {
      return Optional.of(Kind.GZIP);
    }
    return startsWith(start, TAR_MAGIC_AT, 'u', 's', 't', 'a', 'r')
        ? Optional.of(Kind.TAR)
        : Optional.empty();
  }

  private static boolean startsWith(byte[] bytes, int offset, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (offset + i >= bytes.length || (bytes[offset + i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  static Contents read(Path file, Kind kind, long maxBytes) {
    ArchiveEntries entries = new ArchiveEntries(file, maxBytes);
    try {
      switch (kind) {
        case ZIP -> zip(file, entries);
        case TAR -> {
          try (InputStream stream = Files.newInputStream(file)) {
            tar(new BufferedInputStream(stream, BUFFER), entries);
          }
        }
        case GZIP -> {
          try (InputStream stream = Files.newInputStream(file)) {
            gzippedTar(file, stream, entries);
          }
        }
      }
    } catch (IOException e) {
      throw new DataException(
          "%s cannot be read as an archive (%s); %s"
              .formatted(file, ArchiveEntries.printable(DataException.reason(e)), EXPECTED),
          e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      // Whatever another's reader throws at damaged bytes.
      throw new DataException(
          "%s is a damaged archive (%s); %s"
              .formatted(file, ArchiveEntries.printable(String.valueOf(e.getMessage())), EXPECTED),
          e);
    }
    return entries.contents();
  }

  private static void gzippedTar(Path file, InputStream stream, ArchiveEntries entries)
      throws IOException {
    BufferedInputStream unpacked =
        new BufferedInputStream(new GZIPInputStream(stream, BUFFER), BUFFER);
    unpacked.mark(TAR_BLOCK);
    byte[] start = unpacked.readNBytes(TAR_BLOCK);
    unpacked.reset();
    if (!kind(start).equals(Optional.of(Kind.TAR))) {
      throw new DataException(
          "%s is gzipped, but there is no tar in it; %s".formatted(file, EXPECTED));
    }
    tar(unpacked, entries);
  }

  private static void tar(InputStream stream, ArchiveEntries entries) throws IOException {
    CountedStream counted = new CountedStream(stream, entries);
    TarArchiveInputStream tar = new TarArchiveInputStream(counted, StandardCharsets.UTF_8.name());
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      counted.betweenEntries();
      if (!entry.isCheckSumOK()) {
        throw new IOException("the header of '%s' is damaged".formatted(entry.getName()));
      }
      if (entry.isDirectory()) {
        entries.folder(entry.getName());
      } else if (isOrdinary(entry)) {
        try {
          entries.file(entry.getName(), tar);
        } catch (IOException e) {
          throw entries.damaged(entry.getName(), e);
        }
        counted.betweenEntries();
      } else {
        entries.link(entry.getName());
      }
    }
    if (!counted.sawEmptyBlock()) {
      entries.endMissing();
    }
  }

  private static boolean isOrdinary(TarArchiveEntry entry) {
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> true;
      default -> false;
    };
  }

  private static void zip(Path file, ArchiveEntries entries) throws IOException {
    try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        String name = entry.getName();
        if (entry.isDirectory()) {
          entries.folder(name);
        } else if (entry.isUnixSymlink()) {
          entries.link(name);
        } else if (!zip.canReadEntryData(entry)) {
          throw new DataException(
              "%s: entry '%s' is encrypted, or compressed by a method that is not read; %s"
                  .formatted(file, ArchiveEntries.printable(name), EXPECTED));
        } else {
          try (InputStream content = zip.getInputStream(entry)) {
            entries.file(name, content);
          } catch (IOException
              | IllegalArgumentException
              | IndexOutOfBoundsException
              | ArithmeticException e) {
            throw entries.damaged(name, e);
          }
        }
      }
    }
  }
}
