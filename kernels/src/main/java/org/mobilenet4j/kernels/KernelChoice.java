package org.mobilenet4j.kernels;

import java.util.function.Supplier;

/**
 * The kernels that suit this machine, and why.
 *
 * @param kernels what to compute with
 * @param reason one sentence for a person
 */
public record KernelChoice(Kernels kernels, String reason) {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /**
   * Chooses vectors where the JVM was started with them and can compile them. Results are equal to
   * the bit whatever is chosen.
   *
   * @return the fastest kernels that work here
   * @throws KernelDumpException if the system property {@code mobilenet4j.dumpKernels} names no
   *     folder that can be written
   */
  public static KernelChoice best() {
    return Chosen.BEST.get();
  }

  /** Chosen once: the kernels keep what they have made for a vector width. */
  private static final class Chosen {
    static final Supplier<KernelChoice> BEST = attempt();

    /** A class whose making fails can be asked only once; this one answers every time. */
    private static Supplier<KernelChoice> attempt() {
      try {
        KernelChoice choice = choose();
        return () -> choice;
      } catch (KernelDumpException e) {
        return () -> {
          throw new KernelDumpException(String.valueOf(e.getMessage()), e);
        };
      }
    }

    private static KernelChoice choose() {
      if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
        return scalar(
            "the JVM runs without the module %s; start it with --add-modules %s to be many times faster"
                .formatted(VECTOR_MODULE, VECTOR_MODULE));
      }
      if (!JitCompiler.compilesVectors()) {
        return scalar(
            "this JVM has no C2 compiler, without which vectors are slower than plain loops; run a JDK's server VM");
      }
      if (!Fma.HARDWARE) {
        return scalar(
            "this processor, or this JVM, has no fused multiply-add, without which vectors are slower than plain loops");
      }
      try {
        VectorKernels vector = new VectorKernels();
        return new KernelChoice(vector, "Vector kernels (%s) are used.".formatted(vector.name()));
      } catch (LinkageError | IllegalArgumentException e) { // vectors of 64 or 1024 bits, too
        return scalar("the vector module of this JVM cannot be used (" + e.getMessage() + ")");
      }
    }

    private static KernelChoice scalar(String why) {
      return new KernelChoice(new ScalarKernels(), "Scalar kernels are used: " + why + ".");
    }
  }
}
