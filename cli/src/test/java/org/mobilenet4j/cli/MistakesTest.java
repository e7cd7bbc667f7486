package org.mobilenet4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is typed or lies in a file: one sentence, exit code 2, no result, no stack trace. */
final class MistakesTest {
  private static final List<String> COMMANDS =
      List.of(
          "zoo",
          "describe",
          "audit",
          "import",
          "classify",
          "embed",
          "inspect",
          "evaluate",
          "train",
          "resume",
          "preview",
          "benchmark",
          "doctor",
          "completion",
          "help");

  @TempDir private static Path folder;
  private static Mistakes mistakes = new Mistakes(Path.of(""));

  @BeforeAll
  static void make() throws IOException {
    mistakes = Mistakes.in(folder);
  }

  private static Ran run(String line) {
    return mistakes.run(line);
  }

  private static Stream<DynamicTest> refused(List<String> lines) {
    return mistakes.refused(lines);
  }

  @TestFactory
  Stream<DynamicTest> unknown_words_are_refused_by_every_command() {
    List<String> lines = new ArrayList<>();
    for (String command : COMMANDS) {
      lines.add(command + " --nosuch");
      lines.add(command + " --nosuch=3");
      lines.add(command + " -q");
      lines.add(command + " a b --modle c");
      lines.add(command.substring(1));
      lines.add(command + "s");
      lines.add("--verbose " + command);
    }
    return refused(lines);
  }

  @TestFactory
  Stream<DynamicTest> values_that_an_option_does_not_know_are_refused() {
    List<String> lines = new ArrayList<>();
    for (String command :
        List.of(
            "zoo",
            "doctor",
            "audit",
            "describe mobilenet-v2",
            "inspect %model.safetensors",
            "classify %photo.png --model %model.safetensors",
            "embed %photo.png --model %model.safetensors",
            "evaluate %list.csv --model %model.safetensors",
            "train --data %list.csv",
            "resume %model.safetensors",
            "preview --data %list.csv",
            "benchmark mobilenet-v2")) {
      for (String value : List.of("xml", "", "tables", "JSON5")) {
        lines.add(command + " --format=" + value);
      }
      lines.add(command + " --format");
      lines.add(command + " --format json --format json");
    }
    for (String command : List.of("describe mobilenet-v2", "benchmark mobilenet-v2")) {
      for (String value : List.of("0", "-1", "abc", "1e9", "NaN", "Infinity", "0,5", "17", "")) {
        lines.add(command + " --width=" + value);
      }
      for (String value :
          List.of("0", "-224", "x", "224x", "x224", "10x10x10", "0x5", "99999999999", "70000")) {
        lines.add(command + " --resolution=" + value);
      }
      for (String value : List.of("0", "-1", "1.5", "1000001", "99999999999")) {
        lines.add(command + " --classes=" + value);
        lines.add(command + " --input-channels=" + value);
      }
      lines.add(command + " --width-rule=torch");
      lines.add(command + " --padding=valid");
      lines.add(command + " --activation=swish");
      lines.add(command + " --projection-activation=relu");
      lines.add(command + " --shortcut=expansions");
      lines.add(command + " --hard-swish=swish");
      lines.add(command + " --squeeze-excite=no");
      for (String value : List.of("0", "-1", "65", "2.5", "six", "99999999999", "")) {
        lines.add(command + " --expansion=" + value);
      }
      lines.add(command + " --batch-norm-epsilon=-1");
      lines.add(command + " --without-classifier=perhaps");
    }
    lines.add("describe vgg-16 --width 0.5");
    lines.add("describe mobilenet-v2 --width-rule timm-tf");
    lines.add("describe mobilenet-v3-small --pool-rounding ceil");
    lines.add("describe mobilenet-v3-small --hard-swish gelu");
    lines.add("describe mobilenet-v3-small --squeeze-excite perhaps");
    lines.add("describe mobilenet-v1 --shortcut none");
    lines.add("train --data %list.csv --architecture mobilenet-v2 --hard-swish relu");
    lines.add("audit --only v4");
    lines.add("audit --only");
    lines.add("audit --only=");
    return refused(lines);
  }

  @TestFactory
  Stream<DynamicTest> numbers_out_of_range_are_refused() {
    List<String> lines = new ArrayList<>();
    String classify = "classify %photo.png --model %model.safetensors";
    for (String value : List.of("0", "-1", "five", "1.5", "99999999999", "")) {
      lines.add(classify + " --top=" + value);
      lines.add(classify + " --threads=" + value);
      lines.add("benchmark mobilenet-v2 --threads=" + value);
      lines.add("benchmark mobilenet-v2 --batch=" + value);
    }
    for (String value : List.of("0", "-1", "NaN", "Infinity", "soon", "3601")) {
      lines.add("benchmark mobilenet-v2 --seconds=" + value);
    }
    for (String value : List.of("0", "1.01", "-0.5", "half", "1e400", "NaN")) {
      lines.add(classify + " --crop=" + value);
    }
    lines.add(classify + " --threads=1025");
    lines.add("benchmark mobilenet-v2 --batch=4097");
    lines.add("benchmark vgg-16 --resolution 60000");
    return refused(lines);
  }

  @TestFactory
  Stream<DynamicTest> what_is_missing_is_asked_for() {
    return refused(
        List.of(
            "describe",
            "import",
            "classify",
            "embed",
            "inspect",
            "evaluate",
            "resume",
            "train --data",
            "train --recipe",
            "preview --augment",
            "benchmark",
            "import %weights.safetensors",
            "import --output x",
            "classify --model %model.safetensors",
            "classify %photo.png --model",
            "classify %photo.png --model --top 5",
            "evaluate --model %model.safetensors",
            "import %weights.safetensors --output %x.safetensors",
            "import %weights.safetensors --architecture mobilenet-v1 --output",
            "help nosuch",
            "␣",
            "describe ␣"));
  }

  @TestFactory
  Stream<DynamicTest> files_of_another_kind_are_refused() {
    List<String> others =
        List.of(
            "%none",
            "%empty",
            "%text.txt",
            "%latin.txt",
            "%empty-folder",
            "%photo.png",
            "%list.csv",
            "%cut-model.safetensors",
            "%cut-weights.safetensors",
            "%cut-network.onnx",
            "%cut-weights.pth",
            "%endless.safetensors",
            "%sparse.bin");
    List<String> lines = new ArrayList<>();
    for (String file : others) {
      lines.add("inspect " + file);
      lines.add("classify %photo.png --model " + file);
      lines.add("embed %photo.png --model " + file);
      lines.add("evaluate %list.csv --model " + file);
      lines.add("benchmark " + file);
      lines.add("audit " + file);
      lines.add("import " + file + " --architecture mobilenet-v1 --convention keras --output %x");
      lines.add("import " + file + " --output %x");
    }
    for (String file : List.of("%weights.safetensors", "%weights.pth", "%network.onnx")) {
      lines.add("classify %photo.png --model " + file);
      lines.add("embed %photo.png --model " + file);
      lines.add("evaluate %list.csv --model " + file);
    }
    lines.add("benchmark %weights.safetensors");
    lines.add("benchmark %sine.onnx");
    lines.add("audit %model.safetensors");
    lines.add("describe %wrong.table");
    lines.add("describe %photo.png");
    lines.add("describe %empty");
    lines.add("describe %empty-folder");
    lines.add("describe %sparse.bin");
    lines.add("classify %empty-folder --model %model.safetensors");
    lines.add("evaluate %empty-folder --model %model.safetensors");
    return refused(lines);
  }

  @TestFactory
  Stream<DynamicTest> imports_that_cannot_be_meant_are_refused() {
    String v1 =
        "import %weights.safetensors --architecture mobilenet-v1 --width 0.25 --output %x"
            + " --convention keras";
    String onnx = "import %network.onnx --preprocessing tf --output %x";
    return refused(
        List.of(
            v1 + " --labels %none",
            v1 + " --labels %empty",
            v1 + " --labels %text.txt",
            v1 + " --labels %latin.txt",
            v1 + " --labels %empty-folder",
            v1 + " --labels %sparse.bin",
            v1 + " --classes 7",
            v1 + " --background=maybe",
            v1 + " --storage=f8",
            v1 + " --preprocessing=torch",
            v1 + " --convention caffe",
            v1.replace("keras", "kears"),
            v1.replace("mobilenet-v1", "mobilenet-v2"),
            v1.replace("mobilenet-v1", "mobilenet_v1"),
            v1.replace("mobilenet-v1", "vgg-16").replace("--width 0.25 ", ""),
            v1.replace("0.25", "0.5"),
            v1.replace("%x", "%model.safetensors"),
            v1.replace("%x", "%empty-folder"),
            v1.replace("%x", "%nowhere/x"),
            v1.replace("%x", "%photo.png/x"),
            v1.replace("%weights.safetensors", "%model.safetensors"),
            v1.replace("%weights.safetensors", "%weights.pth"),
            onnx + " --architecture mobilenet-v1",
            onnx + " --convention keras",
            onnx + " --classes 3",
            onnx + " --padding same",
            onnx + " --labels %list.csv",
            onnx.replace("network", "sine")));
  }

  @TestFactory
  Stream<DynamicTest> evaluations_that_cannot_be_meant_are_refused() {
    String evaluate = "evaluate %list.csv --model %model.safetensors";
    return refused(
        List.of(
            evaluate + " --wnids %none",
            evaluate + " --wnids %list.csv",
            evaluate + " --predictions %list.csv",
            evaluate + " --predictions %nowhere/p.csv",
            evaluate + " --predictions %empty-folder",
            "evaluate %photo.png --model %model.safetensors",
            "evaluate %empty --model %model.safetensors",
            "evaluate %none --model %model.safetensors",
            "evaluate %sparse.bin --model %model.safetensors",
            "evaluate %model.safetensors --model %model.safetensors"));
  }

  @Test
  void mistyped_words_get_what_was_probably_meant() {
    run("clasify x").refused("There is no command 'clasify'; did you mean 'classify'?");
    run("zoo --varints").refused("There is no option '--varints'; did you mean '--variants'?");
    run("describe --widht 0.5 mobilenet-v2").refused("did you mean '--width'?");
    run("describe mobilenetv2").refused("did you mean 'mobilenet-v2'?");
    run("describe V2").refused("did you mean 'mobilenet-v2'?");
    run("describe MobileNet_V3_Large").refused("did you mean 'mobilenet-v3-large'?");
    run("benchmark resnet50").refused("did you mean 'resnet-50'?");
    run("describe quux").refused("There is no architecture 'quux'; the zoo lists all of them.");
    run("audit --only lectures").refused("did you mean 'lecture'?");
    run("train --recipe v2-slimm")
        .refused("There is no recipe 'v2-slimm'; did you mean 'v2-slim'?");
    run("train --augment flp").refused("did you mean 'flip'?");
    run("train --architecture mobilenetv2 --output %x").refused("did you mean 'mobilenet-v2'?");
    run("zoo --format jsn").refused("'jsn' is none of table, json; did you mean 'json'?");
  }
}
