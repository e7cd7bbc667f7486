package org.mobilenet4j.model.safetensors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.HostileFiles;
import org.mobilenet4j.model.imports.TensorFiles;
import org.mobilenet4j.model.tensors.TensorFile;
import org.mobilenet4j.testing.TinyFiles;

class HostileSafetensorsTest {
  private static HostileFiles files(Path folder) {
    return new HostileFiles(folder, ".safetensors", HostileSafetensorsTest::readAll);
  }

  private static void readAll(Path path) {
    try (TensorFile file = TensorFiles.open(path)) {
      file.entries().keySet().forEach(file::load);
    }
  }

  @TestFactory
  Stream<DynamicTest> damaged_files_are_refused_or_read(@TempDir Path folder) {
    HostileFiles files = files(folder);
    return Stream.concat(
        files.damaged("singles", TinyFiles.bytes("v1.safetensors"), 60),
        files.damaged("halves", TinyFiles.bytes("torchvision-v3-small.safetensors"), 60));
  }

  @TestFactory
  Stream<DynamicTest> headers_that_lie_are_refused(@TempDir Path folder) {
    HostileFiles files = files(folder);
    String deep = "[".repeat(100_000);
    return Stream.of(
        files.refused("length of 2^63", length(Long.MIN_VALUE), "of no kind that we know"),
        files.refused("length of 2^47", length(1L << 47), "claims a header of 140737488355328"),
        files.refused("length of 1", length(1), "of no kind that we know"),
        files.refused(
            "length of more than the limit",
            file(" ".repeat(SafetensorsFile.MAX_HEADER_BYTES), 0, "{}"),
            "expected at most"),
        files.refused("no JSON", file("{nothing", 0), "no JSON"),
        files.refused("nesting in a tensor", tensor("\"F32\"", deep, "[0,4]", 4), "nest"),
        files.refused("nesting in the metadata", file("{\"__metadata__\":" + deep, 0), "nest"),
        files.refused("UTF-32", file("{\0\0\0\"\0\0\0", 0), "no JSON"),
        files.refused("no UTF-8", latin1("{\"\u00ff\u00fe\":1}", 0), "no JSON"),
        files.refused("an array", file("{}", 0, "[]"), "of no kind that we know"),
        files.refused("two values", file("{}{}", 0), "goes on after its end"),
        files.refused("metadata that are a text", file("{\"__metadata__\":\"x\"}", 0), "metadata"),
        files.refused("metadata that are numbers", file("{\"__metadata__\":{\"a\":1}}", 0), "text"),
        files.refused(
            "a tensor twice",
            file("{\"a\":" + sound(0, 4) + ",\"a\":" + sound(0, 4) + "}", 4),
            "uplicate"),
        files.refused(
            "a key twice", file("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F16\"}}", 4), "uplicate"),
        files.refused(
            "too many values",
            file("{\"a\":[" + "1,".repeat(1_100_000) + "1]}", 0),
            "no JSON that we accept"),
        files.refused("a long name", file("{\"" + "a".repeat(50_000) + "\":1}", 0), "no JSON"),
        files.refused("a name with lines", file("{\"a\\nb\\u0000\\u001b[2J\":7}", 0), "a?b"),
        files.refused(
            "a long number",
            tensor("\"F32\"", "[" + "9".repeat(5000) + "]", "[0,4]", 4),
            "no JSON"));
  }

  @TestFactory
  Stream<DynamicTest> tensors_that_lie_are_refused(@TempDir Path folder) {
    HostileFiles files = files(folder);
    return Stream.of(
        files.refused("unknown type", tensor("\"F128\"", "[1]", "[0,4]", 4), "'F128'"),
        files.refused("type that is no text", tensor("32", "[1]", "[0,4]", 4), "expected a text"),
        files.refused("integers", tensor("\"I32\"", "[1]", "[0,4]", 4), "numbers of type I32"),
        files.refused("no numbers", tensor("\"F32\"", "[0]", "[0,0]", 0), "holds 0 numbers"),
        files.refused("negative axis", tensor("\"F32\"", "[-1]", "[0,4]", 4), "negative"),
        files.refused("two negative axes", tensor("\"F32\"", "[-1,-1]", "[0,4]", 4), "negative"),
        files.refused(
            "axes that overflow",
            tensor("\"F32\"", "[4294967296,4294967296]", "[0,4]", 4),
            "needs more bytes"),
        files.refused(
            "axes that overflow beside a zero",
            tensor("\"F32\"", "[9223372036854775807,9223372036854775807,0]", "[0,4]", 4),
            "expected 0"),
        files.refused(
            "axis beyond 64 bits",
            tensor("\"F32\"", "[18446744073709551617]", "[0,4]", 4),
            "at most 64 bits"),
        files.refused("axis that is real", tensor("\"F32\"", "[1.0]", "[0,4]", 4), "whole"),
        files.refused(
            "many axes", tensor("\"F32\"", "[1" + ",1".repeat(40) + "]", "[0,4]", 4), "41 axes"),
        files.refused("gigabytes", tensor("\"F32\"", "[1000000000]", "[0,4]", 4), "needs more"),
        files.refused(
            "offsets of gigabytes",
            tensor("\"F32\"", "[1000000000]", "[0,4000000000]", 4),
            "inside the file"),
        files.refused("negative offset", tensor("\"F32\"", "[1]", "[-4,0]", 4), "inside the file"),
        files.refused("end before begin", tensor("\"F32\"", "[1]", "[4,0]", 4), "inside the file"),
        files.refused("one offset", tensor("\"F32\"", "[1]", "[0]", 4), "begin and an end"),
        files.refused("wrong length", tensor("\"F32\"", "[1]", "[0,8]", 8), "expected 4"),
        files.refused("bytes left over", tensor("\"F32\"", "[1]", "[0,4]", 8), "end at byte 4"),
        files.refused(
            "unknown key", file("{\"a\":{\"x\":1," + sound(0, 4).substring(1) + "}", 4), "'x'"),
        files.refused("missing key", file("{\"a\":{\"dtype\":\"F32\"}}", 4), "'shape'"),
        files.refused(
            "overlap",
            file("{\"a\":" + sound(0, 4) + ",\"b\":" + sound(0, 4) + "}", 4),
            "overlaps"),
        files.refused(
            "hole", file("{\"a\":" + sound(0, 4) + ",\"b\":" + sound(8, 12) + "}", 12), "no holes"),
        files.refused(
            "double beyond a single", doubles(1e300), "1.0E300, which is beyond single precision"));
  }

  private static byte[] doubles(double value) {
    byte[] file = tensor("\"F64\"", "[1]", "[0,8]", 8);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putDouble(file.length - 8, value);
    return file;
  }

  private static String sound(int begin, int end) {
    return "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}".formatted(begin, end);
  }

  private static byte[] tensor(String type, String shape, String offsets, int dataBytes) {
    return file(
        "{\"a\":{\"dtype\":%s,\"shape\":%s,\"data_offsets\":%s}}".formatted(type, shape, offsets),
        dataBytes);
  }

  private static byte[] length(long headerBytes) {
    return ByteBuffer.allocate(10)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(headerBytes)
        .put((byte) '{')
        .put((byte) '}')
        .array();
  }

  private static byte[] file(String header, int dataBytes) {
    return bytes(header.getBytes(StandardCharsets.UTF_8), dataBytes);
  }

  /** A header that begins with some other text, which counts to its length. */
  private static byte[] file(String header, int dataBytes, String before) {
    return file(before + header, dataBytes);
  }

  private static byte[] latin1(String header, int dataBytes) {
    return bytes(header.getBytes(StandardCharsets.ISO_8859_1), dataBytes);
  }

  private static byte[] bytes(byte[] header, int dataBytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
    out.writeBytes(header);
    out.writeBytes(new byte[dataBytes]);
    return out.toByteArray();
  }
}
