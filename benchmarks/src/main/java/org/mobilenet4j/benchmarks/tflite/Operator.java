package org.mobilenet4j.benchmarks.tflite;

/**
 * The operators that a network needs, with their numbers in {@code BuiltinOperator} and the number
 * and size of their table in {@code BuiltinOptions}.
 */
enum Operator {
  ADD(0, 11, 2),
  CONCATENATION(2, 10, 2),
  CONV_2D(3, 1, 6),
  DEPTHWISE_CONV_2D(4, 2, 7),
  FULLY_CONNECTED(9, 8, 4),
  LOGISTIC(14, 0, 0),
  MUL(18, 21, 1),
  RELU(19, 0, 0),
  RELU6(21, 0, 0),
  PAD(34, 0, 0),
  MEAN(40, 27, 1),
  HARD_SWISH(117, 0, 0);

  private final int code;
  private final int optionsType;
  private final int optionsSlots;

  Operator(int code, int optionsType, int optionsSlots) {
    this.code = code;
    this.optionsType = optionsType;
    this.optionsSlots = optionsSlots;
  }

  int code() {
    return code;
  }

  /** 0 for an operator that has no options. */
  int optionsType() {
    return optionsType;
  }

  int optionsSlots() {
    return optionsSlots;
  }
}
