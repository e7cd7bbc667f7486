package org.mobilenet4j.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.incubator.vector.VectorSpecies;

/**
 * What a vector kernel is compiled for. C2 turns vector operations into instructions only where the
 * species is a constant, that is a static final field of the class. So that one source serves every
 * width and tail, and several can live in one JVM, a kernel's class is a template: its bytes are
 * defined again as a hidden class for each specialization, which the class reads into its static
 * finals.
 *
 * @param species the vector width
 * @param tail the activation that is fused
 * @param residual whether a residual is added
 */
record Specialization(VectorSpecies<Float> species, Tail tail, Residual residual) {
  /** For kernels that have neither tail nor residual. */
  static Specialization plain(VectorSpecies<Float> species) {
    return new Specialization(species, Tail.NONE, Residual.NONE);
  }

  /** The specialization of the hidden class that asks; to be called from its static initialiser. */
  static Specialization of(MethodHandles.Lookup lookup) {
    try {
      Specialization data =
          MethodHandles.classData(lookup, ConstantDescs.DEFAULT_NAME, Specialization.class);
      if (data == null) {
        throw new IllegalStateException(
            "%s is a template; make its instances with Specialization.instance."
                .formatted(lookup.lookupClass()));
      }
      return data;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * An instance of a template for this specialization.
   *
   * @param seam the interface of the kernel
   * @param template the class whose bytes are used; it has a constructor without arguments
   */
  <T> T instance(Class<T> seam, Class<? extends T> template) {
    String file = template.getSimpleName() + ".class";
    try (InputStream stream = template.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(
            "%s is not beside its package; the jar is incomplete.".formatted(file));
      }
      MethodHandles.Lookup hidden =
          MethodHandles.lookup().defineHiddenClassWithClassData(stream.readAllBytes(), this, true);
      return seam.cast(
          hidden
              .findConstructor(hidden.lookupClass(), MethodType.methodType(void.class))
              .asType(MethodType.methodType(Object.class))
              .invokeExact());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("%s cannot be made for %s.".formatted(file, this), e);
    }
  }
}
