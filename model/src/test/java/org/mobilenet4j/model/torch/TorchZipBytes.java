package org.mobilenet4j.model.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Writes zips as torch does, and such as lie. */
final class TorchZipBytes {
  private static final int CENTRAL_ENTRY = 0x02014b50;

  private TorchZipBytes() {}

  /** A checkpoint of one pickle and one storage. */
  static byte[] of(byte[] pickle, byte[] storage) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a/data.pkl", pickle);
    entries.put("a/data/0", storage);
    return stored(entries);
  }

  static byte[] stored(Map<String, byte[]> entries) {
    return zip(entries, ZipEntry.STORED);
  }

  static byte[] deflated(Map<String, byte[]> entries) {
    return zip(entries, ZipEntry.DEFLATED);
  }

  private static byte[] zip(Map<String, byte[]> entries, int method) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry described = new ZipEntry(entry.getKey());
        described.setMethod(method);
        if (method == ZipEntry.STORED) {
          CRC32 checksum = new CRC32();
          checksum.update(entry.getValue());
          described.setCrc(checksum.getValue());
          described.setSize(entry.getValue().length);
        }
        zip.putNextEntry(described);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static Map<String, byte[]> entries(Path folder, byte[] zip) {
    try {
      Path file = Files.write(folder.resolve("entries.zip"), zip);
      Map<String, byte[]> entries = new LinkedHashMap<>();
      try (ZipFile in = new ZipFile(file.toFile())) {
        for (ZipEntry entry : Collections.list(in.entries())) {
          entries.put(entry.getName(), in.getInputStream(entry).readAllBytes());
        }
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same zip whose table of contents says something else of one entry. */
  static byte[] lying(byte[] zip, String name, int packed, int unpacked) {
    ByteBuffer bytes = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + 46 < zip.length; at++) {
      if (bytes.getInt(at) == CENTRAL_ENTRY) {
        int length = bytes.getShort(at + 28);
        String found = new String(zip, at + 46, length, StandardCharsets.UTF_8);
        if (found.equals(name)) {
          bytes.putInt(at + 20, packed).putInt(at + 24, unpacked);
          return bytes.array();
        }
      }
    }
    throw new IllegalArgumentException("no entry " + name);
  }

  /** The same zip with one bit of an entry's content flipped. */
  static byte[] flipped(byte[] zip, byte[] content) {
    for (int at = 0; at + content.length <= zip.length; at++) {
      if (Arrays.equals(zip, at, at + content.length, content, 0, content.length)) {
        byte[] flipped = zip.clone();
        flipped[at + content.length / 2] ^= 1;
        return flipped;
      }
    }
    throw new IllegalArgumentException("no such content");
  }

  /** The same zip whose table of contents has zeros in place of checksums. */
  static byte[] withoutChecksums(byte[] zip) {
    ByteBuffer bytes = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + 46 < zip.length; at++) {
      if (bytes.getInt(at) == CENTRAL_ENTRY) {
        bytes.putInt(at + 16, 0);
      }
    }
    return bytes.array();
  }

  /** The same zip with an entry under another name of the same length, everywhere. */
  static byte[] renamed(byte[] zip, String from, String to) {
    return new String(zip, StandardCharsets.ISO_8859_1)
        .replace(from, to)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
