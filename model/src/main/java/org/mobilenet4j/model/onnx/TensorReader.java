package org.mobilenet4j.model.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mobilenet4j.model.InsufficientMemoryException;
import org.mobilenet4j.model.ModelFormatException;

/**
 * Reads TensorProto: 1 dims, 2 data_type, 4 float_data, 5 int32_data, 7 int64_data, 8 name, 9
 * raw_data, 10 double_data, 13 external_data, 14 data_location.
 */
final class TensorReader {
  private static final int MOST_AXES = 16;

  private static final int FLOAT = 1;
  private static final int UINT8 = 2;
  private static final int INT8 = 3;
  private static final int INT32 = 6;
  private static final int INT64 = 7;
  private static final int BOOL = 9;
  private static final int FLOAT16 = 10;
  private static final int DOUBLE = 11;
  private static final int BFLOAT16 = 16;

  private final String file;

  TensorReader(String file) {
    this.file = file;
  }

  /** A tensor and what it is called. */
  record Named(String name, OnnxTensor tensor) {}

  Named read(CodedInputStream in) throws IOException {
    String name = "";
    int type = 0;
    NumberList dims = new NumberList(file);
    NumberList numbers = new NumberList(file);
    ByteString raw = ByteString.EMPTY;
    boolean external = false;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> dims.int64s(in, tag);
        case 2 -> type = in.readInt32();
        case 4 -> numbers.floats(in, tag);
        case 5, 7 -> numbers.int64s(in, tag);
        case 8 -> name = in.readString();
        case 9 -> raw = in.readBytes();
        case 10 -> numbers.doubles(in, tag);
        case 13 -> {
          external = true;
          in.skipField(tag);
        }
        case 14 -> external |= in.readEnum() == 1;
        default -> in.skipField(tag);
      }
    }
    if (external) {
      throw new ModelFormatException(
          "%s keeps tensor '%s' in another file; save it as one file (onnx.save with save_as_external_data=False)."
              .formatted(file, OnnxNode.shortened(name)));
    }
    return new Named(name, tensor(name, type, dims.wholes(), numbers, raw));
  }

  private OnnxTensor tensor(
      String name, int type, long[] dims, NumberList numbers, ByteString raw) {
    OnnxTensor.Data data = raw.isEmpty() ? listed(name, type, numbers) : raw(name, type, raw);
    List<Integer> dimensions = new ArrayList<>();
    long elements = 1;
    for (long dim : dims) {
      elements = dim < 0 || dim > Integer.MAX_VALUE ? -1 : elements * dim;
      if (elements < 0 || elements > data.size() || dimensions.size() == MOST_AXES) {
        break;
      }
      dimensions.add((int) dim);
    }
    if (elements != data.size() || dimensions.size() != dims.length) {
      throw new ModelFormatException(
          "%s: tensor '%s' says its shape is %s, but holds %d numbers; the file is damaged."
              .formatted(
                  file,
                  OnnxNode.shortened(name),
                  dims.length > MOST_AXES ? "of " + dims.length + " axes" : Arrays.toString(dims),
                  data.size()));
    }
    return new OnnxTensor(dimensions, data);
  }

  private OnnxTensor.Data listed(String name, int type, NumberList numbers) {
    return switch (type) {
      case FLOAT, DOUBLE -> new OnnxTensor.Reals(numbers.reals());
      case FLOAT16 -> new OnnxTensor.Reals(halves(numbers.wholes()));
      case INT32, INT64, BOOL, INT8, UINT8 -> new OnnxTensor.Wholes(numbers.wholes());
      default -> throw unknown(name, type);
    };
  }

  private static float[] halves(long[] bits) {
    float[] values = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = Float.float16ToFloat((short) bits[i]);
    }
    return values;
  }

  private OnnxTensor.Data raw(String name, int type, ByteString raw) {
    int width = width(name, type);
    if (raw.size() % width != 0) {
      throw new ModelFormatException(
          "%s: tensor '%s' has %d bytes, which is no whole number of its elements of %d bytes; the file is damaged."
              .formatted(file, OnnxNode.shortened(name), raw.size(), width));
    }
    ByteBuffer bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int count = raw.size() / width;
    return switch (type) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
          values[i] =
              switch (type) {
                case FLOAT -> bytes.getFloat(4 * i);
                case DOUBLE -> (float) bytes.getDouble(8 * i);
                case FLOAT16 -> Float.float16ToFloat(bytes.getShort(2 * i));
                default -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
              };
        }
        yield new OnnxTensor.Reals(values);
      }
      default -> {
        InsufficientMemoryException.requireRoom(
            8L * count, "%s: tensor '%s'".formatted(file, OnnxNode.shortened(name)));
        yield new OnnxTensor.Wholes(
            IntStream.range(0, count)
                .mapToLong(i ->
                    switch (type) {
                      case INT64 -> bytes.getLong(8 * i);
                      case INT32 -> bytes.getInt(4 * i);
                      case UINT8 -> bytes.get(i) & 0xff;
                      default -> bytes.get(i);
                    })
                .toArray());
      }
    };
  }

  private int width(String name, int type) {
    return switch (type) {
      case INT64, DOUBLE -> 8;
      case FLOAT, INT32 -> 4;
      case FLOAT16, BFLOAT16 -> 2;
      case UINT8, INT8, BOOL -> 1;
      default -> throw unknown(name, type);
    };
  }

  private ModelFormatException unknown(String name, int type) {
    return new ModelFormatException(
        "%s: tensor '%s' has numbers of ONNX's type %d; expected float, float16, bfloat16, double, int32, int64, int8, uint8 or bool."
            .formatted(file, OnnxNode.shortened(name), type));
  }
}
