package org.mobilenet4j.cli;

import org.mobilenet4j.kernels.KernelChoice;
import org.mobilenet4j.kernels.ScalarKernels;

/** Says so where a network runs on the scalar kernels, which is many times slower. */
final class ScalarRemark {
  private ScalarRemark() {}

  static void print(Console console) {
    KernelChoice choice = KernelChoice.best();
    if (choice.kernels() instanceof ScalarKernels) {
      console.remark(choice.reason());
    }
  }
}
