package org.mobilenet4j.kernels.blocked;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.BiConsumer;

/**
 * The words in which emitters write a kernel: vectors and whole numbers in local variables, loops
 * between them. A word becomes the bytecode that javac would make of the same statement, so that C2
 * sees nothing unusual.
 *
 * <p>Numbers of lanes: 16, 8 and 4 floats stand for vectors of 512, 256 and 128 bits. The species
 * is read from its static final field at each use, which makes it a constant for C2.
 */
final class VectorCode {
  private static final ClassDesc FLOAT_VECTOR = ClassDesc.of("jdk.incubator.vector.FloatVector");
  private static final ClassDesc INT_VECTOR = ClassDesc.of("jdk.incubator.vector.IntVector");
  private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
  private static final ClassDesc MASK = ClassDesc.of("jdk.incubator.vector.VectorMask");
  private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
  private static final ClassDesc OPERATORS = ClassDesc.of("jdk.incubator.vector.VectorOperators");
  private static final ClassDesc COMPARISON =
      ClassDesc.of("jdk.incubator.vector.VectorOperators$Comparison");
  private static final ClassDesc BINARY =
      ClassDesc.of("jdk.incubator.vector.VectorOperators$Binary");
  private static final ClassDesc FLOATS = CD_float.arrayType();
  private static final ClassDesc VAR_HANDLE = ClassDesc.of("java.lang.invoke.VarHandle");

  private final CodeBuilder code;

  VectorCode(CodeBuilder code) {
    this.code = code;
  }

  /** A local variable that holds a whole number. */
  record IntVariable(int slot) implements Whole {
    @Override
    public void push(CodeBuilder code) {
      code.iload(slot);
    }
  }

  /** A parameter that holds an array. */
  record ArrayVariable(int slot) {
    /** The whole number in an {@code int[]}. */
    Whole at(Whole index) {
      return code -> {
        code.aload(slot);
        index.push(code);
        code.iaload();
      };
    }
  }

  /** A local variable that holds a vector. */
  record VectorVariable(int slot, int lanes) {}

  /** A local variable that holds a choice of lanes. */
  record MaskVariable(int slot) {}

  /** The upper half of a vector's lanes. */
  void upperHalf(MaskVariable mask, int lanes) {
    species(lanes);
    code.loadConstant(-1L << (lanes / 2));
    code.invokestatic(MASK, "fromLong", MethodTypeDesc.of(MASK, SPECIES, CD_long));
    code.astore(mask.slot());
  }

  /** {@code into = mask ? from : into}, lane by lane. */
  void blend(VectorVariable into, VectorVariable from, MaskVariable mask) {
    code.aload(into.slot());
    code.aload(from.slot());
    code.aload(mask.slot());
    code.invokevirtual(FLOAT_VECTOR, "blend", MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, MASK));
    code.astore(into.slot());
  }

  /** A new variable for a whole number. */
  IntVariable integer() {
    return new IntVariable(code.allocateLocal(TypeKind.INT));
  }

  /** A new variable for a vector. */
  VectorVariable vector(int lanes) {
    return new VectorVariable(code.allocateLocal(TypeKind.REFERENCE), lanes);
  }

  /** A new variable for a choice of lanes. */
  MaskVariable mask() {
    return new MaskVariable(code.allocateLocal(TypeKind.REFERENCE));
  }

  /** New variables for some vectors. */
  VectorVariable[] vectors(int count, int lanes) {
    VectorVariable[] vectors = new VectorVariable[count];
    for (int i = 0; i < count; i++) {
      vectors[i] = vector(lanes);
    }
    return vectors;
  }

  /** A constant in a variable: a loop to a literal end would be unrolled by C2. */
  IntVariable held(int constant) {
    IntVariable variable = integer();
    set(variable, Whole.of(constant));
    return variable;
  }

  void set(IntVariable variable, Whole value) {
    value.push(code);
    code.istore(variable.slot());
  }

  void increase(IntVariable variable, Whole amount) {
    set(variable, variable.plus(amount));
  }

  /** {@code for (counter = 0; counter < end; counter += step) body}. */
  void loop(IntVariable counter, Whole end, int step, Runnable body) {
    Label top = code.newLabel();
    Label done = code.newLabel();
    set(counter, Whole.of(0));
    code.labelBinding(top);
    counter.push(code);
    end.push(code);
    code.if_icmpge(done);
    body.run();
    code.iinc(counter.slot(), step);
    code.goto_(top);
    code.labelBinding(done);
  }

  /** {@code if (number <= most) body}. */
  void unlessMore(IntVariable number, IntVariable most, Runnable body) {
    Label more = code.newLabel();
    number.push(code);
    most.push(code);
    code.if_icmpgt(more);
    body.run();
    code.labelBinding(more);
  }

  /** The vector that begins at an index. */
  void load(VectorVariable into, ArrayVariable array, Whole index) {
    species(into);
    code.aload(array.slot());
    index.push(code);
    code.invokestatic(
        FLOAT_VECTOR, "fromArray", MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, FLOATS, CD_int));
    code.astore(into.slot());
  }

  /**
   * Loads a vector with which a sum begins and casts it to its exact class, so that C2 knows the
   * sum behind a loop that may not turn. The API declares no more than {@code FloatVector}; C2 may
   * then ask the profile of the API's own methods, which lists the vectors of everybody in the
   * process, and keep a sum as an object where those have several widths. The class is a constant
   * for C2, and the cast no instruction.
   */
  void loadExactly(VectorVariable into, ArrayVariable array, Whole index) {
    species(into);
    code.invokeinterface(SPECIES, "vectorType", MethodTypeDesc.of(CD_Class));
    load(into, array, index);
    code.aload(into.slot());
    code.invokevirtual(CD_Class, "cast", MethodTypeDesc.of(CD_Object, CD_Object));
    code.checkcast(FLOAT_VECTOR);
    code.astore(into.slot());
  }

  /** One float of an array in every lane. */
  void broadcast(VectorVariable into, ArrayVariable array, Whole index) {
    species(into);
    code.aload(array.slot());
    index.push(code);
    code.faload();
    broadcastTop(into);
  }

  /** A constant in every lane. */
  void broadcast(VectorVariable into, float constant) {
    species(into);
    code.loadConstant(constant);
    broadcastTop(into);
  }

  private void broadcastTop(VectorVariable into) {
    code.invokestatic(
        FLOAT_VECTOR, "broadcast", MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, CD_float));
    code.astore(into.slot());
  }

  /** One float of an array to another place of it. */
  void copyFloat(ArrayVariable array, Whole to, Whole from) {
    code.aload(array.slot());
    to.push(code);
    code.aload(array.slot());
    from.push(code);
    code.faload();
    code.fastore();
  }

  void copy(VectorVariable into, VectorVariable from) {
    code.aload(from.slot());
    code.astore(into.slot());
  }

  /**
   * Keeps loads before it before it and loads behind it behind: a fence that is no instruction.
   * Without it C2 moves all loads of a long block to its beginning and runs out of registers.
   */
  void fence() {
    code.invokestatic(VAR_HANDLE, "loadLoadFence", MethodTypeDesc.of(CD_void));
  }

  /** {@code sum += a * b}, rounded once. */
  void multiplyAdd(VectorVariable sum, VectorVariable a, VectorVariable b) {
    code.aload(a.slot());
    code.aload(b.slot());
    code.aload(sum.slot());
    code.invokevirtual(FLOAT_VECTOR, "fma", MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, VECTOR));
    code.astore(sum.slot());
  }

  void add(VectorVariable into, VectorVariable a, VectorVariable b) {
    binary("add", into, a, b);
  }

  void subtract(VectorVariable into, VectorVariable a, VectorVariable b) {
    binary("sub", into, a, b);
  }

  void multiply(VectorVariable into, VectorVariable a, VectorVariable b) {
    binary("mul", into, a, b);
  }

  void divide(VectorVariable into, VectorVariable a, VectorVariable b) {
    binary("div", into, a, b);
  }

  private void binary(String operation, VectorVariable into, VectorVariable a, VectorVariable b) {
    code.aload(a.slot());
    code.aload(b.slot());
    code.invokevirtual(FLOAT_VECTOR, operation, MethodTypeDesc.of(FLOAT_VECTOR, VECTOR));
    code.astore(into.slot());
  }

  /** {@code x = x < low ? low : x}; a NaN stays. */
  void atLeast(VectorVariable x, VectorVariable low) {
    clamp(x, low, "LT");
  }

  /** {@code x = x > high ? high : x}; a NaN stays. */
  void atMost(VectorVariable x, VectorVariable high) {
    clamp(x, high, "GT");
  }

  /**
   * {@code x = max(x, low)} for limits that are zero or above, by the bits as whole numbers: half
   * the instructions of {@link #atLeast}. A NaN becomes {@code low} or stays, by its sign.
   */
  void bitsAtLeast(VectorVariable x, VectorVariable low) {
    clampBits(x, low, "max");
  }

  /**
   * {@code x = min(x, high)}, likewise, for numbers that are zero or above; a NaN becomes {@code
   * high}.
   */
  void bitsAtMost(VectorVariable x, VectorVariable high) {
    clampBits(x, high, "min");
  }

  private void clampBits(VectorVariable x, VectorVariable limit, String choice) {
    MethodTypeDesc asWhole = MethodTypeDesc.of(INT_VECTOR);
    code.aload(x.slot());
    code.invokevirtual(FLOAT_VECTOR, "reinterpretAsInts", asWhole);
    code.aload(limit.slot());
    code.invokevirtual(FLOAT_VECTOR, "reinterpretAsInts", asWhole);
    code.invokevirtual(INT_VECTOR, choice, MethodTypeDesc.of(INT_VECTOR, VECTOR));
    code.invokevirtual(INT_VECTOR, "reinterpretAsFloats", MethodTypeDesc.of(FLOAT_VECTOR));
    code.astore(x.slot());
  }

  private void clamp(VectorVariable x, VectorVariable limit, String comparison) {
    replaceWhere(x, limit, x, comparison, limit);
  }

  /** {@code into = x comparison limit ? replacement : into}, lane by lane. */
  void replaceWhere(
      VectorVariable into,
      VectorVariable replacement,
      VectorVariable x,
      String comparison,
      VectorVariable limit) {
    code.aload(into.slot());
    code.aload(replacement.slot());
    code.aload(x.slot());
    code.getstatic(OPERATORS, comparison, COMPARISON);
    code.aload(limit.slot());
    code.invokevirtual(FLOAT_VECTOR, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    code.invokevirtual(FLOAT_VECTOR, "blend", MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, MASK));
    code.astore(into.slot());
  }

  /** The bits of each float, as a whole number, shifted to the left. */
  void shiftedLeft(VectorVariable into, VectorVariable x, int bits) {
    code.aload(x.slot());
    code.invokevirtual(FLOAT_VECTOR, "reinterpretAsInts", MethodTypeDesc.of(INT_VECTOR));
    code.getstatic(OPERATORS, "LSHL", BINARY);
    code.loadConstant(bits);
    code.invokevirtual(INT_VECTOR, "lanewise", MethodTypeDesc.of(INT_VECTOR, BINARY, CD_int));
    code.invokevirtual(INT_VECTOR, "reinterpretAsFloats", MethodTypeDesc.of(FLOAT_VECTOR));
    code.astore(into.slot());
  }

  /** Stores a vector from an index on. */
  void store(VectorVariable vector, ArrayVariable array, Whole index) {
    code.aload(vector.slot());
    code.aload(array.slot());
    index.push(code);
    code.invokevirtual(FLOAT_VECTOR, "intoArray", MethodTypeDesc.of(CD_void, FLOATS, CD_int));
  }

  /**
   * Does some work on each vector of what was stored, in place.
   *
   * @param from the first
   * @param floats how many, a multiple of the lanes
   * @param work gets a vector and how far behind the first it lies
   */
  void eachStored(
      ArrayVariable array,
      Whole from,
      int floats,
      int lanes,
      BiConsumer<VectorVariable, Whole> work) {
    VectorVariable stored = vector(lanes);
    IntVariable at = integer();
    loop(
        at,
        held(floats),
        lanes,
        () -> {
          load(stored, array, from.plus(at));
          work.accept(stored, at);
          store(stored, array, from.plus(at));
        });
  }

  private void species(VectorVariable vector) {
    species(vector.lanes());
  }

  private void species(int lanes) {
    code.getstatic(FLOAT_VECTOR, "SPECIES_" + Float.SIZE * lanes, SPECIES);
  }
}
