package org.mobilenet4j.kernels.blocked;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes kernels from their definitions: the bytes of a class through the JDK's Class-File API, the
 * class as a hidden one. A variant is made once and shared by all plans; each has a profile of its
 * own, so that C2 compiles it for nothing else.
 */
final class GeneratedKernels {
  private final Map<Variant<?>, Slot<?>> all;
  private final Set<Slot<?>> asked = Collections.synchronizedSet(new LinkedHashSet<>());
  private final Optional<KernelDump> dump;

  /**
   * @param dump where the class files go, if they are wanted
   */
  GeneratedKernels(Optional<KernelDump> dump) {
    this(new ConcurrentHashMap<>(), dump);
  }

  private GeneratedKernels(Map<Variant<?>, Slot<?>> all, Optional<KernelDump> dump) {
    this.all = all;
    this.dump = dump;
  }

  /** The same kernels, with a list of its own of those that are asked for. */
  GeneratedKernels apart() {
    return new GeneratedKernels(all, dump);
  }

  /** The kernel of a variant; the same slot every time. */
  @SuppressWarnings("unchecked") // a slot is put under its own variant alone
  <K> Slot<K> of(Variant<K> variant) {
    Slot<K> slot = (Slot<K>) all.computeIfAbsent(variant, this::make);
    asked.add(slot);
    return slot;
  }

  private Slot<?> make(Variant<?> variant) {
    dump.ifPresent(folder -> folder.write(variant));
    return new Slot<>(variant, new Definer(dump));
  }

  /** What was asked for here so far, in this order. */
  List<Slot<?>> asked() {
    return List.copyOf(asked);
  }

  /** The name of a variant's class within this package. */
  static String className(Variant<?> variant) {
    return "Generated_" + variant.name();
  }

  /**
   * The bytes of a variant's class, which {@code javap -c} reads from a file of {@link KernelDump}.
   */
  static byte[] bytes(Variant<?> variant) {
    ClassDesc name = ClassDesc.of(GeneratedKernels.class.getPackageName(), className(variant));
    ClassDesc seam = ClassDesc.of(variant.seam().getName());
    var run =
        MethodType.methodType(
                void.class, variant.seam().getDeclaredMethods()[0].getParameterTypes())
            .describeConstable()
            .orElseThrow();
    return ClassFile.of()
        .build(
            name,
            type ->
                type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                    .withInterfaceSymbols(seam)
                    .withMethodBody(
                        ConstantDescs.INIT_NAME,
                        ConstantDescs.MTD_void,
                        0,
                        code ->
                            code.aload(0)
                                .invokespecial(
                                    ConstantDescs.CD_Object,
                                    ConstantDescs.INIT_NAME,
                                    ConstantDescs.MTD_void)
                                .return_())
                    .withMethodBody(
                        "run",
                        run,
                        ClassFile.ACC_PUBLIC,
                        code -> {
                          variant.emit(new VectorCode(code));
                          code.return_();
                        }));
  }

  /** Defines the same bytes anew: a class that C2 has not seen yet. */
  static <K> K define(Variant<K> variant) {
    try {
      MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClass(bytes(variant), true);
      return variant
          .seam()
          .cast(
              hidden
                  .findConstructor(hidden.lookupClass(), MethodType.methodType(void.class))
                  .asType(MethodType.methodType(Object.class))
                  .invokeExact());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("The kernel %s cannot be made.".formatted(variant.name()), e);
    }
  }
}
