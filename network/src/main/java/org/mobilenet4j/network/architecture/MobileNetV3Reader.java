package org.mobilenet4j.network.architecture;

import java.util.Optional;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Extent;

/** Reads tables in the columns of Howard et al. 2019, Tables 1 and 2: one row a layer or block. */
final class MobileNetV3Reader {
  private static final float DROPOUT =
      0.2f; // section 6.1.1 says 0.8, which slim reads as the share kept
  private static final String BLOCK = "bneck-";
  private static final String CONVOLUTION = "conv2d-";
  private static final String POOL = "pool-";
  private static final String HEAD = "conv2d-1x1-NBN";

  private final Layers layers;
  private final MobileNetV3Widths widths;
  private final InvertedResiduals blocks;
  private int tableChannels;
  private boolean ends;

  private MobileNetV3Reader(Layers layers) {
    this.layers = layers;
    this.blocks = new InvertedResiduals(layers);
    this.widths = new MobileNetV3Widths(layers.options().widthRule(), layers.options().width());
  }

  static void read(Table table, Layers layers) {
    MobileNetV3Reader reader = new MobileNetV3Reader(layers);
    for (TableRow row : table.rows()) {
      layers.claim(row, "input");
      reader.add(row);
      if (reader.ends) {
        return;
      }
    }
  }

  private void add(TableRow row) {
    String operator = row.text("operator");
    if (operator.startsWith(BLOCK)) {
      block(row, row.extent("operator", operator.substring(BLOCK.length())));
    } else if (operator.equals(HEAD)) {
      head(row);
    } else if (operator.startsWith(CONVOLUTION)) {
      convolution(row, row.extent("operator", operator.substring(CONVOLUTION.length())));
    } else if (operator.startsWith(POOL)) {
      row.requireEmpty("exp-size", "out", "SE", "NL");
      row.requireOne("s");
      layers.globalPool("pool");
    } else {
      throw row.refuse("operator", operator, "conv2d-KxK, bneck-KxK, pool-7x7 or conv2d-1x1-NBN");
    }
  }

  private void convolution(TableRow row, Extent kernel) {
    row.requireEmpty("exp-size", "SE");
    int stated = row.channels("out");
    boolean first = layers.nodes().isEmpty();
    String name = first ? "conv0" : "conv_last";
    int channels =
        first ? widths.first(stated) : widths.last(stated, tableChannels, layers.channels());
    layers.normalized(name, channels, kernel, stride(row), 1);
    layers.activation(name, function(row));
    tableChannels = stated;
  }

  private void block(TableRow row, Extent kernel) {
    int stated = row.channels("out");
    int size = layers.options().ablations().expansionSize(row.channels("exp-size"), tableChannels);
    int expansion = widths.expansion(size, tableChannels, layers.channels());
    Optional<SqueezeExcite> squeezeExcite =
        switch (row.text("SE")) {
          case "yes" ->
              Optional.of(
                  new SqueezeExcite(widths.squeezed(expansion), layers.options().hardSigmoid()));
          case TableRow.NOTHING -> Optional.empty();
          case String other -> throw row.refuse("SE", other, "yes or -");
        };
    blocks.add(
        new InvertedResidual(
            expansion, widths.channels(stated), kernel, stride(row), function(row), squeezeExcite));
    tableChannels = stated;
  }

  /** The layers after the pool are 1×1 convolutions of one pixel, that is, dense. */
  private void head(TableRow row) {
    row.requireEmpty("exp-size", "SE");
    row.requireOne("s");
    if (row.text("out").equals(TableRow.CLASSES)) {
      row.requireEmpty("NL");
      ends = !layers.classifier(DROPOUT);
    } else if (layers.options().head() == Head.FEATURES) {
      ends = true;
    } else {
      layers.dense("conv_head", widths.head(row.channels("out")));
      layers.activation("conv_head", function(row));
    }
  }

  private ActivationFunction function(TableRow row) {
    return switch (row.text("NL")) {
      case "RE" -> layers.options().activation().function();
      case "HS" -> layers.options().ablations().hardSwish().function();
      case String other -> throw row.refuse("NL", other, "RE or HS");
    };
  }

  private static int stride(TableRow row) {
    return row.number("s", TableRow.MOST_TAPS);
  }
}
