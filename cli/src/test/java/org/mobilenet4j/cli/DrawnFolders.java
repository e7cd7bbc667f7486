package org.mobilenet4j.cli;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Photos of three colours in a folder each: what a small network learns at once. */
final class DrawnFolders {
  /** A small network, a short run. */
  static final List<Object> SHORT =
      List.of(
          "--architecture",
          "mobilenet-v1",
          "--width",
          "0.25",
          "--resolution",
          "32",
          "--batch",
          "8",
          "--learning-rate",
          "0.05");

  private static final Map<String, Color> CLASSES = classes();

  private DrawnFolders() {}

  private static Map<String, Color> classes() {
    Map<String, Color> classes = new LinkedHashMap<>();
    classes.put("red", Color.RED);
    classes.put("green", Color.GREEN);
    classes.put("blue", Color.BLUE);
    return classes;
  }

  /** As many photos of each class, no two alike. */
  static Path folders(Path folder, int photos) throws IOException {
    for (Map.Entry<String, Color> each : CLASSES.entrySet()) {
      for (int i = 0; i < photos; i++) {
        Color colour = each.getValue();
        int dark = 3 * i;
        SmallFiles.photo(
            folder.resolve("%s/%02d.png".formatted(each.getKey(), i)),
            new Color(
                Math.max(0, colour.getRed() - dark),
                Math.max(0, colour.getGreen() - dark),
                Math.max(0, colour.getBlue() - dark)));
      }
    }
    return folder;
  }

  /** The same in an archive. */
  static Path zip(Path folder, Path zip) throws IOException {
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
        entries.write(Files.readAllBytes(file));
      }
    }
    return zip;
  }

  /** The words of a short run. */
  static Object[] train(Path data, Path model, Object... more) {
    List<Object> words = new ArrayList<>(List.of("train", "--data", data, "--output", model));
    words.addAll(SHORT);
    words.addAll(List.of(more));
    return words.toArray();
  }
}
