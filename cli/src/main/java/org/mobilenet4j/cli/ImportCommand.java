package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.inference.SelfTest;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.PreprocessingPreset;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.imports.BackgroundClass;
import org.mobilenet4j.model.imports.Convention;
import org.mobilenet4j.model.imports.ImportRequest;
import org.mobilenet4j.model.imports.TensorFiles;
import org.mobilenet4j.model.imports.WeightsImport;
import org.mobilenet4j.model.onnx.OnnxFile;
import org.mobilenet4j.model.onnx.OnnxOptions;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.network.cost.Cost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a model file of weights that others published. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a model file of published weights: .safetensors or .pth with --architecture, or .onnx.",
      "What the weights do not say (padding, epsilon, preprocessing) comes from your options, else"
          + " from --convention, else from the file's own metadata; it is never guessed."
    },
    footer = {
      "",
      "Examples:",
      "  mobilenet4j import mobilenet_v2.safetensors --architecture mobilenet-v2 \\",
      "      --convention torchvision --labels labels.txt --output v2.safetensors",
      "  mobilenet4j import network.onnx --preprocessing torchvision --output network.safetensors"
    })
final class ImportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "WEIGHTS", description = "A .safetensors, .pth or .onnx file.")
  private Path weights = Path.of("");

  @Option(names = "--architecture", paramLabel = "NAME", description = "A name of the zoo.")
  private @Nullable String architecture;

  @Mixin private final ArchitectureChoice choice = new ArchitectureChoice();

  @Option(
      names = "--convention",
      paramLabel = "C",
      description = "Whose weights they are: torchvision, timm, timm-tf, keras or slim.")
  private @Nullable String convention;

  @Option(
      names = "--preprocessing",
      paramLabel = "P",
      description = "How photos are prepared: tf, torchvision, caffe or unit.")
  private @Nullable PreprocessingPreset preprocessing;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Names of the classes, one a line, in the order of the outputs.")
  private @Nullable Path labels;

  @Option(
      names = "--background",
      paramLabel = "B",
      description = "What becomes of TensorFlow's class 0 in a head of 1001: keep or drop.")
  private @Nullable BackgroundClass background;

  @Option(
      names = "--storage",
      paramLabel = "S",
      description = "How weights are kept: f32, which is the default, or f16 for half the size.",
      defaultValue = "f32")
  private Storage storage = Storage.F32;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "MODEL",
      description = "The model file to write.")
  private Path output = Path.of("");

  @Option(names = "--overwrite", description = "Replace the model file if it is there.")
  private boolean overwrite;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "table, which is the default, or json.",
      defaultValue = "table")
  private OutputFormat format = OutputFormat.TABLE;

  ImportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    requireDistinct();
    OutputFile.requireFree(output, overwrite);
    Model model = storage.round(read());
    ScalarRemark.print(console);
    ModelFile file = withGoldenPairs(model);
    file.write(output, storage, overwrite ? Overwrite.REPLACE : Overwrite.REFUSE);
    Cost cost = Cost.of(model.network());
    switch (format) {
      case TABLE ->
          console
              .out()
              .printf(
                  "%s: %s multiply-adds, %s parameters, input %s, %s%n",
                  output,
                  TextTable.count(cost.multiplyAdds()),
                  TextTable.count(cost.parameters()),
                  model.network().input(),
                  model.labels().isEmpty()
                      ? "%d outputs without labels"
                          .formatted(model.network().outputShape().elements())
                      : "%d labels".formatted(model.labels().size()));
      case JSON -> {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", output);
        document.put("multiplyAdds", cost.multiplyAdds());
        document.put("parameters", cost.parameters());
        document.put("input", model.network().input());
        document.put("outputs", model.network().outputShape().elements());
        document.put("labels", model.labels().size());
        document.put("provenance", model.provenance().facts());
        Json.print(console.out(), document);
      }
    }
    return 0;
  }

  private ModelFile withGoldenPairs(Model model) {
    try {
      return SelfTest.withGoldenPairs(model);
    } catch (ModelFormatException e) {
      throw new InputException(
          "%s: %s Take the file from its source again; %s was not written."
              .formatted(weights, e.getMessage(), output),
          e);
    }
  }

  private void requireDistinct() {
    DistinctFiles files = new DistinctFiles();
    files.reads("the file of the weights", weights);
    if (labels != null) {
      files.reads("the file of the labels (--labels)", labels);
    }
    if (architecture != null && ArchitectureChoice.isFile(architecture)) {
      files.reads("the table of the network (--architecture)", FileName.of(architecture));
    }
    files.writes("the model (--output)", output);
  }

  private Model read() {
    List<String> names = labels == null ? List.of() : LabelFile.read(labels);
    if (OnnxSource.is(weights)) {
      return readOnnx(names);
    }
    if (architecture == null) {
      TensorFiles.open(weights).close(); // a file of another kind is refused for that first
      throw new InputException(
          "%s holds weights without their network; say which one with --architecture NAME, as 'mobilenet4j zoo' lists them."
              .formatted(weights));
    }
    return WeightsImport.read(
        weights,
        new ImportRequest(
            choice.of(architecture),
            choice.given(),
            Optional.ofNullable(convention)
                .map(word -> Convention.of(word.toLowerCase(Locale.ROOT))),
            Optional.ofNullable(preprocessing),
            names,
            Optional.ofNullable(background)));
  }

  private Model readOnnx(List<String> names) {
    if (architecture != null || convention != null) {
      throw new InputException(
          "%s is an ONNX model, which brings its own network; leave out --architecture and --convention."
              .formatted(weights));
    }
    if (preprocessing == null) {
      throw new InputException(
          "%s does not say how photos are prepared; give --preprocessing tf, torchvision, caffe or unit."
              .formatted(weights));
    }
    OnnxSource.requireOnlyResolution(weights, choice);
    return OnnxFile.read(
        weights,
        new OnnxOptions(
            choice.extent(), Optional.of(preprocessing), names, Optional.ofNullable(background)));
  }
}
