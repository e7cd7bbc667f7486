package org.mobilenet4j.kernels.blocked;

import java.lang.classfile.CodeBuilder;

/** A whole number in the code of a kernel: how to push it. */
@FunctionalInterface
interface Whole {
  void push(CodeBuilder code);

  static Whole of(int constant) {
    return code -> code.loadConstant(constant);
  }

  default Whole plus(int constant) {
    return constant == 0 ? this : plus(of(constant));
  }

  default Whole plus(Whole other) {
    return code -> {
      push(code);
      other.push(code);
      code.iadd();
    };
  }

  default Whole minus(Whole other) {
    return code -> {
      push(code);
      other.push(code);
      code.isub();
    };
  }

  default Whole times(int constant) {
    return times(of(constant));
  }

  default Whole times(Whole other) {
    return code -> {
      push(code);
      other.push(code);
      code.imul();
    };
  }

  default Whole shiftedRight(int bits) {
    return code -> {
      push(code);
      code.loadConstant(bits);
      code.ishr();
    };
  }

  default Whole or(Whole other) {
    return code -> {
      push(code);
      other.push(code);
      code.ior();
    };
  }

  default Whole and(int mask) {
    return and(of(mask));
  }

  default Whole and(Whole mask) {
    return code -> {
      push(code);
      mask.push(code);
      code.iand();
    };
  }
}
