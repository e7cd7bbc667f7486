package org.mobilenet4j.model.torch;

import java.util.List;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.torch.PickleValue.Callable;
import org.mobilenet4j.model.torch.PickleValue.Dictionary;
import org.mobilenet4j.model.torch.PickleValue.Sequence;
import org.mobilenet4j.model.torch.PickleValue.Storage;
import org.mobilenet4j.model.torch.PickleValue.StorageType;
import org.mobilenet4j.model.torch.PickleValue.Text;
import org.mobilenet4j.model.torch.PickleValue.View;
import org.mobilenet4j.model.torch.PickleValue.Whole;

/** What the names in a checkpoint's pickle stand for, and what calling them makes. */
final class TorchCalls {
  private final String source;

  TorchCalls(String source) {
    this.source = source;
  }

  /**
   * @return the value that stands for a name
   * @throws ModelFormatException if it is none that a checkpoint of tensors needs
   */
  PickleValue global(String module, String attribute) {
    return TorchGlobal.find(module, attribute)
        .orElseThrow(() ->
            new ModelFormatException(
                "%s: the pickle names '%s.%s', which a plain checkpoint of tensors does not need and which is never run here; save the model's state_dict alone."
                    .formatted(source, printable(module), printable(attribute))));
  }

  /**
   * Torch's persistent identifier: {@code ('storage', type, key, device, elements)}.
   *
   * @return the storage
   */
  PickleValue storage(PickleValue identifier) {
    if (identifier instanceof Sequence sequence
        && sequence.elements().size() == 5
        && sequence.elements().get(0) instanceof Text(String kind)
        && kind.equals("storage")
        && sequence.elements().get(1) instanceof StorageType(var type)
        && sequence.elements().get(2) instanceof Text(String key)
        && sequence.elements().get(4) instanceof Whole(long elements)
        && elements >= 0) {
      return new Storage(type, key, elements);
    }
    throw refusal("a persistent identifier that is no storage");
  }

  /**
   * @param called what the pickle calls
   * @param arguments with what
   * @return what it makes
   */
  PickleValue call(PickleValue called, List<PickleValue> arguments) {
    if (!(called instanceof Callable callable)) {
      throw refusal("a call of %s".formatted(called.kind()));
    }
    TorchGlobal global = callable.global();
    return switch (global) {
      case ORDERED_DICT -> {
        requireArguments(global, arguments, 0, 0);
        yield new Dictionary();
      }
      case REBUILD_TENSOR -> {
        requireArguments(global, arguments, 4, 4);
        yield view(arguments);
      }
      case REBUILD_TENSOR_V2 -> {
        requireArguments(global, arguments, 6, 7);
        yield view(arguments);
      }
      case REBUILD_PARAMETER -> {
        requireArguments(global, arguments, 3, 3);
        if (!(arguments.getFirst() instanceof View view)) {
          throw refusal("a parameter made of %s".formatted(arguments.getFirst().kind()));
        }
        yield view;
      }
      case SIZE -> {
        requireArguments(global, arguments, 1, 1);
        yield arguments.getFirst();
      }
    };
  }

  private void requireArguments(
      TorchGlobal global, List<PickleValue> arguments, int least, int most) {
    if (arguments.size() < least || arguments.size() > most) {
      throw refusal(
          "a call of '%s' with %d arguments; expected %d"
              .formatted(global.qualifiedName(), arguments.size(), most));
    }
  }

  private View view(List<PickleValue> arguments) {
    if (arguments.get(0) instanceof Storage storage
        && arguments.get(1) instanceof Whole(long offset)) {
      List<Long> dimensions = wholes(arguments.get(2));
      List<Long> strides = wholes(arguments.get(3));
      if (dimensions.size() != strides.size()) {
        throw refusal(
            "a tensor of %d axes with %d strides".formatted(dimensions.size(), strides.size()));
      }
      return new View(storage, offset, dimensions, strides);
    }
    throw refusal(
        "a tensor made of %s and %s".formatted(arguments.get(0).kind(), arguments.get(1).kind()));
  }

  private List<Long> wholes(PickleValue value) {
    if (!(value instanceof Sequence sequence) || sequence.elements().size() > 16) {
      throw refusal("%s where the sizes of at most 16 axes are expected".formatted(value.kind()));
    }
    return sequence.elements().stream()
        .map(element -> {
          if (element instanceof Whole(long number)) {
            return number;
          }
          throw refusal("%s where a size is expected".formatted(element.kind()));
        })
        .toList();
  }

  private ModelFormatException refusal(String found) {
    return new ModelFormatException(
        "%s: the pickle has %s; the file is damaged or no plain checkpoint of tensors."
            .formatted(source, found));
  }

  private static String printable(String name) {
    String plain = name.replaceAll("[^\\x21-\\x7e]", "?");
    return plain.length() > 80 ? plain.substring(0, 80) + "…" : plain;
  }
}
