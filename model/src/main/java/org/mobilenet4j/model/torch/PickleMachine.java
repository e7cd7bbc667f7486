package org.mobilenet4j.model.torch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.torch.PickleValue.Dictionary;
import org.mobilenet4j.model.torch.PickleValue.Nothing;
import org.mobilenet4j.model.torch.PickleValue.Plain;
import org.mobilenet4j.model.torch.PickleValue.Real;
import org.mobilenet4j.model.torch.PickleValue.Sequence;
import org.mobilenet4j.model.torch.PickleValue.Text;
import org.mobilenet4j.model.torch.PickleValue.Truth;
import org.mobilenet4j.model.torch.PickleValue.Whole;

/**
 * Runs a pickle, which is a program for a stack machine, as far as a checkpoint of tensors needs
 * it.
 *
 * <p>Nothing is ever called by name: the few functions that a checkpoint needs are those of {@link
 * TorchCalls}. Every value, every mark and every use of the memo counts against a limit, so that a
 * small file cannot take much memory or time.
 */
final class PickleMachine {
  /** A state dict takes some forty values a tensor; networks have a few hundred tensors. */
  private static final int MAX_VALUES = 1_000_000;

  private final PickleInput in;
  private final String source;
  private final TorchCalls calls;
  private final List<PickleValue> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Long, PickleValue> memo = new HashMap<>();
  private int values;

  private PickleMachine(byte[] pickle, String source) {
    this.in = new PickleInput(pickle, source);
    this.source = source;
    this.calls = new TorchCalls(source);
  }

  /**
   * @param pickle the program
   * @param source what to call the file in a message
   * @return what it builds
   * @throws ModelFormatException if it is damaged, too large, or does anything but build tensors
   */
  static PickleValue run(byte[] pickle, String source) {
    return new PickleMachine(pickle, source).run();
  }

  private PickleValue run() {
    while (true) {
      int at = in.position();
      int code = in.unsignedByte();
      PickleOpcode opcode =
          PickleOpcode.of(code)
              .orElseThrow(() -> in.refusal("the unknown opcode 0x%02x".formatted(code)));
      if (opcode == PickleOpcode.STOP) {
        return pop();
      }
      step(opcode, at);
    }
  }

  private void step(PickleOpcode opcode, int at) {
    switch (opcode) {
      case PROTO -> requireProtocol(in.unsignedByte());
      case FRAME -> in.longLength(); // a hint for readers from a stream
      case MARK -> {
        count();
        marks.push(stack.size());
      }
      case NONE -> push(Nothing.NOTHING);
      case NEWTRUE -> push(new Truth(true));
      case NEWFALSE -> push(new Truth(false));
      case BININT -> push(new Whole(in.signedInt()));
      case BININT1 -> push(new Whole(in.unsignedByte()));
      case BININT2 -> push(new Whole(in.unsignedShort()));
      case LONG1 -> push(new Whole(in.whole(in.unsignedByte())));
      case LONG4 -> push(new Whole(in.whole(in.signedInt())));
      case BINFLOAT -> push(new Real(in.real()));
      case SHORT_BINUNICODE -> push(new Text(in.text(in.unsignedByte())));
      case BINUNICODE -> push(new Text(in.text(in.unsignedInt())));
      case BINUNICODE8 -> push(new Text(in.text(in.longLength())));
      case EMPTY_LIST, EMPTY_TUPLE -> push(new Sequence(List.of()));
      case EMPTY_DICT -> push(new Dictionary());
      case TUPLE -> push(new Sequence(popToMark()));
      case TUPLE1 -> push(new Sequence(pop(1)));
      case TUPLE2 -> push(new Sequence(pop(2)));
      case TUPLE3 -> push(new Sequence(pop(3)));
      case APPEND -> append(pop(1));
      case APPENDS -> append(popToMark());
      case SETITEM -> set(pop(2));
      case SETITEMS -> set(popToMark());
      case MEMOIZE -> remember(memo.size());
      case BINPUT -> remember(in.unsignedByte());
      case LONG_BINPUT -> remember(in.unsignedInt());
      case BINGET -> push(remembered(in.unsignedByte()));
      case LONG_BINGET -> push(remembered(in.unsignedInt()));
      case GLOBAL -> push(calls.global(in.line(), in.line()));
      case STACK_GLOBAL -> push(stackGlobal(pop(2)));
      case REDUCE -> reduce(pop(2));
      case BUILD -> build(pop());
      case BINPERSID -> push(calls.storage(pop()));
      case STOP,
          INT,
          LONG,
          STRING,
          BINSTRING,
          SHORT_BINSTRING,
          BINBYTES,
          SHORT_BINBYTES,
          BINBYTES8,
          BYTEARRAY8,
          NEXT_BUFFER,
          READONLY_BUFFER,
          UNICODE,
          FLOAT,
          LIST,
          DICT,
          EMPTY_SET,
          ADDITEMS,
          FROZENSET,
          POP,
          DUP,
          POP_MARK,
          GET,
          PUT,
          EXT1,
          EXT2,
          EXT4,
          INST,
          OBJ,
          NEWOBJ,
          NEWOBJ_EX,
          PERSID ->
          throw new ModelFormatException(
              "%s: the pickle uses the opcode %s at byte %d, which a plain checkpoint of tensors does not need; save the model's state_dict alone."
                  .formatted(source, opcode, at));
    }
  }

  private void requireProtocol(int protocol) {
    if (protocol < 2 || protocol > 5) {
      throw in.refusal("protocol %d; expected 2 to 5".formatted(protocol));
    }
  }

  private PickleValue stackGlobal(List<PickleValue> names) {
    if (names.getFirst() instanceof Text(String module)
        && names.getLast() instanceof Text(String attribute)) {
      return calls.global(module, attribute);
    }
    throw in.refusal("a global whose name is no text");
  }

  private void reduce(List<PickleValue> callAndArguments) {
    if (!(callAndArguments.getLast() instanceof Sequence arguments)) {
      throw in.refusal("a call without arguments");
    }
    push(calls.call(callAndArguments.getFirst(), arguments.elements()));
  }

  /** Attributes of an object: torch gives its dictionaries a version that way, and nothing else. */
  private void build(PickleValue state) {
    if (!(state instanceof Dictionary) || !(top() instanceof Dictionary)) {
      throw in.refusal("attributes for %s".formatted(top().kind()));
    }
  }

  private void append(List<PickleValue> elements) {
    if (!(top() instanceof Sequence sequence)) {
      throw in.refusal("elements for %s".formatted(top().kind()));
    }
    sequence.elements().addAll(elements);
  }

  private void set(List<PickleValue> keysAndValues) {
    if (!(top() instanceof Dictionary dictionary) || keysAndValues.size() % 2 != 0) {
      throw in.refusal("keys and values for %s".formatted(top().kind()));
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      switch (keysAndValues.get(i)) {
        case Text(String key) -> {
          if (dictionary.members().put(key, keysAndValues.get(i + 1)) != null) {
            throw in.refusal("a dictionary with the key '%s' twice".formatted(key));
          }
        }
        case Plain key -> dictionary.addUnnamed(key);
        case PickleValue key -> throw in.refusal("%s as a key".formatted(key.kind()));
      }
    }
  }

  private void remember(long index) {
    count();
    memo.put(index, top());
  }

  private PickleValue remembered(long index) {
    PickleValue value = memo.get(index);
    if (value == null) {
      throw in.refusal("a use of the memo's entry %d, which is empty".formatted(index));
    }
    return value;
  }

  private void push(PickleValue value) {
    count();
    stack.add(value);
  }

  private void count() {
    if (++values > MAX_VALUES) {
      throw in.refusal("more than %d values".formatted(MAX_VALUES));
    }
  }

  private PickleValue top() {
    if (stack.isEmpty()) {
      throw in.refusal("an operation on an empty stack");
    }
    return stack.getLast();
  }

  private PickleValue pop() {
    return pop(1).getFirst();
  }

  private List<PickleValue> pop(int count) {
    if (stack.size() < count) {
      throw in.refusal("an operation on an empty stack");
    }
    return popFrom(stack.size() - count);
  }

  private List<PickleValue> popToMark() {
    Integer mark = marks.poll();
    if (mark == null || mark > stack.size()) {
      throw in.refusal("an operation without its mark");
    }
    return popFrom(mark);
  }

  private List<PickleValue> popFrom(int from) {
    List<PickleValue> tail = stack.subList(from, stack.size());
    List<PickleValue> popped = new ArrayList<>(tail);
    tail.clear();
    return popped;
  }
}
