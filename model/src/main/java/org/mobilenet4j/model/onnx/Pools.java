package org.mobilenet4j.model.onnx;

import java.util.List;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.PoolKind;
import org.mobilenet4j.network.Rounding;

/** MaxPool and AveragePool. */
record Pools(Assembly assembly, OnnxNode node) {
  Value lower() {
    WindowAttributes window = WindowAttributes.of(node);
    if (!window.dilation().equals(Extent.ONE)) {
      throw node.refuse("attribute dilations is %s; supported: 1×1".formatted(window.dilation()));
    }
    node.require("storage_order", node.whole("storage_order", 0), 0);
    if (node.outputs().size() > 1) {
      throw node.refuse("gives the places of the largest numbers too; supported: one output");
    }
    node.require("ceil_mode", node.whole("ceil_mode", 0), 0, 1);
    Rounding rounding = node.whole("ceil_mode", 0) == 1 ? Rounding.CEIL : Rounding.FLOOR;
    Op op = new Op.Pool(kind(), window.kernel(), window.stride(), window.padding(), rounding);
    return assembly.add(node, op, List.of(assembly.map(node, 0)));
  }

  private PoolKind kind() {
    if (node.operator().equals("MaxPool")) {
      return PoolKind.MAX;
    }
    return node.whole("count_include_pad", 0) == 1
        ? PoolKind.AVERAGE_WITH_PADDING
        : PoolKind.AVERAGE;
  }
}
