package org.mobilenet4j.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.inference.SelfTest;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.model.safetensors.SafetensorsWriter;
import org.mobilenet4j.model.tensors.ElementType;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.architecture.Architecture;

/** Models, weights and photos of the tests' own, small enough to be made on the spot. */
final class SmallFiles {
  static final List<String> LABELS = List.of("red", "green", "blue", "n01440764", "a, \"quoted\"");

  private SmallFiles() {}

  private static Network network(int classes) {
    return Architecture.named("mobilenet-v1").width(0.25).resolution(32).classes(classes).build();
  }

  /** A model of ours with five classes. */
  static Path model(Path file) {
    return model(file, LABELS, Optional.of(Preprocessing.tf()));
  }

  static Path model(Path file, List<String> labels, Optional<Preprocessing> preprocessing) {
    Model drawn = SeededWeights.of(network(LABELS.size()), 7);
    SelfTest.withGoldenPairs(
            new Model(drawn.network(), drawn.weights(), preprocessing, labels, drawn.provenance()))
        .write(file, Storage.F32, Overwrite.REFUSE);
    return file;
  }

  /** The same with weights before the labels whose sums are larger than a float may be. */
  static Path overflowing(Path file) {
    Model sound = ModelFile.read(model(file.resolveSibling("sound " + file.getFileName()))).model();
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>(sound.weights().tensors());
    tensors.replaceAll((_, tensor) -> {
      if (tensor.dimensions().size() != 2) {
        return tensor;
      }
      float[] values = new float[tensor.values().length];
      Arrays.fill(values, Float.MAX_VALUE);
      return new Tensor(tensor.dimensions(), values);
    });
    new ModelFile(sound.with(sound.network(), Weights.of(tensors)), List.of())
        .write(file, Storage.F32, Overwrite.REFUSE);
    return file;
  }

  /** Weights of MobileNet V1 0.25 as others would publish them. */
  static Path weights(Path file, int classes, Map<String, String> metadata) {
    Network network = network(classes);
    SplittableRandom random = new SplittableRandom(3);
    List<SafetensorsWriter.Stored> tensors = new ArrayList<>();
    int convolutions = -1;
    for (Node node : network.nodes()) {
      if (node.op() instanceof Op.Convolution) {
        convolutions++;
      }
      for (Parameter parameter : network.parameters(node)) {
        String name =
            switch (node.op()) {
              case Op.Convolution _ -> "features.%d.0.".formatted(convolutions);
              case Op.BatchNorm _ -> "features.%d.1.".formatted(convolutions);
              default -> "classifier.";
            };
        tensors.add(
            new SafetensorsWriter.Stored(
                name + word(parameter.role()), tensor(parameter, random), ElementType.F32));
      }
    }
    SafetensorsWriter.write(file, tensors, metadata, Overwrite.REFUSE);
    return file;
  }

  private static String word(ParameterRole role) {
    return switch (role) {
      case WEIGHT, GAMMA -> "weight";
      case BIAS, BETA -> "bias";
      case MEAN -> "running_mean";
      case VARIANCE -> "running_var";
    };
  }

  /** Ours lies output channels last, torch's first. */
  private static Tensor tensor(Parameter parameter, SplittableRandom random) {
    List<Integer> dimensions = parameter.dimensions();
    List<Integer> torch =
        switch (dimensions.size()) {
          case 4 ->
              List.of(dimensions.get(3), dimensions.get(2), dimensions.get(0), dimensions.get(1));
          case 2 -> List.of(dimensions.get(1), dimensions.get(0));
          default -> dimensions;
        };
    float[] values = new float[Math.toIntExact(parameter.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          parameter.role() == ParameterRole.VARIANCE
              ? 0.5f + random.nextFloat()
              : random.nextFloat() - 0.5f;
    }
    return new Tensor(torch, values);
  }

  /** A photo of one colour with a black corner. */
  static Path photo(Path file, Color colour) throws IOException {
    BufferedImage picture = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(colour);
    graphics.fillRect(0, 0, 48, 40);
    graphics.setColor(Color.BLACK);
    graphics.fillRect(0, 0, 20, 16);
    graphics.dispose();
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    String name = file.toString();
    if (!ImageIO.write(picture, name.substring(name.lastIndexOf('.') + 1), file.toFile())) {
      throw new IOException("No writer for " + file);
    }
    return file;
  }

  static Path text(Path file, String text) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return Files.writeString(file, text);
  }

  /** A small foreign file, made by small/make_small_files.py. */
  static Path foreign(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    try (@Nullable InputStream in = SmallFiles.class.getResourceAsStream("small/" + name)) {
      if (in == null) {
        throw new IOException("There is no small file " + name);
      }
      Files.copy(in, file);
    }
    return file;
  }
}
