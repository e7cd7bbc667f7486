package org.mobilenet4j.cli;

import java.awt.Color;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Command lines with a mistake, over a folder of small files with and without one.
 *
 * @param folder where the files lie
 */
record Mistakes(Path folder) {
  /** Makes the small files. */
  static Mistakes in(Path folder) throws IOException {
    SmallFiles.model(folder.resolve("model.safetensors"));
    SmallFiles.weights(folder.resolve("weights.safetensors"), 5, Map.of());
    SmallFiles.photo(folder.resolve("photo.png"), Color.RED);
    SmallFiles.foreign(folder, "network.onnx");
    SmallFiles.foreign(folder, "sine.onnx");
    SmallFiles.foreign(folder, "weights.pth");
    SmallFiles.text(folder.resolve("empty"), "");
    SmallFiles.text(folder.resolve("text.txt"), "one\n\ntwo\n");
    Files.write(folder.resolve("latin.txt"), "Bär\n".getBytes(StandardCharsets.ISO_8859_1));
    Files.createDirectories(folder.resolve("empty-folder"));
    SmallFiles.text(folder.resolve("list.csv"), "file,class\nphoto.png,0\n");
    SmallFiles.text(folder.resolve("wrong.table"), "no table\n");
    for (String name :
        List.of("model.safetensors", "weights.safetensors", "network.onnx", "weights.pth")) {
      byte[] bytes = Files.readAllBytes(folder.resolve(name));
      Files.write(
          folder.resolve("cut-" + name), Arrays.copyOf(bytes, Math.max(9, bytes.length / 2)));
    }
    // A header of 2^47 bytes, and a picture that claims more pixels than there is memory.
    Files.write(
        folder.resolve("endless.safetensors"), new byte[] {0, 0, 0, 0, 0, (byte) 0x80, 0, 0, '{'});
    try (RandomAccessFile sparse =
        new RandomAccessFile(folder.resolve("sparse.bin").toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    return new Mistakes(folder);
  }

  /**
   * Words of a command line; {@code %s/} stands for the folder of small files, {@code ␣} for
   * nothing and {@code ·} for a space within a word.
   */
  Ran run(String line) {
    return Ran.command(
        (Object[])
            Arrays.stream(line.split(" ", -1))
                .map(word -> word.replace("%", folder + "/").replace("␣", "").replace("·", " "))
                .toArray(String[]::new));
  }

  /** A test for each line: it is refused. */
  Stream<DynamicTest> refused(List<String> lines) {
    return lines.stream().map(line -> DynamicTest.dynamicTest(line, () -> run(line).refused()));
  }
}
