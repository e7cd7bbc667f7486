package org.mobilenet4j.model.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** Reads the fields of one message of a protocol buffer. */
@FunctionalInterface
interface Message {
  void read(CodedInputStream in) throws IOException;

  /** Reads a length and then a message that keeps to it. */
  static void inside(CodedInputStream in, Message message) throws IOException {
    int length = in.readRawVarint32();
    int before = in.pushLimit(length);
    message.read(in);
    in.checkLastTagWas(0);
    in.popLimit(before);
  }

  /** Reads one field of a message as a message of its own; skips the others. */
  static void field(CodedInputStream in, int number, Message message) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == number) {
        inside(in, message);
      } else {
        in.skipField(tag);
      }
    }
  }
}
