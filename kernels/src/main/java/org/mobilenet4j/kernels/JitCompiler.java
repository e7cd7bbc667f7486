package org.mobilenet4j.kernels;

import java.util.Locale;

/** What the JVM says about the compiler that turns bytecode into machine code. */
final class JitCompiler {
  private JitCompiler() {}

  /**
   * Whether operations on vectors become vector instructions. The interpreter and HotSpot's C1 make
   * an object of every vector, some thousand times slower than plain loops.
   */
  static boolean compilesVectors() {
    String vm = System.getProperty("java.vm.name", "").toLowerCase(Locale.ROOT);
    String mode = System.getProperty("java.vm.info", "").toLowerCase(Locale.ROOT);
    boolean interpreted = mode.contains("interpreted");
    boolean emulated = mode.contains("emulated-client"); // -XX:TieredStopAtLevel=1
    return !interpreted && !emulated && !vm.contains("client") && !vm.contains("zero");
  }
}
