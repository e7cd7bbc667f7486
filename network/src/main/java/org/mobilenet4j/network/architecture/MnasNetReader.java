package org.mobilenet4j.network.architecture;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Extent;

/** Reads the architecture of Tan et al. 2019, Figure 7(a): one row for n blocks. */
final class MnasNetReader {
  private static final int MOST_REPEATS = 200;
  private static final float DROPOUT = 0.2f; // section 5
  private static final Pattern BLOCK =
      Pattern.compile("MBConv([0-9]{1,2})-([0-9]{1,2}x[0-9]{1,2})(-SE)?");

  private final Layers layers;
  private final InvertedResiduals blocks;

  private MnasNetReader(Layers layers) {
    this.layers = layers;
    this.blocks = new InvertedResiduals(layers);
  }

  static void read(Table table, Layers layers) {
    MnasNetReader reader = new MnasNetReader(layers);
    for (TableRow row : table.rows()) {
      layers.claim(row, "input");
      if (!reader.add(row)) {
        return;
      }
    }
  }

  /** Returns false where the network ends. */
  private boolean add(TableRow row) {
    ActivationFunction function = layers.options().activation().function();
    Ablations ablations = layers.options().ablations();
    switch (row.text("operator")) {
      case "Conv-3x3" -> {
        row.requireOne("n");
        layers.normalized("conv0", scale(row.channels("c")), Extent.square(3), stride(row), 1);
        layers.activation("conv0", function);
      }
      case "SepConv-3x3" -> {
        row.requireOne("n");
        layers.depthwise("sep.dw", Extent.square(3), stride(row));
        layers.activation("sep.dw", function);
        layers.normalized("sep.pw", scale(row.channels("c")), Extent.ONE, 1, 1);
        ablations
            .projectionActivation()
            .function()
            .ifPresent(after -> layers.activation("sep.pw", after));
      }
      case "Conv-1x1" -> {
        row.requireOne("n", "s");
        layers.normalized("conv_last", row.channels("c"), Extent.ONE, 1, 1); // never scaled
        layers.activation("conv_last", function);
      }
      case "Pooling" -> {
        row.requireEmpty("c");
        row.requireOne("n", "s");
        layers.globalPool("pool");
      }
      case "FC" -> {
        row.requireClasses("c");
        row.requireOne("n", "s");
        return layers.classifier(DROPOUT);
      }
      default -> blocks(row, function);
    }
    return true;
  }

  private void blocks(TableRow row, ActivationFunction function) {
    Matcher operator = BLOCK.matcher(row.text("operator"));
    if (!operator.matches()) {
      throw row.refuse(
          "operator",
          row.text("operator"),
          "Conv-3x3, SepConv-3x3, MBConv3-5x5-SE and the like, Conv-1x1, Pooling or FC");
    }
    int ratio =
        layers
            .options()
            .ablations()
            .expansionFactor(row.number("operator", operator.group(1), TableRow.MOST_TAPS));
    Extent kernel = row.extent("operator", operator.group(2));
    int repeats = row.number("n", MOST_REPEATS);
    for (int i = 0; i < repeats; i++) {
      int in = layers.channels();
      Optional<SqueezeExcite> squeezeExcite =
          operator.group(3) == null
              ? Optional.empty()
              // A quarter of the block's input, where MobileNet V3 takes a quarter of the
              // expansion.
              : Optional.of(
                  new SqueezeExcite(Math.max(1, in / 4), new ActivationFunction.Sigmoid()));
      blocks.add(
          new InvertedResidual(
              layers.channelsTimes(ratio),
              scale(row.channels("c")),
              kernel,
              i == 0 ? stride(row) : 1,
              function,
              squeezeExcite));
    }
  }

  private int scale(int channels) {
    return WidthRule.scale(channels, layers.options().width());
  }

  private static int stride(TableRow row) {
    return row.number("s", TableRow.MOST_TAPS);
  }
}
