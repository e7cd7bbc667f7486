package org.mobilenet4j.kernels.blocked;

import java.util.Optional;

/**
 * Makes classes of variants that nobody asked for by name, as other tiles need them, and dumps them
 * like those that somebody did.
 *
 * @param dump where the class files go, if they are wanted
 */
record Definer(Optional<KernelDump> dump) {
  /**
   * @return a kernel of a new class
   */
  <K> K define(Variant<K> variant) {
    dump.ifPresent(folder -> folder.write(variant));
    return GeneratedKernels.define(variant);
  }
}
