package org.mobilenet4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Words that name no file, or no number that there is. */
final class TypedWordsTest {
  @TempDir private static Path folder;
  private static Mistakes mistakes = new Mistakes(Path.of(""));

  @BeforeAll
  static void make() throws IOException {
    mistakes = Mistakes.in(folder);
  }

  private static Ran run(String line) {
    return mistakes.run(line);
  }

  @TestFactory
  Stream<DynamicTest> an_empty_name_of_a_file_is_no_name_of_the_current_folder() {
    return Stream.of(
            "classify ␣",
            "classify %photo.png ␣",
            "classify %photo.png --model ␣",
            "embed ␣ --model %model.safetensors",
            "inspect ␣",
            "resume ␣",
            "audit ␣",
            "evaluate ␣ --model cifar10",
            "evaluate %list.csv --model=",
            "evaluate %list.csv --model cifar10 --images ␣",
            "evaluate %list.csv --model cifar10 --wnids ␣",
            "evaluate %list.csv --model cifar10 --predictions ␣",
            "evaluate %list.csv --model cifar10 --report ␣",
            "import ␣ --output %x",
            "import %network.onnx --output ␣",
            "import %network.onnx --output %x --labels ␣",
            "train --data ␣",
            "train --output=",
            "train --report ␣",
            "train --from ␣",
            "train --teacher ␣",
            "preview --data ␣",
            "preview --output ␣")
        .map(line ->
            DynamicTest.dynamicTest(line, () -> run(line).refused("an empty file name; expected")));
  }

  @Test
  void a_name_that_the_system_cannot_have_is_told_without_the_words_of_java() {
    for (String line :
        List.of("preview --data n?mes", "classify n?mes", "inspect n?mes", "benchmark ./n?mes")) {
      run(line.replace('?', '\uD800')).refused("the locale of this shell", "set LC_ALL=C.UTF-8");
    }
    run("inspect a\0b").refused("is no name of a file here (Nul character not allowed)");
  }

  @Test
  void numbers_that_are_too_large_are_told_the_limit() {
    String large = "99999999999999999999";
    run("train --seed " + large)
        .refused("99999999999999999999 is too large; expected at most 9223372036854775807.");
    run("preview --seed=-" + large)
        .refused("is too small; expected at least -9223372036854775808.");
    run("train --epochs 99999999999").refused("is too large; expected at most 2147483647.");
    run("classify %photo.png --top 99999999999").refused("expected at most 2147483647.");
    run("classify %photo.png --top 1.5").refused("'1.5' is no whole number.");
  }
}
