package org.mobilenet4j.network.architecture;

import java.util.Optional;
import org.mobilenet4j.network.Extent;

/**
 * Reads tables in the columns of Sandler et al. 2018, Table 2: one row for n inverted residuals.
 */
final class MobileNetV2Reader {
  private static final int MOST_REPEATS = 200;
  private static final float DROPOUT = 0.2f; // all published code; the paper is silent
  private static final Extent KERNEL = Extent.square(3);

  private final Layers layers;
  private final InvertedResiduals blocks;

  private MobileNetV2Reader(Layers layers) {
    this.layers = layers;
    this.blocks = new InvertedResiduals(layers);
  }

  static void read(Table table, Layers layers) {
    MobileNetV2Reader reader = new MobileNetV2Reader(layers);
    for (TableRow row : table.rows()) {
      layers.claim(row, "input");
      if (!reader.add(row)) {
        return;
      }
    }
  }

  /** Returns false where the network ends. */
  private boolean add(TableRow row) {
    ArchitectureOptions options = layers.options();
    switch (row.text("operator")) {
      case "conv2d" -> {
        row.requireEmpty("t");
        row.requireOne("n");
        layers.normalized(
            "conv0", scale(row.channels("c")), KERNEL, row.number("s", TableRow.MOST_TAPS), 1);
        layers.activation("conv0", options.activation().function());
      }
      case "bottleneck" -> bottlenecks(row);
      case "conv2d-1x1" -> {
        row.requireEmpty("t");
        row.requireOne("n", "s");
        if (row.text("c").equals(TableRow.CLASSES)) {
          return layers.classifier(DROPOUT);
        }
        layers.normalized("conv_last", last(row.channels("c")), Extent.ONE, 1, 1);
        layers.activation("conv_last", options.activation().function());
      }
      case "avgpool-7x7" -> {
        row.requireEmpty("t", "c");
        row.requireOne("n", "s");
        layers.globalPool("pool");
      }
      case String other ->
          throw row.refuse("operator", other, "conv2d, bottleneck, conv2d-1x1 or avgpool-7x7");
    }
    return true;
  }

  private void bottlenecks(TableRow row) {
    ArchitectureOptions options = layers.options();
    int expansion = options.ablations().expansionFactor(row.number("t", TableRow.MOST_TAPS));
    int channels = scale(row.channels("c"));
    int repeats = row.number("n", MOST_REPEATS);
    for (int i = 0; i < repeats; i++) {
      int stride = i == 0 ? row.number("s", TableRow.MOST_TAPS) : 1;
      blocks.add(
          new InvertedResidual(
              layers.channelsTimes(expansion),
              channels,
              KERNEL,
              stride,
              options.activation().function(),
              Optional.empty()));
    }
  }

  private int scale(int channels) {
    double width = layers.options().width();
    return switch (layers.options().widthRule()) {
      case TORCHVISION, TIMM, SLIM, SLIM_FINEGRAIN -> WidthRule.scale(channels, width);
      // Keras cuts off before it rounds, except in the first layer.
      case KERAS ->
          layers.nodes().isEmpty() || width == 1
              ? WidthRule.scale(channels, width)
              : WidthRule.roundToEight(Math.floor(channels * width));
    };
  }

  /** Section 4: the last convolution is never narrower than the table says. */
  private int last(int channels) {
    double width = layers.options().width();
    return switch (layers.options().widthRule()) {
      case TORCHVISION, TIMM, KERAS, SLIM_FINEGRAIN ->
          WidthRule.scale(channels, Math.max(1, width));
      case SLIM -> WidthRule.scale(channels, width);
    };
  }
}
