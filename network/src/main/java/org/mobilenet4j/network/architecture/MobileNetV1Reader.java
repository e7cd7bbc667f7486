package org.mobilenet4j.network.architecture;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mobilenet4j.network.Extent;

/**
 * Reads tables in the columns of Howard et al. 2017, Table 1: one row a layer, depthwise and
 * pointwise apart.
 */
final class MobileNetV1Reader {
  private static final Pattern CONVOLUTION =
      Pattern.compile("([0-9]{1,4}x[0-9]{1,4})x([0-9]{1,7})x([0-9]{1,7})");
  private static final Pattern DEPTHWISE = Pattern.compile("([0-9]{1,4}x[0-9]{1,4})x([0-9]{1,7})");
  private static final Pattern DENSE = Pattern.compile("([0-9]{1,7})x([0-9]{1,7})");
  private static final float DROPOUT = 0.001f; // the authors' code keeps 0.999; the paper is silent

  private final Layers layers;
  private int convolutions;
  private boolean afterDepthwise;

  private MobileNetV1Reader(Layers layers) {
    this.layers = layers;
  }

  static void read(Table table, Layers layers) {
    MobileNetV1Reader reader = new MobileNetV1Reader(layers);
    for (TableRow row : table.rows()) {
      layers.claim(row, "input");
      if (!reader.add(row)) {
        return;
      }
    }
  }

  /** Returns false where the network ends. */
  private boolean add(TableRow row) {
    switch (row.text("type")) {
      case "Conv" -> convolution(row);
      case "Conv-dw" -> depthwise(row);
      case "Avg-Pool" -> {
        requireStrideOne(row);
        layers.claimExtent(row, "filter");
        layers.globalPool("pool");
      }
      case "FC" -> {
        requireStrideOne(row);
        match(row, DENSE, "inputs and outputs, for instance 1024x1000");
        boolean goesOn = layers.classifier(DROPOUT);
        if (goesOn) {
          layers.claimFilter(row, "filter", layers.last());
        }
        return goesOn;
      }
      case "Softmax" -> {
        requireStrideOne(row);
        return false; // the network's result are logits
      }
      case String other ->
          throw row.refuse("type", other, "Conv, Conv-dw, Avg-Pool, FC or Softmax");
    }
    return true;
  }

  private void convolution(TableRow row) {
    Matcher filter =
        match(row, CONVOLUTION, "kernel, input and output channels, for instance 1x1x32x64");
    Extent kernel = row.extent("filter", filter.group(1));
    row.number("filter", filter.group(2), TableRow.MOST_CHANNELS);
    int channels = row.number("filter", filter.group(3), TableRow.MOST_CHANNELS);
    String name = "conv" + convolutions + (afterDepthwise ? ".pw" : "");
    layers.normalized(name, scale(row, channels), kernel, stride(row), 1);
    layers.claimFilter(row, "filter", name);
    layers.activation(name, layers.options().activation().function());
    convolutions++;
    afterDepthwise = false;
  }

  private void depthwise(TableRow row) {
    Matcher filter = match(row, DEPTHWISE, "kernel and channels, for instance 3x3x32");
    row.number("filter", filter.group(2), TableRow.MOST_CHANNELS);
    if (afterDepthwise || convolutions == 0) {
      throw row.refuse("type", "Conv-dw", "a depthwise layer between two others");
    }
    String name = "conv" + convolutions + ".dw";
    layers.depthwise(name, row.extent("filter", filter.group(1)), stride(row));
    layers.claimFilter(row, "filter", name);
    layers.activation(name, layers.options().activation().function());
    afterDepthwise = true;
  }

  private int scale(TableRow row, int channels) {
    ArchitectureOptions options = layers.options();
    double scaled = channels * options.width();
    int rounded =
        switch (options.widthRule()) {
          case SLIM -> options.width() == 1 ? channels : Math.max((int) scaled, 8);
          case KERAS -> (int) scaled;
          case TIMM -> WidthRule.scale(channels, options.width());
          case TORCHVISION, SLIM_FINEGRAIN ->
              throw new IllegalStateException("Width rules are checked before a table is read.");
        };
    if (rounded < 1) {
      throw row.refuse(
          "filter", channels + " channels at width " + options.width(), "at least one channel");
    }
    return rounded;
  }

  private static int stride(TableRow row) {
    return row.number("stride", row.text("stride").replaceFirst("^s", ""), TableRow.MOST_TAPS);
  }

  private static void requireStrideOne(TableRow row) {
    if (stride(row) != 1) {
      throw row.refuse("stride", row.text("stride"), "s1");
    }
  }

  private static Matcher match(TableRow row, Pattern pattern, String expected) {
    Matcher matcher = pattern.matcher(row.text("filter"));
    if (!matcher.matches()) {
      throw row.refuse("filter", row.text("filter"), expected);
    }
    return matcher;
  }
}
