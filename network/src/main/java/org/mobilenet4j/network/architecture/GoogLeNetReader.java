package org.mobilenet4j.network.architecture;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.PoolKind;

/**
 * Reads tables in the columns of Szegedy et al. 2015, Table 1: convolutions, pools and inception
 * modules of four branches. The side heads, used in training alone, are left out.
 */
final class GoogLeNetReader {
  private static final float DROPOUT = 0.4f; // Table 1
  private static final Extent THREE = Extent.square(3);
  private static final String INCEPTION = "inception-";

  private final Layers layers;
  private final boolean batchNorm;
  private final Extent wide;
  private int convolutions;

  private GoogLeNetReader(Table table, Layers layers) {
    this.layers = layers;
    this.batchNorm = table.flag("batch-norm");
    this.wide = table.flag("3x3-for-5x5") ? THREE : Extent.square(5);
  }

  static void read(Table table, Layers layers) {
    GoogLeNetReader reader = new GoogLeNetReader(table, layers);
    for (TableRow row : table.rows()) {
      if (!reader.add(row)) {
        return;
      }
      layers.claim(row, "output");
    }
  }

  /** Returns false where the network ends. */
  private boolean add(TableRow row) {
    String type = row.text("type");
    if (type.startsWith(INCEPTION)) {
      row.requireEmpty("patch", "channels");
      inception(row, type.substring(INCEPTION.length()));
      return true;
    }
    row.requireEmpty("1x1", "3x3", "5x5-reduce", "5x5", "pool-proj");
    if (type.equals("convolution")) {
      stem(row);
      return true;
    }
    row.requireEmpty("3x3-reduce");
    switch (type) {
      case "input" -> row.requireEmpty("patch", "channels");
      case "avg-pool" -> {
        row.requireEmpty("channels");
        Window window = Window.read(row, "patch");
        if (window.stride() != 1) {
          throw row.refuse("patch", row.text("patch"), "the size of the picture, with stride 1");
        }
        layers.globalPool("pool");
      }
      case "linear" -> {
        row.requireEmpty("patch");
        row.requireClasses("channels");
        return layers.classifier(DROPOUT);
      }
      default -> {
        if (!type.startsWith("pool")) {
          throw row.refuse(
              "type", type, "input, convolution, pool…, inception-…, avg-pool or linear");
        }
        row.requireEmpty("channels");
        Window window = Window.read(row, "patch");
        layers.add(type, pool(window, Padding.none()));
        if (!batchNorm && type.equals("pool1")) {
          respond("norm1");
        }
      }
    }
    return true;
  }

  /** The two convolutions at the start; the second has a 1×1 reduction before it. */
  private void stem(TableRow row) {
    convolutions++;
    Window window = Window.read(row, "patch");
    String name = "conv" + convolutions;
    if (!row.isEmpty("3x3-reduce")) {
      convolution(name + ".reduce", row.channels("3x3-reduce"), Extent.ONE, 1);
    }
    convolution(name, row.channels("channels"), window.kernel(), window.stride());
    if (!batchNorm && convolutions == 2) {
      respond("norm2");
    }
  }

  private void inception(TableRow row, String name) {
    String input = layers.last();
    int channels = layers.channels();
    List<String> branches = new ArrayList<>();
    int sum = 0;
    convolution(name + ".1x1", row.channels("1x1"), Extent.ONE, 1);
    branches.add(layers.last());
    sum += layers.channels();
    layers.from(input, channels);
    convolution(name + ".3x3r", row.channels("3x3-reduce"), Extent.ONE, 1);
    convolution(name + ".3x3", row.channels("3x3"), THREE, 1);
    branches.add(layers.last());
    sum += layers.channels();
    layers.from(input, channels);
    convolution(name + ".5x5r", row.channels("5x5-reduce"), Extent.ONE, 1);
    convolution(name + ".5x5", row.channels("5x5"), wide, 1);
    branches.add(layers.last());
    sum += layers.channels();
    layers.from(input, channels);
    layers.add(name + ".maxpool", pool(new Window(THREE, 1), Padding.half(THREE)));
    convolution(name + ".pool", row.channels("pool-proj"), Extent.ONE, 1);
    branches.add(layers.last());
    layers.join(name + ".concat", new Op.Concat(), branches, sum + layers.channels());
  }

  private void convolution(String name, int channels, Extent kernel, int stride) {
    layers.convolution(
        name,
        channels,
        kernel,
        Extent.square(stride),
        Padding.half(kernel),
        1,
        batchNorm ? Bias.NONE : Bias.ADDED);
    if (batchNorm) {
      layers.batchNorm(name);
    }
    layers.activation(name, new ActivationFunction.Relu());
  }

  private Op.Pool pool(Window window, Padding padding) {
    return new Op.Pool(
        PoolKind.MAX, window.kernel(), window.strides(), padding, layers.options().poolRounding());
  }

  /** Figure 3 has it after the first pool and before the second. */
  private void respond(String name) {
    layers.add(name, new Op.LocalResponseNormalization(5, 1e-4f, 0.75f, 1));
  }
}
