package org.mobilenet4j.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** What the parts of the vector kernels share: one width of vectors and what goes with it. */
record VectorWidth(VectorSpecies<Float> species, Registers registers, ElementKernel elements) {
  /** The widest vectors that this machine works with. */
  static VectorWidth preferred() {
    return of(FloatVector.SPECIES_PREFERRED);
  }

  /** Vectors of 128, 256 or 512 bits. */
  static VectorWidth ofBits(int bits) {
    if (bits != 128 && bits != 256 && bits != 512) {
      throw new IllegalArgumentException(
          "Vectors of %d bits; choose 128, 256 or 512.".formatted(bits));
    }
    return of(VectorShape.forBitSize(bits).withLanes(float.class));
  }

  private static VectorWidth of(VectorSpecies<Float> species) {
    return new VectorWidth(
        species,
        Registers.of(species.vectorBitSize()),
        Specialization.plain(species).instance(ElementKernel.class, VectorElements.class));
  }

  /** The same vectors with tiles for another number of registers. */
  VectorWidth with(Registers other) {
    return new VectorWidth(species, other, elements);
  }

  int lanes() {
    return species.length();
  }
}
