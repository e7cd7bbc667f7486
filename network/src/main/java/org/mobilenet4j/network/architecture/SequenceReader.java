package org.mobilenet4j.network.architecture;

import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.PoolKind;

/** Reads networks that are one layer after another, such as AlexNet and VGG: one row a layer. */
final class SequenceReader {
  private static final float DROPOUT = 0.5f;

  private SequenceReader() {}

  static void read(Table table, Layers layers) {
    for (TableRow row : table.rows()) {
      layers.claim(row, "input");
      if (row.text("channels").equals(TableRow.CLASSES)
          && layers.options().head() == Head.FEATURES) {
        return;
      }
      add(row, layers);
    }
  }

  private static void add(TableRow row, Layers layers) {
    String name = row.text("layer");
    switch (row.text("operator")) {
      case "conv" -> {
        int channels = row.channels("channels");
        int groups = row.number("groups", TableRow.MOST_CHANNELS);
        if (channels % groups != 0 || layers.channels() % groups != 0) {
          throw row.refuse(
              "groups",
              row.text("groups"),
              "a number that divides the %d channels before the layer and its own %d"
                  .formatted(layers.channels(), channels));
        }
        layers.convolution(
            name,
            channels,
            row.extent("window"),
            row.extent("stride"),
            padding(row),
            groups,
            Bias.ADDED);
        layers.activation(name, new ActivationFunction.Relu());
      }
      case "max-pool" -> {
        row.requireEmpty("channels", "groups");
        layers.add(
            name,
            new Op.Pool(
                PoolKind.MAX,
                row.extent("window"),
                row.extent("stride"),
                padding(row),
                layers.options().poolRounding()));
      }
      // Krizhevsky et al. 2012, section 3.3; alpha there is not divided by the five channels.
      case "response-norm" -> {
        row.requireEmpty("window", "channels", "stride", "pad", "groups");
        layers.add(name, new Op.LocalResponseNormalization(5, 5e-4f, 0.75f, 2));
      }
      case "dropout" -> {
        row.requireEmpty("window", "channels", "stride", "pad", "groups");
        layers.add(name, new Op.Dropout(DROPOUT));
      }
      case "dense" -> {
        row.requireEmpty("window", "stride", "pad", "groups");
        dense(row, layers, name);
      }
      case String other ->
          throw row.refuse("operator", other, "conv, max-pool, response-norm, dropout or dense");
    }
  }

  private static void dense(TableRow row, Layers layers, String name) {
    if (row.text("channels").equals(TableRow.CLASSES)) {
      layers.dense(name, layers.options().classes());
    } else {
      layers.dense(name, row.channels("channels"));
      layers.activation(name, new ActivationFunction.Relu());
    }
  }

  private static Padding padding(TableRow row) {
    String text = row.text("pad");
    if (text.equals("0")) {
      return Padding.none();
    }
    Extent pad = row.extent("pad");
    return new Padding.Symmetric(pad.height(), pad.width());
  }
}
