package org.mobilenet4j.kernels;

/**
 * The class files of the kernels cannot be written to the folder that the system property {@code
 * mobilenet4j.dumpKernels} names: a mistake of whoever set it, told in one sentence.
 */
public final class KernelDumpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence: what the property holds, what is wrong with it, what to do
   */
  public KernelDumpException(String message) {
    super(message);
  }

  /**
   * @param message one sentence: what the property holds, what is wrong with it, what to do
   * @param cause what the operating system reported
   */
  public KernelDumpException(String message, Throwable cause) {
    super(message, cause);
  }
}
