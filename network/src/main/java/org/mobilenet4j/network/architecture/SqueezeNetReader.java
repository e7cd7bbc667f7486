package org.mobilenet4j.network.architecture;

import java.util.List;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.PoolKind;

/**
 * Reads tables in the columns of Iandola et al. 2016, Table 1: convolutions, pools and fire
 * modules, which squeeze the channels and expand them by 1×1 and 3×3 convolutions side by side.
 */
final class SqueezeNetReader {
  private static final float DROPOUT = 0.5f;
  private static final ActivationFunction RELU = new ActivationFunction.Relu();

  private SqueezeNetReader() {}

  static void read(Table table, Layers layers) {
    for (TableRow row : table.rows()) {
      String name = row.text("layer");
      if (name.startsWith("fire")) {
        row.requireEmpty("filter", "channels", "pad");
        fire(row, layers, name);
      } else if (name.startsWith("conv")) {
        row.requireEmpty("s1x1", "e1x1", "e3x3");
        if (isHead(row)) {
          if (layers.options().head() == Head.FEATURES) {
            layers.globalPool("pool");
            return;
          }
          layers.add("dropout", new Op.Dropout(DROPOUT));
        }
        convolution(row, layers, name);
      } else if (name.startsWith("pool")) {
        row.requireEmpty("channels", "pad", "s1x1", "e1x1", "e3x3");
        pool(row, layers, name);
      } else if (name.equals("input")) {
        row.requireEmpty("filter", "channels", "pad", "s1x1", "e1x1", "e3x3");
      } else {
        throw row.refuse("layer", name, "input, conv…, pool… or fire…");
      }
      layers.claim(row, "output");
    }
  }

  private static boolean isHead(TableRow row) {
    return row.text("channels").equals(TableRow.CLASSES);
  }

  private static void convolution(TableRow row, Layers layers, String name) {
    Window window = Window.read(row, "filter");
    int channels = isHead(row) ? layers.options().classes() : row.channels("channels");
    Padding padding =
        row.isEmpty("pad")
            ? Padding.none()
            : new Padding.Symmetric(
                row.number("pad", TableRow.MOST_TAPS), row.number("pad", TableRow.MOST_TAPS));
    layers.convolution(name, channels, window.kernel(), window.strides(), padding, 1, Bias.ADDED);
    layers.activation(name, RELU);
  }

  private static void pool(TableRow row, Layers layers, String name) {
    if (row.text("filter").equals("global")) {
      layers.globalPool(name);
      return;
    }
    Window window = Window.read(row, "filter");
    layers.add(
        name,
        new Op.Pool(
            PoolKind.MAX,
            window.kernel(),
            window.strides(),
            Padding.none(),
            layers.options().poolRounding()));
  }

  private static void fire(TableRow row, Layers layers, String name) {
    branch(layers, name + ".squeeze1x1", row.channels("s1x1"), Extent.ONE);
    String squeezed = layers.last();
    int channels = layers.channels();
    branch(layers, name + ".expand1x1", row.channels("e1x1"), Extent.ONE);
    String narrow = layers.last();
    layers.from(squeezed, channels);
    branch(layers, name + ".expand3x3", row.channels("e3x3"), Extent.square(3));
    layers.join(
        name + ".concat",
        new Op.Concat(),
        List.of(narrow, layers.last()),
        row.channels("e1x1") + row.channels("e3x3"));
  }

  private static void branch(Layers layers, String name, int channels, Extent kernel) {
    layers.convolution(name, channels, kernel, Extent.ONE, Padding.half(kernel), 1, Bias.ADDED);
    layers.activation(name, RELU);
  }
}
