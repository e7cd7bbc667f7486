package org.mobilenet4j.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Small files of every format that is imported, under {@code tiny/} beside this class, with the
 * recipe that made them ({@code make_tiny.py}) and what torch or ONNX Runtime computes with them.
 */
public final class TinyFiles {
  /**
   * What another program computed.
   *
   * @param file the network's file
   * @param seed makes the image
   * @param height of the image
   * @param width of the image
   * @param outputs before any softmax
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Golden(String file, long seed, int height, int width, float[] outputs) {}

  private TinyFiles() {}

  /**
   * @param name of a file under {@code tiny/}
   * @return its bytes
   */
  public static byte[] bytes(String name) {
    try (InputStream in = TinyFiles.class.getResourceAsStream("tiny/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("There is no tiny file '%s'.".formatted(name));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param name of a file under {@code tiny/}
   * @param folder where a copy is put
   * @return the copy
   */
  public static Path copy(String name, Path folder) {
    try {
      return Files.write(folder.resolve(name), bytes(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param name of a text under {@code tiny/} whose first line is a heading
   * @return the cells of the other lines
   */
  public static List<List<String>> table(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(line -> List.of(line.split(",", -1)))
        .toList();
  }

  /**
   * @return what other programs computed with the files
   */
  public static List<Golden> goldens() {
    return table("logits.csv").stream().map(TinyFiles::golden).toList();
  }

  private static Golden golden(List<String> cells) {
    List<String> numbers = cells.subList(4, cells.size());
    float[] outputs = new float[numbers.size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = Float.parseFloat(numbers.get(i));
    }
    return new Golden(
        cells.get(0),
        Long.parseLong(cells.get(1)),
        Integer.parseInt(cells.get(2)),
        Integer.parseInt(cells.get(3)),
        outputs);
  }
}
