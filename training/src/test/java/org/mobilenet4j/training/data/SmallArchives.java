package org.mobilenet4j.training.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.vision.image.Pixels;
import org.mobilenet4j.vision.image.Png;

/** Data sets of a few tiny pictures, as folders and archives. */
final class SmallArchives {
  private SmallArchives() {}

  /** A PNG of one colour; each number gives other bytes. */
  static byte[] png(int number) {
    byte[] rgb = {(byte) number, (byte) (number >> 8), 77};
    return Png.encode(Pixels.of(Extent.ONE, rgb));
  }

  /** {@code count} pictures in each folder, all different. */
  static Map<String, byte[]> pictures(int count, String... folders) {
    Map<String, byte[]> files = new TreeMap<>();
    for (String folder : folders) {
      for (int i = 0; i < count; i++) {
        files.put("%s/%02d.png".formatted(folder, i), png(files.size()));
      }
    }
    return files;
  }

  static Path folder(Path at, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = at.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return at;
  }

  static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** A tar with one entry of a special kind, such as a link, after the pictures. */
  static byte[] tarWith(Map<String, byte[]> files, TarArchiveEntry special) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.putArchiveEntry(special);
      tar.closeArchiveEntry();
    }
    byte[] pictures = tar(files);
    byte[] joined = new byte[512 + pictures.length];
    System.arraycopy(bytes.toByteArray(), 0, joined, 0, 512);
    System.arraycopy(pictures, 0, joined, 512, pictures.length);
    return joined;
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  static byte[] zip(Map<String, byte[]> files, String... links) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putArchiveEntry(new ZipArchiveEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeArchiveEntry();
      }
      for (String link : links) {
        ZipArchiveEntry entry = new ZipArchiveEntry(link);
        entry.setUnixMode(0120777);
        zip.putArchiveEntry(entry);
        zip.write("/etc/passwd".getBytes(StandardCharsets.UTF_8));
        zip.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
