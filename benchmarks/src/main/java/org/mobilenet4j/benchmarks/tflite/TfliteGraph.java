package org.mobilenet4j.benchmarks.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Tensors and operators of a TensorFlow Lite file, and the file's bytes, table by table. */
final class TfliteGraph {
  private static final int VERSION = 3;
  private static final int DATA_ALIGNMENT = 16;
  private static final int FLOAT32 = 0; // TensorType
  private static final int INT32 = 2;
  private static final ByteBuffer NO_DATA = ByteBuffer.allocate(0);

  private record Tensor(List<Integer> shape, int type, ByteBuffer data) {}

  private record Call(Operator operator, List<Integer> inputs, int output, List<Option> options) {}

  private final FlatBufferBuilder builder = new FlatBufferBuilder(1 << 20);
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();

  /** A tensor that is computed; returns its number. */
  int activation(List<Integer> shape) {
    return add(new Tensor(shape, FLOAT32, NO_DATA));
  }

  /** A tensor that is known; returns its number. */
  int constant(List<Integer> shape, float... values) {
    ByteBuffer data = bytes(values.length);
    data.asFloatBuffer().put(values);
    return add(new Tensor(shape, FLOAT32, data));
  }

  /** Whole numbers that an operator reads as a tensor; returns its number. */
  int integers(List<Integer> shape, int... values) {
    ByteBuffer data = bytes(values.length);
    data.asIntBuffer().put(values);
    return add(new Tensor(shape, INT32, data));
  }

  List<Integer> shape(int tensor) {
    return tensors.get(tensor).shape();
  }

  /** Calls an operator and returns the tensor it makes. */
  int call(Operator operator, List<Integer> inputs, List<Integer> outShape, Option... options) {
    int output = activation(outShape);
    calls.add(new Call(operator, List.copyOf(inputs), output, List.of(options)));
    return output;
  }

  /** The bytes of a file whose graph leads from one tensor to another. */
  ByteBuffer file(int input, int output) {
    int buffers = vector(buffers());
    List<Operator> operators = calls.stream().map(Call::operator).distinct().toList();
    int subgraph = subgraph(operators, input, output);
    int codes = vector(operators.stream().map(this::operatorCode).toList());
    int description = builder.createString("MobileNet4J");
    int subgraphs = vector(List.of(subgraph));
    builder.startTable(5); // Model
    builder.addInt(0, VERSION, 0);
    builder.addOffset(1, codes, 0);
    builder.addOffset(2, subgraphs, 0);
    builder.addOffset(3, description, 0);
    builder.addOffset(4, buffers, 0);
    builder.finish(builder.endTable(), "TFL3");
    return builder.dataBuffer();
  }

  /** The first buffer is empty, as the format wants it; then one for each tensor. */
  private List<Integer> buffers() {
    List<Integer> offsets = new ArrayList<>();
    offsets.add(buffer(NO_DATA));
    tensors.forEach(tensor -> offsets.add(buffer(tensor.data())));
    return offsets;
  }

  private int buffer(ByteBuffer data) {
    int vector = 0;
    if (data.hasRemaining()) {
      ByteBuffer room = builder.createUnintializedVector(1, data.remaining(), DATA_ALIGNMENT);
      room.put(data.duplicate());
      vector = builder.endVector();
    }
    builder.startTable(1); // Buffer
    builder.addOffset(0, vector, 0);
    return builder.endTable();
  }

  private int subgraph(List<Operator> operators, int input, int output) {
    List<Integer> tensorTables = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      tensorTables.add(tensor(i));
    }
    int tensorVector = vector(tensorTables);
    List<Integer> callTables = new ArrayList<>();
    calls.forEach(call -> callTables.add(call(call, operators.indexOf(call.operator()))));
    int callVector = vector(callTables);
    int inputs = integers(List.of(input));
    int outputs = integers(List.of(output));
    int name = builder.createString("main");
    builder.startTable(5); // SubGraph
    builder.addOffset(0, tensorVector, 0);
    builder.addOffset(1, inputs, 0);
    builder.addOffset(2, outputs, 0);
    builder.addOffset(3, callVector, 0);
    builder.addOffset(4, name, 0);
    return builder.endTable();
  }

  private int tensor(int number) {
    Tensor tensor = tensors.get(number);
    int shape = integers(tensor.shape());
    int name = builder.createString("t" + number);
    builder.startTable(8); // Tensor
    builder.addOffset(0, shape, 0);
    builder.addByte(1, (byte) tensor.type(), 0);
    builder.addInt(2, tensor.data().hasRemaining() ? number + 1 : 0, 0);
    builder.addOffset(3, name, 0);
    return builder.endTable();
  }

  private int call(Call call, int code) {
    Operator operator = call.operator();
    int inputs = integers(call.inputs());
    int outputs = integers(List.of(call.output()));
    int options = 0;
    if (operator.optionsType() != 0) {
      builder.startTable(operator.optionsSlots());
      call.options().forEach(option -> option.addTo(builder));
      options = builder.endTable();
    }
    builder.startTable(9); // Operator
    builder.addInt(0, code, 0);
    builder.addOffset(1, inputs, 0);
    builder.addOffset(2, outputs, 0);
    builder.addByte(3, (byte) operator.optionsType(), 0);
    builder.addOffset(4, options, 0);
    return builder.endTable();
  }

  private int operatorCode(Operator operator) {
    builder.startTable(4); // OperatorCode
    builder.addByte(0, (byte) operator.code(), 0);
    builder.addInt(2, 1, 1);
    builder.addInt(3, operator.code(), 0);
    return builder.endTable();
  }

  private int vector(List<Integer> tables) {
    return builder.createVectorOfTables(tables.stream().mapToInt(Integer::intValue).toArray());
  }

  private int integers(List<Integer> values) {
    builder.startVector(Integer.BYTES, values.size(), Integer.BYTES);
    values.reversed().forEach(builder::addInt);
    return builder.endVector();
  }

  private int add(Tensor tensor) {
    tensors.add(tensor);
    return tensors.size() - 1;
  }

  private static ByteBuffer bytes(int numbers) {
    return ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, numbers))
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
