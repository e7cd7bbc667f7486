package org.mobilenet4j.model.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.tensors.FileKind;
import org.mobilenet4j.testing.RealData;
import org.mobilenet4j.testing.TinyFiles;

class TensorFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          legacy.pth          | is a bare pickle; torch wrote such files before version 1.6
          list.pth            | holds a sequence; expected a dictionary of tensors
          whole-module.pth    | the pickle names 'torch.nn.modules.linear.Linear'
          paddle-like.onnx    | is an ONNX model; it brings its own architecture
          """)
  void what_holds_no_plain_tensors_is_refused_with_advice(String name, String words) {
    assertRefused(TinyFiles.copy(name, folder), words);
  }

  @Test
  void other_formats_are_recognised_whatever_their_name() throws IOException {
    assertRefused(
        file("a.pth", "....TFL3...."), "is a TensorFlow Lite model; we cannot read these");
    assertRefused(
        file("a.onnx", "\u0089HDF\r\n\u001a\n...."), "is an HDF5 file; we cannot read Keras's");
    assertRefused(file("a.safetensors", "hello"), "is of no kind that we know");
    assertRefused(file("empty.pth", ""), "is empty");
    assertRefused(folder, "is a folder");
    assertRefused(folder.resolve("nowhere.pth"), "there is no such file");
    Path misnamed = Files.write(folder.resolve("v1.txt"), TinyFiles.bytes("v1.safetensors"));
    assertThat(FileKind.of(misnamed)).isEqualTo(FileKind.SAFETENSORS);
  }

  @Test
  void a_file_that_is_no_model_of_ours_is_to_be_imported_first() {
    for (String name : new String[] {"v1.safetensors", "v1-half.pth", "paddle-like.onnx"}) {
      Path path = TinyFiles.copy(name, folder);

      assertThatThrownBy(() -> ModelFile.read(path))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining(path.toString())
          .hasMessageContaining("import it first");
    }
  }

  private Path file(String name, String latin1) throws IOException {
    return Files.write(folder.resolve(name), latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void assertRefused(Path path, String words) {
    assertThatThrownBy(() -> TensorFiles.open(path).close())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(words);
  }

  @TestFactory
  Stream<DynamicTest> published_tensorflow_lite_files_are_refused_clearly() {
    return RealData.data().stream()
        .flatMap(data ->
            Stream.of(
                    "mobilenet_v1_0.25_224_1_metadata_1.tflite",
                    "mobilenet_v1_0.25_224_quant.tflite",
                    "deeplabv3_257_mv2_0.5.tflite",
                    "deeplabv3_mnv2_dm05_pascal_quant.tflite",
                    "vww_96_int8.tflite",
                    "person_detect.tflite")
                .map(name ->
                    DynamicTest.dynamicTest(
                        name,
                        () ->
                            assertRefused(
                                data.resolve("models").resolve(name),
                                "is a TensorFlow Lite model; we cannot read these yet: export"))));
  }
}
