package org.mobilenet4j.model.file;

import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import tools.jackson.core.JsonGenerator;

/** Writes a whole graph as JSON; {@link NetworkReader} reads it. */
final class NetworkWriter {
  private final JsonGenerator json;

  NetworkWriter(JsonGenerator json) {
    this.json = json;
  }

  void write(Network network) {
    json.writeStartObject();
    json.writeArrayPropertyStart("input");
    json.writeNumber(network.input().height());
    json.writeNumber(network.input().width());
    json.writeNumber(network.input().channels());
    json.writeEndArray();
    json.writeArrayPropertyStart("nodes");
    network.nodes().forEach(this::write);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(Node node) {
    json.writeStartObject();
    json.writeStringProperty("name", node.name());
    json.writeArrayPropertyStart("inputs");
    node.inputs().forEach(json::writeString);
    json.writeEndArray();
    switch (node.op()) {
      case Op.Convolution op -> write(op);
      case Op.Dense(int units, var bias) -> {
        json.writeStringProperty("op", "dense");
        json.writeNumberProperty("units", units);
        json.writeStringProperty("bias", Names.of(bias));
      }
      case Op.BatchNorm(float epsilon) -> {
        json.writeStringProperty("op", "batchNorm");
        json.writeNumberProperty("epsilon", epsilon);
      }
      case Op.Activation(ActivationFunction function) -> {
        json.writeStringProperty("op", "activation");
        write(function);
      }
      case Op.Pool op -> write(op);
      case Op.GlobalAveragePool() -> json.writeStringProperty("op", "globalAveragePool");
      case Op.Add() -> json.writeStringProperty("op", "add");
      case Op.Concat() -> json.writeStringProperty("op", "concat");
      case Op.Scale() -> json.writeStringProperty("op", "scale");
      case Op.LocalResponseNormalization(int size, float alpha, float beta, float bias) -> {
        json.writeStringProperty("op", "localResponseNormalization");
        json.writeNumberProperty("size", size);
        json.writeNumberProperty("alpha", alpha);
        json.writeNumberProperty("beta", beta);
        json.writeNumberProperty("bias", bias);
      }
      case Op.Resize(Extent size) -> {
        json.writeStringProperty("op", "resize");
        write("size", size);
      }
      case Op.Dropout(float rate) -> {
        json.writeStringProperty("op", "dropout");
        json.writeNumberProperty("rate", rate);
      }
    }
    json.writeEndObject();
  }

  private void write(Op.Convolution op) {
    json.writeStringProperty("op", "convolution");
    json.writeNumberProperty("outChannels", op.outChannels());
    write("kernel", op.kernel());
    write("stride", op.stride());
    write("dilation", op.dilation());
    json.writeNumberProperty("groups", op.groups());
    write(op.padding());
    json.writeStringProperty("bias", Names.of(op.bias()));
  }

  private void write(Op.Pool op) {
    json.writeStringProperty("op", "pool");
    json.writeStringProperty("kind", Names.of(op.kind()));
    write("kernel", op.kernel());
    write("stride", op.stride());
    write(op.padding());
    json.writeStringProperty("rounding", Names.of(op.rounding()));
  }

  private void write(ActivationFunction function) {
    json.writeObjectPropertyStart("function");
    switch (function) {
      case ActivationFunction.Relu() -> json.writeStringProperty("kind", "relu");
      case ActivationFunction.Relu6() -> json.writeStringProperty("kind", "relu6");
      case ActivationFunction.HardSigmoid(float slope, float offset) -> {
        json.writeStringProperty("kind", "hardSigmoid");
        json.writeNumberProperty("slope", slope);
        json.writeNumberProperty("offset", offset);
      }
      case ActivationFunction.HardSwish() -> json.writeStringProperty("kind", "hardSwish");
      case ActivationFunction.Sigmoid() -> json.writeStringProperty("kind", "sigmoid");
      case ActivationFunction.Swish() -> json.writeStringProperty("kind", "swish");
    }
    json.writeEndObject();
  }

  private void write(Padding padding) {
    json.writeObjectPropertyStart("padding");
    switch (padding) {
      case Padding.Same() -> json.writeStringProperty("kind", "same");
      case Padding.Symmetric(int height, int width) -> {
        json.writeStringProperty("kind", "symmetric");
        json.writeNumberProperty("height", height);
        json.writeNumberProperty("width", width);
      }
      case Padding.Explicit(int top, int left, int bottom, int right) -> {
        json.writeStringProperty("kind", "explicit");
        json.writeNumberProperty("top", top);
        json.writeNumberProperty("left", left);
        json.writeNumberProperty("bottom", bottom);
        json.writeNumberProperty("right", right);
      }
    }
    json.writeEndObject();
  }

  private void write(String key, Extent extent) {
    json.writeArrayPropertyStart(key);
    json.writeNumber(extent.height());
    json.writeNumber(extent.width());
    json.writeEndArray();
  }
}
