package org.mobilenet4j.model.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.model.tensors.ElementType;

/**
 * What a pickle can build here. A pickle may put a sequence or dictionary into itself, so nothing
 * may walk through these values without a limit.
 */
sealed interface PickleValue {
  /** A value that may be a key of a dictionary. */
  sealed interface Plain extends PickleValue {}

  record Text(String text) implements Plain {}

  record Whole(long number) implements Plain {}

  record Real(double number) implements Plain {}

  record Truth(boolean value) implements Plain {}

  /** Python's {@code None}. */
  enum Nothing implements Plain {
    NOTHING
  }

  /** A list or tuple; equal only to itself, because it may contain itself. */
  final class Sequence implements PickleValue {
    private final List<PickleValue> elements;

    Sequence(List<PickleValue> elements) {
      this.elements = new ArrayList<>(elements);
    }

    List<PickleValue> elements() {
      return elements;
    }
  }

  /**
   * A dictionary in the order of its keys' first use; equal only to itself.
   *
   * <p>Only what has a name is kept. Optimisers number their state, but nobody here reads it, and a
   * file can choose numbers that all have one hash.
   */
  final class Dictionary implements PickleValue {
    private final Map<String, PickleValue> members = new LinkedHashMap<>();
    private Optional<Plain> unnamed = Optional.empty();

    Map<String, PickleValue> members() {
      return members;
    }

    void addUnnamed(Plain key) {
      unnamed = Optional.of(key);
    }

    /** A key that is no text, if there is one. */
    Optional<Plain> unnamed() {
      return unnamed;
    }
  }

  /** Something that the pickle names and may call. */
  record Callable(TorchGlobal global) implements PickleValue {}

  /** A kind of storage: torch's class for the numbers of one type. */
  record StorageType(ElementType type) implements PickleValue {}

  /**
   * The numbers of one or several tensors.
   *
   * @param type how each is stored
   * @param key the name of the zip's entry below {@code data/}
   * @param elements how many there are
   */
  record Storage(ElementType type, String key, long elements) implements PickleValue {}

  /**
   * A tensor: a view on a storage.
   *
   * @param storage its numbers, possibly shared
   * @param offset its first number
   * @param dimensions sizes of the axes
   * @param strides steps of the axes, in numbers
   */
  record View(Storage storage, long offset, List<Long> dimensions, List<Long> strides)
      implements PickleValue {}

  /**
   * @return what kind of value this is, for a message
   */
  default String kind() {
    return switch (this) {
      case Text _ -> "a text";
      case Whole _ -> "a whole number";
      case Real _ -> "a real number";
      case Truth _ -> "a truth value";
      case Nothing _ -> "None";
      case Sequence _ -> "a sequence";
      case Dictionary _ -> "a dictionary";
      case Callable(TorchGlobal global) -> "'" + global.qualifiedName() + "'";
      case StorageType _ -> "a type of storage";
      case Storage _ -> "a storage";
      case View _ -> "a tensor";
    };
  }
}
