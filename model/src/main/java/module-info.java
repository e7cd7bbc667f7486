/** A network with its weights; the model file; import of others' formats. */
module org.mobilenet4j.model {
  requires transitive org.mobilenet4j.network;
  requires tools.jackson.core;
  requires com.google.protobuf;
  requires static org.jspecify;

  exports org.mobilenet4j.model;
  exports org.mobilenet4j.model.file;
  exports org.mobilenet4j.model.imports;
  exports org.mobilenet4j.model.onnx;
  exports org.mobilenet4j.model.safetensors;
  exports org.mobilenet4j.model.tensors;
  exports org.mobilenet4j.model.torch;
}
