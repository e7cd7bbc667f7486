package org.mobilenet4j.model.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobilenet4j.model.ModelFormatException;

/**
 * Reads what a graph says of its inputs and outputs.
 *
 * @param file for the messages
 */
record PortReader(String file) {
  private static final int MOST_AXES = 16;

  /**
   * ValueInfoProto: 1 name, 2 type; TypeProto: 1 tensor_type; its Tensor: 2 shape; its shape: 1
   * dim.
   */
  OnnxGraph.Port read(CodedInputStream in) throws IOException {
    String[] name = {""};
    List<Optional<Long>> dimensions = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> name[0] = in.readString();
        case 2 ->
            Message.inside(
                in,
                type ->
                    Message.field(
                        type,
                        1,
                        tensor ->
                            Message.field(
                                tensor,
                                2,
                                shape ->
                                    Message.field(
                                        shape,
                                        1,
                                        axis -> {
                                          requireFew(dimensions.size());
                                          dimensions.add(dimension(axis));
                                        }))));
        default -> in.skipField(tag);
      }
    }
    return new OnnxGraph.Port(name[0], dimensions);
  }

  /** Dimension: 1 dim_value, 2 dim_param; zero or less stands for unknown, as Paddle writes it. */
  private static Optional<Long> dimension(CodedInputStream in) throws IOException {
    long value = -1;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == 1) {
        value = in.readInt64();
      } else {
        in.skipField(tag);
      }
    }
    return value > 0 ? Optional.of(value) : Optional.empty();
  }

  private void requireFew(int axes) {
    if (axes == MOST_AXES) {
      throw new ModelFormatException(
          "%s has an input or output of more than %d axes; a batch of pictures has four."
              .formatted(file, MOST_AXES));
    }
  }
}
