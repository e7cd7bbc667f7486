package org.mobilenet4j.kernels;

import org.mobilenet4j.kernels.blocked.BlockedKernels;

/**
 * The kernels on vectors of floats. Needs the module {@code jdk.incubator.vector} ({@link
 * KernelChoice#best} asks for it before it touches this class) and is fast only where C2 compiles
 * its loops.
 *
 * <p>Each kernel is made for a vector width and a fused activation when it is first used; its first
 * calls, before C2 has compiled it, are hundreds of times slower than the later ones.
 */
public final class VectorKernels extends CheckedKernels {
  private final VectorWidth width;
  private final BlockedKernels blocked;

  /** Kernels for the widest vectors that this machine works with. */
  public VectorKernels() {
    this(VectorWidth.preferred());
  }

  /**
   * Kernels for vectors of a chosen width; results are equal for every width.
   *
   * @param bits 128, 256 or 512; more than the machine has is correct, but very slow
   * @throws IllegalArgumentException for another width
   */
  public VectorKernels(int bits) {
    this(VectorWidth.ofBits(bits));
  }

  /**
   * Kernels for vectors of a chosen width and tiles for a chosen number of registers: what another
   * machine would use. Results are equal for all.
   *
   * @param bits 128, 256 or 512; more than the machine has is correct, but very slow
   * @param registers vector registers: 16 or 32; more than the machine has is correct, but slow
   * @throws IllegalArgumentException for other numbers
   */
  public VectorKernels(int bits, int registers) {
    this(VectorWidth.ofBits(bits).with(Registers.ofCount(registers)));
  }

  private VectorKernels(VectorWidth width) {
    super(new VectorProduct(width), new VectorMaps(width), width.elements());
    this.width = width;
    int registers =
        switch (width.registers()) {
          case SIXTEEN -> 16;
          case THIRTY_TWO -> 32;
        };
    this.blocked = new BlockedKernels(width.species().vectorBitSize(), registers);
  }

  /**
   * @return the kernels on the blocked layout for the same width of vectors
   */
  public BlockedKernels blocked() {
    return blocked;
  }

  @Override
  public String name() {
    return "vector-" + width.species().vectorBitSize();
  }

  /** The name: what a log or a debugger shows of a plan's kernels. */
  @Override
  public String toString() {
    return name();
  }

  @Override
  public int rowGrain() {
    return 4;
  }

  @Override
  public int columnGrain() {
    return 2 * width.lanes();
  }

  /** What {@link FmaPeak} measures for these kernels. */
  FmaLoop fmaLoop() {
    return Specialization.plain(width.species()).instance(FmaLoop.class, VectorFmaLoop.class);
  }
}
