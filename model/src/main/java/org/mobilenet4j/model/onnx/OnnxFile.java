package org.mobilenet4j.model.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mobilenet4j.model.InsufficientMemoryException;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.PreprocessingPreset;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.model.UnsupportedOperatorException;
import org.mobilenet4j.model.imports.BackgroundClass;
import org.mobilenet4j.model.tensors.IoReason;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.NamedFile;
import org.mobilenet4j.network.NetworkException;
import org.mobilenet4j.network.Shape;

/** Reads networks and weights from ONNX files, as far as they are made of our operations. */
public final class OnnxFile {
  /** Where a protocol buffer ends; larger models keep their weights in other files. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - 64;

  private static final int MOST_CHANNELS = 4096;
  private static final int MOST_PIXELS = 65_536;
  private static final int MOST_BATCH = 65_536;

  private OnnxFile() {}

  /**
   * @param path an ONNX file with one picture as input and one output; whatever batch it declares,
   *     the model takes any
   * @param options resolution, preprocessing and labels
   * @return the model; a softmax at the end is left out, so that its outputs are logits
   * @throws ModelFormatException if the file cannot be read or is damaged
   * @throws UnsupportedOperatorException if it holds something that we do not run; the message
   *     names the node, the operator and what is supported
   */
  public static Model read(Path path, OnnxOptions options) {
    String file = path.toString();
    OnnxGraph graph = GraphReader.read(file, bytes(path));
    OnnxGraph.Port input = only(file, "input", graph.inputs());
    only(file, "output", graph.outputs());
    Shape shape = shape(file, input, options.resolution());
    int batch =
        Math.toIntExact(
            input.dimensions().getFirst().filter(declared -> declared <= MOST_BATCH).orElse(1L));
    try {
      return labelled(file, model(path, graph, shape, batch, options), options);
    } catch (UnsupportedOperatorException e) {
      throw UnsupportedOperatorException.in(file, e);
    } catch (NetworkException e) {
      throw new ModelFormatException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Model model(
      Path path, OnnxGraph graph, Shape shape, int batch, OnnxOptions options) {
    String file = path.toString();
    OnnxGraph.Port input = graph.inputs().getFirst();
    OnnxGraph.Port output = graph.outputs().getFirst();
    Constants constants = new Constants(graph.constants());
    List<OnnxNode> nodes = order(file, graph, constants);
    List<OnnxNode> rewritten = Rewrites.apply(nodes, constants, output.name());
    Assembly assembly = new Assembly(constants, input.name(), shape, batch);
    Lowering lowering = new Lowering(constants, assembly);
    lowering.lower(rewritten);
    return new Model(
        assembly.network(file, output.name()),
        assembly.weights(),
        options.preprocessing().map(PreprocessingPreset::preprocessing),
        List.of(),
        provenance(path, graph, lowering));
  }

  private static Model labelled(String file, Model model, OnnxOptions options) {
    long outputs = model.network().outputShape().elements();
    BackgroundClass background =
        BackgroundClass.settle(
            file, Math.toIntExact(outputs), options.labels().size(), options.background());
    Model kept =
        switch (background) {
          case KEEP -> model;
          case DROP -> FirstOutput.drop(file, model);
        };
    if (!options.labels().isEmpty()
        && options.labels().size() != kept.network().outputShape().elements()) {
      throw new ModelFormatException(
          "%s has %d outputs, but there are %d labels; expected one an output."
              .formatted(file, kept.network().outputShape().elements(), options.labels().size()));
    }
    return new Model(
        kept.network(), kept.weights(), kept.preprocessing(), options.labels(), kept.provenance());
  }

  static byte[] bytes(Path path) {
    try (InputStream in = NamedFile.open(path)) {
      long size = Files.size(path);
      if (size > MOST_BYTES) {
        throw new ModelFormatException(
            "%s has %d bytes; an ONNX model in one file has fewer than 2^31."
                .formatted(path, size));
      }
      // The bytes and, beside them, the numbers that they become.
      InsufficientMemoryException.requireRoom(3 * size, "Reading " + path);
      return in.readNBytes((int) size);
    } catch (IOException e) {
      throw new ModelFormatException("%s cannot be read (%s).".formatted(path, IoReason.of(e)), e);
    }
  }

  private static OnnxGraph.Port only(String file, String what, List<OnnxGraph.Port> ports) {
    if (ports.size() != 1) {
      throw new UnsupportedOperatorException(
          "%s has %d %ss (%s); supported: networks with one picture as input and one result, which detectors are not."
              .formatted(
                  file,
                  ports.size(),
                  what,
                  OnnxNode.shortened(
                      String.join(
                          ", ", ports.stream().map(OnnxGraph.Port::name).limit(5).toList()))));
    }
    return ports.getFirst();
  }

  private static Shape shape(String file, OnnxGraph.Port input, Optional<Extent> resolution) {
    List<Optional<Long>> axes = input.dimensions();
    if (axes.size() != 4) {
      throw new UnsupportedOperatorException(
          "%s has an input '%s' of %d axes; supported: batch, channels, height, width."
              .formatted(file, OnnxNode.shortened(input.name()), axes.size()));
    }
    if (resolution.isEmpty() && (axes.get(2).isEmpty() || axes.get(3).isEmpty())) {
      throw new ModelFormatException(
          "%s leaves the height and width of its input open; say them with --resolution, for instance 48x192."
              .formatted(file));
    }
    long channels = axes.get(1).orElse(3L);
    long height = resolution.map(extent -> (long) extent.height()).or(() -> axes.get(2)).orElse(1L);
    long width = resolution.map(extent -> (long) extent.width()).or(() -> axes.get(3)).orElse(1L);
    if (channels > MOST_CHANNELS || height > MOST_PIXELS || width > MOST_PIXELS) {
      throw new ModelFormatException(
          "%s has an input of %d channels and %d×%d pixels; expected at most %d channels and %d pixels a side (channels come before height and width)."
              .formatted(file, channels, height, width, MOST_CHANNELS, MOST_PIXELS));
    }
    if (channels * height * width > Integer.MAX_VALUE - 8) {
      throw new ModelFormatException(
          "%s has an input of %d channels and %d×%d pixels, which is too large for any memory; say another size with --resolution."
              .formatted(file, channels, height, width));
    }
    return new Shape((int) height, (int) width, (int) channels);
  }

  /** The nodes that are no constants; each must read only what nodes before it have made. */
  private static List<OnnxNode> order(String file, OnnxGraph graph, Constants constants) {
    List<OnnxNode> running = new ArrayList<>();
    java.util.Set<String> known = new java.util.HashSet<>(graph.constants().keySet());
    graph.inputs().forEach(port -> known.add(port.name()));
    for (OnnxNode node : graph.nodes()) {
      for (String in : node.inputs()) {
        if (!in.isEmpty() && !known.contains(in)) {
          throw new ModelFormatException(
              "%s: node '%s' reads '%s', which nothing before it makes; expected nodes in the order in which they run."
                  .formatted(file, OnnxNode.shortened(node.name()), OnnxNode.shortened(in)));
        }
      }
      for (String out : node.outputs()) {
        if (!out.isEmpty() && !known.add(out)) {
          throw new ModelFormatException(
              "%s: node '%s' makes '%s' a second time; expected names that are unique."
                  .formatted(file, OnnxNode.shortened(node.name()), OnnxNode.shortened(out)));
        }
      }
      if (!constants.fold(node)) {
        running.add(node);
      }
    }
    return running;
  }

  private static Provenance provenance(Path path, OnnxGraph graph, Lowering lowering) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("source", String.valueOf(path.getFileName()));
    facts.put("format", "ONNX, operator set " + graph.opset());
    if (!graph.producer().isEmpty()) {
      facts.put("producer", OnnxNode.shortened(graph.producer()));
    }
    if (!lowering.removed().isEmpty()) {
      facts.put("removed", String.join(", ", lowering.removed()));
    }
    return new Provenance(facts);
  }
}
