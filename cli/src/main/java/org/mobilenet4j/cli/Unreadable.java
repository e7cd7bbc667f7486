package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mobilenet4j.vision.image.ImageFormatException;

/** Says that a photo could not be read, and lets the others go on. */
final class Unreadable {
  private Unreadable() {}

  static void print(Console console, OutputFormat format, Path file, ImageFormatException e) {
    console.remark(String.valueOf(e.getMessage()));
    switch (format) {
      case TABLE -> {}
      case JSON -> {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", file);
        document.put("error", e.getMessage());
        Json.print(console.out(), document);
      }
    }
  }
}
