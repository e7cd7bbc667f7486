package org.mobilenet4j.training.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mobilenet4j.network.NamedFile;
import org.mobilenet4j.vision.image.DecodeOptions;
import org.mobilenet4j.vision.image.ImageFormatException;
import org.mobilenet4j.vision.image.Images;
import org.mobilenet4j.vision.image.Pixels;

/** A picture as it is stored: a file, or the bytes of an archive's entry. */
sealed interface StoredPicture {
  /** Endings of the formats that are read; other files are no pictures. */
  Set<String> ENDINGS = Set.of("jpg", "jpeg", "jpe", "png", "webp", "bmp", "gif", "tif", "tiff");

  /** By what name to speak of it. */
  String name();

  /** The folders and the name below the source, or a CSV's cell: the same wherever that lies. */
  List<String> place();

  /** How many bytes there are. */
  long size() throws IOException;

  InputStream open() throws IOException;

  /**
   * @throws ImageFormatException if it cannot be read
   */
  Pixels decode(DecodeOptions options);

  /** Whether a name ends as a picture's does. */
  static boolean namesPicture(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0
        && !name.startsWith(".")
        && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** A file of its own. */
  record InFile(Path file, List<String> place) implements StoredPicture {
    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public long size() throws IOException {
      return Files.size(file);
    }

    @Override
    public InputStream open() throws IOException {
      return NamedFile.open(file);
    }

    @Override
    public Pixels decode(DecodeOptions options) {
      return Images.decode(file, options);
    }
  }

  /** An entry of an archive, in memory. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record InArchive(String name, List<String> place, byte[] bytes) implements StoredPicture {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public Pixels decode(DecodeOptions options) {
      return Images.decode(name, bytes, options);
    }
  }
}
