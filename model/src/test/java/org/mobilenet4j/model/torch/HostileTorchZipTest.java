package org.mobilenet4j.model.torch;

import static org.mobilenet4j.model.torch.PickleOpcode.EMPTY_DICT;
import static org.mobilenet4j.model.torch.PickleOpcode.NONE;
import static org.mobilenet4j.model.torch.PickleOpcode.SETITEM;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.HostileFiles;
import org.mobilenet4j.testing.TinyFiles;

class HostileTorchZipTest {
  private static final byte[] SINGLES = {0, 0, -128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, -128, 64};

  private static HostileFiles files(Path folder) {
    return new HostileFiles(folder, ".pth", HostilePickleTest::readAll);
  }

  @TestFactory
  Stream<DynamicTest> damaged_zips_are_refused_or_read(@TempDir Path folder) {
    return Stream.of("v1-half.pth", "list.pth", "whole-module.pth")
        .flatMap(name -> files(folder).damaged(name, TinyFiles.bytes(name), 48));
  }

  @TestFactory
  Stream<DynamicTest> tensors_that_reach_beyond_their_storage_are_refused(@TempDir Path folder) {
    HostileFiles files = files(folder);
    long huge = Long.MAX_VALUE;
    return Stream.of(
        files.refused(
            "a storage too long", tensor("FloatStorage", 5, 0, sizes(5), sizes(1)), "16 bytes"),
        files.refused(
            "a storage of 2^63", tensor("FloatStorage", huge, 0, sizes(5), sizes(1)), "16 bytes"),
        files.refused(
            "a storage of -1", tensor("FloatStorage", -1, 0, sizes(5), sizes(1)), "no storage"),
        files.refused(
            "a storage of other type",
            tensor("DoubleStorage", 4, 0, sizes(4), sizes(1)),
            "16 bytes"),
        files.refused(
            "an unknown storage",
            tensor("ComplexFloatStorage", 2, 0, sizes(4), sizes(1)),
            "torch.ComplexFloatStorage"),
        files.refused("whole numbers", tensor("IntStorage", 4, 0, sizes(4), sizes(1)), "type I32"),
        files.refused(
            "too large", tensor("FloatStorage", 4, 0, sizes(5), sizes(1)), "needs more bytes"),
        files.refused(
            "sizes that overflow",
            tensor("FloatStorage", 4, 0, sizes(1L << 32, 1L << 32), sizes(0, 0)),
            "needs more bytes"),
        files.refused(
            "a negative size", tensor("FloatStorage", 4, 0, sizes(-4), sizes(1)), "negative"),
        files.refused(
            "an offset beyond",
            tensor("FloatStorage", 4, 4, sizes(1), sizes(1)),
            "begins at number 4"),
        files.refused(
            "a negative offset",
            tensor("FloatStorage", 4, -1, sizes(1), sizes(1)),
            "begins at number -1"),
        files.refused(
            "a huge offset",
            tensor("FloatStorage", 4, huge, sizes(2), sizes(1)),
            "begins at number"),
        files.refused(
            "a stride beyond", tensor("FloatStorage", 4, 0, sizes(2), sizes(4)), "strides [4]"),
        files.refused(
            "a huge stride", tensor("FloatStorage", 4, 1, sizes(3), sizes(huge)), "strides"),
        files.refused(
            "a negative stride", tensor("FloatStorage", 4, 3, sizes(2), sizes(-1)), "strides [-1]"),
        files.refused(
            "more sizes than strides",
            tensor("FloatStorage", 4, 0, sizes(2, 2), sizes(1)),
            "2 axes with 1 strides"),
        files.refused(
            "many axes", tensor("FloatStorage", 4, 0, new long[20], new long[20]), "16 axes"),
        files.refused(
            "no numbers", tensor("FloatStorage", 4, 0, sizes(0), sizes(1)), "holds 0 numbers"),
        files.survived(
            "one number seen four times", tensor("FloatStorage", 4, 0, sizes(4), sizes(0))));
  }

  private static byte[] tensor(
      String type, long elements, long offset, long[] sizes, long[] strides) {
    return TorchZipBytes.of(pickle(type, elements, offset, sizes, strides), SINGLES);
  }

  private static byte[] pickle(
      String type, long elements, long offset, long[] sizes, long[] strides) {
    return new PickleBytes()
        .op(EMPTY_DICT)
        .text("w")
        .tensor(type, elements, offset, sizes, strides)
        .op(SETITEM)
        .stop();
  }

  private static long[] sizes(long... sizes) {
    return sizes;
  }

  @TestFactory
  Stream<DynamicTest> zips_that_lie_are_refused(@TempDir Path folder) {
    HostileFiles files = files(folder);
    byte[] sound = tensor("FloatStorage", 4, 0, sizes(4), sizes(1));
    byte[] large = tensor("FloatStorage", 500_000_000, 0, sizes(500_000_000), sizes(1));
    byte[] pickle = new PickleBytes().op(NONE).stop();
    byte[] order = "little, or whatever else".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Map<String, byte[]> zeros =
        new LinkedHashMap<>(Map.of("a/data.pkl", pickle, "a/byteorder", new byte[40_000_000]));
    Map<String, byte[]> zerosForNumbers =
        new LinkedHashMap<>(
            Map.of(
                "a/data.pkl",
                pickle("FloatStorage", 10_000_000, 0, sizes(10_000_000), sizes(1)),
                "a/data/0",
                new byte[40_000_000]));
    return Stream.of(
        files.survived("no lie", sound),
        files.refused(
            "no end", java.util.Arrays.copyOf(sound, sound.length - 10), "cannot be read"),
        files.refused("nothing but its mark", new byte[] {'P', 'K', 3, 4}, "cannot be read"),
        files.refused(
            "an empty zip",
            TorchZipBytes.renamed(TorchZipBytes.stored(Map.of("x", pickle)), "x", "y"),
            "0 entries called"),
        files.refused(
            "two pickles",
            TorchZipBytes.stored(
                new LinkedHashMap<>(Map.of("a/data.pkl", pickle, "b/data.pkl", pickle))),
            "2 entries called"),
        files.refused(
            "one name twice",
            TorchZipBytes.renamed(
                TorchZipBytes.stored(Map.of("a/data.pkl", pickle, "a/data.pkx", pickle)),
                "a/data.pkx",
                "a/data.pkl"),
            "twice"),
        files.refused(
            "TorchScript",
            TorchZipBytes.stored(Map.of("a/data.pkl", pickle, "a/constants.pkl", pickle)),
            "TorchScript"),
        files.refused(
            "big endian",
            TorchZipBytes.stored(
                Map.of(
                    "a/data.pkl",
                    pickle,
                    "a/byteorder",
                    "big".getBytes(java.nio.charset.StandardCharsets.US_ASCII))),
            "'big'"),
        files.refused(
            "too large a byte order, refused before its checksum is computed",
            TorchZipBytes.flipped(
                TorchZipBytes.stored(
                    new LinkedHashMap<>(Map.of("a/data.pkl", pickle, "a/byteorder", order))),
                order),
            "more than 16 bytes"),
        files.refused("a bomb of zeros", TorchZipBytes.deflated(zeros), "unfolds from"),
        files.refused(
            "numbers that are a bomb", TorchZipBytes.deflated(zerosForNumbers), "unfolds from"),
        files.refused(
            "no storage",
            TorchZipBytes.stored(
                Map.of("a/data.pkl", pickle("FloatStorage", 4, 0, sizes(4), sizes(1)))),
            "lacks the entry 'a/data/0'"),
        files.refused(
            "a storage of 2 GB in 16 bytes",
            TorchZipBytes.lying(large, "a/data/0", 2_000_000_000, 2_000_000_000),
            "a/data/0"),
        files.refused(
            "a storage said to be shorter",
            TorchZipBytes.lying(sound, "a/data/0", 16, 8),
            "a/data/0"),
        files.refused(
            "a flipped bit of the numbers",
            TorchZipBytes.flipped(sound, SINGLES),
            "the zip's entry 'a/data/0' has the checksum"),
        files.refused(
            "a flipped bit of the pickle",
            TorchZipBytes.flipped(sound, pickle("FloatStorage", 4, 0, sizes(4), sizes(1))),
            "the zip's entry 'a/data.pkl' has the checksum"),
        files.survived(
            "no checksums, as torch can be told",
            TorchZipBytes.withoutChecksums(TorchZipBytes.flipped(sound, SINGLES))),
        files.refused(
            "a pickle of 2 GB",
            TorchZipBytes.lying(sound, "a/data.pkl", 2_000_000_000, 2_000_000_000),
            "a/data.pkl"),
        files.survived("a size of -1", TorchZipBytes.lying(sound, "a/data/0", -1, -1)));
  }
}
