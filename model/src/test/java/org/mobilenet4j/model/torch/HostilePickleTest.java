package org.mobilenet4j.model.torch;

import static org.mobilenet4j.model.torch.PickleOpcode.APPEND;
import static org.mobilenet4j.model.torch.PickleOpcode.APPENDS;
import static org.mobilenet4j.model.torch.PickleOpcode.BINBYTES8;
import static org.mobilenet4j.model.torch.PickleOpcode.BINGET;
import static org.mobilenet4j.model.torch.PickleOpcode.BINPERSID;
import static org.mobilenet4j.model.torch.PickleOpcode.BINPUT;
import static org.mobilenet4j.model.torch.PickleOpcode.BINUNICODE;
import static org.mobilenet4j.model.torch.PickleOpcode.BINUNICODE8;
import static org.mobilenet4j.model.torch.PickleOpcode.BUILD;
import static org.mobilenet4j.model.torch.PickleOpcode.DUP;
import static org.mobilenet4j.model.torch.PickleOpcode.EMPTY_DICT;
import static org.mobilenet4j.model.torch.PickleOpcode.EMPTY_LIST;
import static org.mobilenet4j.model.torch.PickleOpcode.EMPTY_TUPLE;
import static org.mobilenet4j.model.torch.PickleOpcode.EXT1;
import static org.mobilenet4j.model.torch.PickleOpcode.GLOBAL;
import static org.mobilenet4j.model.torch.PickleOpcode.INST;
import static org.mobilenet4j.model.torch.PickleOpcode.LONG4;
import static org.mobilenet4j.model.torch.PickleOpcode.MARK;
import static org.mobilenet4j.model.torch.PickleOpcode.MEMOIZE;
import static org.mobilenet4j.model.torch.PickleOpcode.NEWOBJ;
import static org.mobilenet4j.model.torch.PickleOpcode.NONE;
import static org.mobilenet4j.model.torch.PickleOpcode.OBJ;
import static org.mobilenet4j.model.torch.PickleOpcode.REDUCE;
import static org.mobilenet4j.model.torch.PickleOpcode.SETITEM;
import static org.mobilenet4j.model.torch.PickleOpcode.SETITEMS;
import static org.mobilenet4j.model.torch.PickleOpcode.STACK_GLOBAL;
import static org.mobilenet4j.model.torch.PickleOpcode.TUPLE;
import static org.mobilenet4j.model.torch.PickleOpcode.TUPLE1;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.HostileFiles;
import org.mobilenet4j.model.imports.TensorFiles;
import org.mobilenet4j.model.tensors.TensorFile;
import org.mobilenet4j.testing.TinyFiles;

class HostilePickleTest {
  private static final byte[] SINGLES = new byte[16];

  private static HostileFiles files(Path folder) {
    return new HostileFiles(folder, ".pth", HostilePickleTest::readAll);
  }

  static void readAll(Path path) {
    try (TensorFile file = TensorFiles.open(path)) {
      file.entries().keySet().forEach(file::load);
    }
  }

  private static byte[] zip(PickleBytes pickle) {
    return TorchZipBytes.of(pickle.stop(), SINGLES);
  }

  @TestFactory
  Stream<DynamicTest> damaged_pickles_in_sound_zips_are_refused_or_read(@TempDir Path folder) {
    return Stream.of("v1-half", "v1-nested")
        .flatMap(name -> {
          Map<String, byte[]> entries =
              TorchZipBytes.entries(folder, TinyFiles.bytes(name + ".pth"));
          String pickle = name + "/data.pkl";
          return files(folder)
              .damaged(
                  "the pickle of " + name,
                  entries.getOrDefault(pickle, new byte[0]),
                  90,
                  damaged -> {
                    Map<String, byte[]> changed = new LinkedHashMap<>(entries);
                    changed.put(pickle, damaged);
                    return TorchZipBytes.stored(changed);
                  });
        });
  }

  @TestFactory
  Stream<DynamicTest> every_global_but_torchs_few_is_refused_by_name(@TempDir Path folder) {
    HostileFiles files = files(folder);
    return Stream.of(
            "os system",
            "posix system",
            "nt system",
            "subprocess Popen",
            "builtins eval",
            "builtins exec",
            "builtins getattr",
            "builtins __import__",
            "__builtin__ apply",
            "runpy _run_code",
            "torch load",
            "torch.hub load",
            "torch._utils _rebuild_sparse_tensor",
            "torch.storage _load_from_bytes",
            "numpy.core.multiarray _reconstruct",
            "collections defaultdict",
            "collections OrderedDict.__init__",
            "java.lang Runtime",
            "torch.nn.modules.linear Linear")
        .map(name -> name.split(" ", 2))
        .flatMap(name ->
            Stream.of(
                files.refused(
                    "GLOBAL " + String.join(".", name),
                    zip(
                        new PickleBytes()
                            .global(name[0], name[1])
                            .text("touch /tmp/x")
                            .op(TUPLE1, REDUCE)),
                    "names '" + String.join(".", name) + "'"),
                files.refused(
                    "STACK_GLOBAL " + String.join(".", name),
                    zip(new PickleBytes().text(name[0]).text(name[1]).op(STACK_GLOBAL)),
                    "names '" + String.join(".", name) + "'")));
  }

  @TestFactory
  Stream<DynamicTest> opcodes_that_no_checkpoint_needs_are_refused_by_name(@TempDir Path folder) {
    HostileFiles files = files(folder);
    return Stream.concat(
        EnumSet.range(PickleOpcode.INT, PickleOpcode.PERSID).stream()
            .map(opcode ->
                files.refused(
                    "opcode " + opcode,
                    zip(new PickleBytes().op(opcode).raw(1, 'a', '\n', 'b', '\n')),
                    "uses the opcode " + opcode + " at byte 2")),
        IntStream.range(0, 256)
            .filter(code -> PickleOpcode.of(code).isEmpty())
            .filter(code -> code % 9 == 0)
            .mapToObj(code ->
                files.refused(
                    "opcode %02x".formatted(code),
                    zip(new PickleBytes().raw(code)),
                    "unknown opcode 0x%02x".formatted(code))));
  }

  @TestFactory
  Stream<DynamicTest> pickles_that_want_much_are_refused(@TempDir Path folder) {
    HostileFiles files = files(folder);
    int many = 9_000_000;
    PickleBytes memoize = new PickleBytes().op(MEMOIZE);
    PickleBytes marks = new PickleBytes();
    marks.repeat(2000, new PickleBytes().op(NONE)).repeat(many, new PickleBytes().op(MARK));
    return Stream.of(
        files.refused(
            "a bomb of the memo",
            packed(new PickleBytes().op(NONE).repeat(many, memoize)),
            "more than"),
        files.refused("a bomb of marks", packed(marks), "more than"),
        files.refused(
            "a bomb of values",
            packed(new PickleBytes().repeat(many, new PickleBytes().op(EMPTY_LIST))),
            "more than"),
        files.refused(
            "a bomb of globals",
            packed(
                new PickleBytes()
                    .repeat(600_000, new PickleBytes().global("torch", "Size").op(MARK))),
            "more than"),
        files.refused(
            "lists that hold their forerunner twice",
            zip(
                new PickleBytes()
                    .op(EMPTY_LIST, BINPUT)
                    .raw(0)
                    .repeat(
                        1000,
                        new PickleBytes()
                            .op(EMPTY_LIST, MARK, BINGET)
                            .raw(0)
                            .op(BINGET)
                            .raw(0)
                            .op(APPENDS, BINPUT)
                            .raw(0))),
            "holds a sequence"),
        files.refused(
            "a list that holds itself",
            zip(new PickleBytes().op(EMPTY_LIST, BINPUT).raw(0).op(BINGET).raw(0).op(APPEND)),
            "holds a sequence"),
        files.refused(
            "a checkpoint that holds itself",
            zip(
                new PickleBytes()
                    .op(EMPTY_DICT, BINPUT)
                    .raw(0)
                    .text("state_dict")
                    .op(BINGET)
                    .raw(0)
                    .op(SETITEM)),
            "'state_dict'"),
        files.refused(
            "deep nesting",
            packed(
                new PickleBytes()
                    .repeat(400_000, new PickleBytes().op(EMPTY_LIST))
                    .repeat(399_999, new PickleBytes().op(APPEND))),
            "holds a sequence"),
        files.refused("names whose hashes collide", packed(colliding()), "a whole number as a key"),
        files.refused(
            "a number of 2^31 bytes",
            zip(new PickleBytes().op(LONG4).raw(-1, -1, -1, 0x7f)),
            "bytes"),
        files.refused(
            "a number of -1 bytes", zip(new PickleBytes().op(LONG4).raw(-1, -1, -1, -1)), "bytes"),
        files.refused(
            "a text of 4 GB", zip(new PickleBytes().op(BINUNICODE).raw(-1, -1, -1, -1)), "ends at"),
        files.refused(
            "a text of 2^63 bytes",
            zip(new PickleBytes().op(BINUNICODE8).little(8, Long.MIN_VALUE)),
            "9223372036854775808 more bytes"),
        files.refused(
            "a text that is none",
            zip(new PickleBytes().op(BINUNICODE).little(4, 2).raw(0xc3, 0x28)),
            "UTF-8"),
        files.refused(
            "a name without end", zip(new PickleBytes().op(GLOBAL).bytes(new byte[3000])), "1000"));
  }

  /** A dictionary of as many keys as there may be, all of one hash. */
  private static PickleBytes colliding() {
    PickleBytes pickle = new PickleBytes().op(EMPTY_DICT, MARK);
    for (int i = 0; i < 400_000; i++) {
      long low = 0x9E3779B9L * i & 0xffff_ffffL;
      pickle.whole(low << 32 | low).op(NONE);
    }
    return pickle.op(SETITEMS);
  }

  @TestFactory
  Stream<DynamicTest> pickles_that_make_no_sense_are_refused(@TempDir Path folder) {
    HostileFiles files = files(folder);
    return Stream.of(
        files.refused("nothing", TorchZipBytes.of(new byte[0], SINGLES), "ends at byte 0"),
        files.refused(
            "no end", TorchZipBytes.of(new byte[] {(byte) 0x80, 2, 'N'}, SINGLES), "ends"),
        files.refused(
            "protocol 9", TorchZipBytes.of(new byte[] {(byte) 0x80, 9}, SINGLES), "protocol 9"),
        files.refused("an empty stack", zip(new PickleBytes()), "empty stack"),
        files.refused("no mark", zip(new PickleBytes().op(TUPLE)), "without its mark"),
        files.refused(
            "a mark above the stack", zip(new PickleBytes().op(NONE, MARK, REDUCE)), "empty stack"),
        files.refused("an empty memo", zip(new PickleBytes().op(BINGET).raw(7)), "entry 7"),
        files.refused("elements of None", zip(new PickleBytes().op(NONE, NONE, APPEND)), "None"),
        files.refused(
            "items of a list",
            zip(new PickleBytes().op(EMPTY_LIST, NONE, NONE, SETITEM)),
            "sequence"),
        files.refused(
            "an odd number of items",
            zip(new PickleBytes().op(EMPTY_DICT, MARK, NONE, SETITEMS)),
            "dictionary"),
        files.refused(
            "a list as a key",
            zip(new PickleBytes().op(EMPTY_DICT, EMPTY_LIST, NONE, SETITEM)),
            "as a key"),
        files.refused(
            "a key twice",
            zip(
                new PickleBytes()
                    .op(EMPTY_DICT)
                    .text("k")
                    .op(NONE, SETITEM)
                    .text("k")
                    .op(NONE, SETITEM)),
            "'k' twice"),
        files.refused(
            "a call of None", zip(new PickleBytes().op(NONE, EMPTY_TUPLE, REDUCE)), "call of None"),
        files.refused(
            "a call without arguments",
            zip(new PickleBytes().global("torch", "Size").op(NONE, REDUCE)),
            "arguments"),
        files.refused(
            "a call of a storage",
            zip(new PickleBytes().global("torch", "FloatStorage").op(EMPTY_TUPLE, REDUCE)),
            "type of storage"),
        files.refused(
            "a tensor of nothing",
            zip(
                new PickleBytes()
                    .global("torch._utils", "_rebuild_tensor_v2")
                    .op(EMPTY_TUPLE, REDUCE)),
            "0 arguments"),
        files.refused(
            "a parameter of None",
            zip(
                new PickleBytes()
                    .global("torch._utils", "_rebuild_parameter")
                    .op(MARK, NONE, NONE, NONE, TUPLE, REDUCE)),
            "None"),
        files.refused(
            "attributes of None", zip(new PickleBytes().op(NONE, EMPTY_DICT, BUILD)), "attributes"),
        files.refused(
            "attributes that are a list",
            zip(new PickleBytes().op(EMPTY_DICT, EMPTY_LIST, BUILD)),
            "attributes"),
        files.refused(
            "an identifier that is None", zip(new PickleBytes().op(NONE, BINPERSID)), "no storage"),
        files.refused(
            "a global whose name is None",
            zip(new PickleBytes().op(NONE, NONE, STACK_GLOBAL)),
            "no text"),
        files.refused("None", zip(new PickleBytes().op(NONE)), "holds None"),
        files.refused(
            "an empty dictionary", zip(new PickleBytes().op(EMPTY_DICT)), "empty dictionary"),
        files.refused(
            "a dictionary of None",
            zip(new PickleBytes().op(EMPTY_DICT).text("w\n\u202ew").op(NONE, SETITEM)),
            "is None"),
        files.refused(
            "a key that is a number",
            zip(new PickleBytes().op(EMPTY_DICT).whole(3).op(NONE, SETITEM)),
            "whole number"),
        files.refused("INST", zip(new PickleBytes().op(MARK, INST)), "INST"),
        files.refused(
            "OBJ, NEWOBJ, EXT1",
            zip(new PickleBytes().op(OBJ, NEWOBJ, EXT1, DUP, BINBYTES8)),
            "OBJ"));
  }

  /** A pickle that a zip makes small; not so small as to be suspicious for that. */
  private static byte[] packed(PickleBytes pickle) {
    return TorchZipBytes.stored(Map.of("a/data.pkl", pickle.stop()));
  }
}
