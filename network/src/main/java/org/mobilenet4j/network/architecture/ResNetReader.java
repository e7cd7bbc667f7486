package org.mobilenet4j.network.architecture;

import java.util.List;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.PoolKind;

/** Reads the columns of He et al. 2016, Table 1: one row for n residual blocks. */
final class ResNetReader {
  private static final int MOST_REPEATS = 200;
  private static final int BOTTLENECK_EXPANSION = 4; // section 4.1, Figure 5
  private static final Extent THREE = Extent.square(3);
  private static final ActivationFunction RELU = new ActivationFunction.Relu();

  private final Layers layers;
  private final boolean strideInFirst;

  private ResNetReader(Table table, Layers layers) {
    this.layers = layers;
    this.strideInFirst = table.flag("stride-in-1x1");
  }

  static void read(Table table, Layers layers) {
    ResNetReader reader = new ResNetReader(table, layers);
    for (TableRow row : table.rows()) {
      if (!reader.add(row)) {
        return;
      }
      layers.claim(row, "output");
    }
  }

  /** Returns false where the network ends. */
  private boolean add(TableRow row) {
    String name = row.text("layer");
    switch (row.text("operator")) {
      case "input" -> row.requireEmpty("channels", "n", "s");
      case "conv-7x7" -> {
        row.requireOne("n");
        convolution(name, row.channels("channels"), Extent.square(7), stride(row));
        layers.activation(name, RELU);
      }
      case "max-pool-3x3" -> {
        row.requireEmpty("channels");
        row.requireOne("n");
        layers.add(
            name,
            new Op.Pool(
                PoolKind.MAX,
                THREE,
                Extent.square(stride(row)),
                Padding.half(THREE),
                layers.options().poolRounding()));
      }
      case "basic", "bottleneck" -> blocks(row, name);
      case "avg-pool" -> {
        row.requireEmpty("channels");
        row.requireOne("n", "s");
        layers.globalPool(name);
      }
      case "dense" -> {
        row.requireClasses("channels");
        row.requireOne("n", "s");
        if (layers.options().head() == Head.FEATURES) {
          return false;
        }
        layers.dense(name, layers.options().classes());
      }
      case String other ->
          throw row.refuse(
              "operator",
              other,
              "input, conv-7x7, max-pool-3x3, basic, bottleneck, avg-pool or dense");
    }
    return true;
  }

  private void blocks(TableRow row, String name) {
    boolean bottleneck = row.text("operator").equals("bottleneck");
    int width = row.channels("channels");
    int repeats = row.number("n", MOST_REPEATS);
    for (int i = 0; i < repeats; i++) {
      block(name + "." + i, bottleneck, width, i == 0 ? stride(row) : 1);
    }
  }

  private void block(String name, boolean bottleneck, int width, int stride) {
    String input = layers.last();
    int inChannels = layers.channels();
    if (bottleneck) {
      convolution(name + ".conv1", width, Extent.ONE, strideInFirst ? stride : 1);
      layers.activation(name + ".conv1", RELU);
      convolution(name + ".conv2", width, THREE, strideInFirst ? 1 : stride);
      layers.activation(name + ".conv2", RELU);
      convolution(name + ".conv3", width * BOTTLENECK_EXPANSION, Extent.ONE, 1);
    } else {
      convolution(name + ".conv1", width, THREE, stride);
      layers.activation(name + ".conv1", RELU);
      convolution(name + ".conv2", width, THREE, 1);
    }
    String residual = layers.last();
    int channels = layers.channels();
    String shortcut = input;
    if (stride != 1 || inChannels != channels) {
      layers.from(input, inChannels);
      convolution(name + ".down", channels, Extent.ONE, stride);
      shortcut = layers.last();
    }
    layers.join(name + ".add", new Op.Add(), List.of(residual, shortcut), channels);
    layers.activation(name, RELU);
  }

  private void convolution(String name, int channels, Extent kernel, int stride) {
    layers.convolution(
        name, channels, kernel, Extent.square(stride), Padding.half(kernel), 1, Bias.NONE);
    layers.batchNorm(name);
  }

  private static int stride(TableRow row) {
    return row.number("s", TableRow.MOST_TAPS);
  }
}
