package org.mobilenet4j.model.torch;

import java.util.Arrays;
import java.util.Optional;
import org.mobilenet4j.model.tensors.ElementType;

/** The functions and classes that a pickle may call; whatever else it names is refused. */
enum TorchGlobal {
  /** An empty dictionary. */
  ORDERED_DICT("collections", "OrderedDict"),
  /** A tensor from storage, offset, size and strides. */
  REBUILD_TENSOR("torch._utils", "_rebuild_tensor"),
  /** The same, with what training needs. */
  REBUILD_TENSOR_V2("torch._utils", "_rebuild_tensor_v2"),
  /** A tensor that is trained. */
  REBUILD_PARAMETER("torch._utils", "_rebuild_parameter"),
  /** A tuple of dimensions. */
  SIZE("torch", "Size");

  private final String module;
  private final String attribute;

  TorchGlobal(String module, String attribute) {
    this.module = module;
    this.attribute = attribute;
  }

  String qualifiedName() {
    return module + "." + attribute;
  }

  /**
   * @return the value that stands for a name, if the name is one that a checkpoint needs
   */
  static Optional<PickleValue> find(String module, String attribute) {
    if (module.equals("torch")) {
      Optional<PickleValue> storage = storageType(attribute).map(PickleValue.StorageType::new);
      if (storage.isPresent()) {
        return storage;
      }
    }
    return Arrays.stream(values())
        .filter(g -> g.module.equals(module) && g.attribute.equals(attribute))
        .findFirst()
        .map(PickleValue.Callable::new);
  }

  private static Optional<ElementType> storageType(String attribute) {
    return Optional.ofNullable(
        switch (attribute) {
          case "FloatStorage" -> ElementType.F32;
          case "HalfStorage" -> ElementType.F16;
          case "BFloat16Storage" -> ElementType.BF16;
          case "DoubleStorage" -> ElementType.F64;
          case "LongStorage" -> ElementType.I64;
          case "IntStorage" -> ElementType.I32;
          case "ShortStorage" -> ElementType.I16;
          case "CharStorage" -> ElementType.I8;
          case "ByteStorage" -> ElementType.U8;
          case "BoolStorage" -> ElementType.BOOL;
          default -> null;
        });
  }
}
