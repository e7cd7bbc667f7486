package org.mobilenet4j.model.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;

/**
 * Arithmetic on constants, done once while a file is read: exporters compute shapes in the graph,
 * and some keep every weight as a node.
 */
final class Constants {
  /** More numbers than any shape has; weights are only passed on and reshaped. */
  private static final int MOST_COMPUTED = 1 << 16;

  /** In all; a graph computes some hundred. */
  private static final int MOST_COMPUTED_IN_ALL = 1 << 20;

  private static final int MOST_AXES = 16;

  private final Map<String, OnnxTensor> values;
  private int computed;

  Constants(Map<String, OnnxTensor> initial) {
    this.values = new LinkedHashMap<>(initial);
  }

  Optional<OnnxTensor> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  void put(String name, OnnxTensor value) {
    values.put(name, value);
  }

  /**
   * Computes a node all of whose inputs are constants.
   *
   * @return false if it is not such a node, or an operator that is not for constants
   */
  boolean fold(OnnxNode node) {
    List<OnnxTensor> in = new ArrayList<>();
    for (String name : node.inputs()) {
      OnnxTensor value = values.get(name);
      if (value == null && !name.isEmpty()) {
        return false;
      }
      if (value != null) {
        in.add(value);
      }
    }
    if (in.isEmpty() && !node.operator().equals("Constant")) {
      return false;
    }
    Optional<OnnxTensor> result = compute(node, in);
    if (result.isEmpty()) {
      return false;
    }
    OnnxTensor value = result.get();
    boolean passedOn = in.stream().anyMatch(value::sharesNumbers);
    if (!passedOn && !in.isEmpty()) {
      computed += value.size();
      if (computed > MOST_COMPUTED_IN_ALL) {
        throw node.refuse(
            "the graph computes more than %d constant numbers; expected the few of its shapes"
                .formatted(MOST_COMPUTED_IN_ALL));
      }
    }
    values.put(node.output(), value);
    return true;
  }

  private Optional<OnnxTensor> compute(OnnxNode node, List<OnnxTensor> in) {
    return switch (node.operator()) {
      case "Constant" -> Optional.of(constant(node));
      case "Identity" -> Optional.of(in.getFirst());
      case "Cast" -> Optional.of(cast(node, in.getFirst()));
      case "Reshape" -> Optional.of(reshape(node, in.getFirst(), wholes(node, 1)));
      case "Unsqueeze" -> Optional.of(unsqueeze(node, in.getFirst()));
      case "Squeeze" -> Optional.of(squeeze(in.getFirst()));
      case "Shape" ->
          Optional.of(
              OnnxTensor.of(
                  in.getFirst().dimensions().stream().mapToLong(Integer::longValue).toArray()));
      case "Concat" -> Optional.of(concat(node, in));
      case "Slice" -> Optional.of(slice(node, in.getFirst()));
      case "Gather" -> Optional.of(gather(node, in.getFirst()));
      case "Add" -> Optional.of(combine(node, in, Math::addExact));
      case "Sub" -> Optional.of(combine(node, in, Math::subtractExact));
      case "Mul" -> Optional.of(combine(node, in, Math::multiplyExact));
      case "Div" -> Optional.of(combine(node, in, (a, b) -> b == 0 ? 0 : a / b));
      default -> Optional.empty();
    };
  }

  private static OnnxTensor constant(OnnxNode node) {
    Optional<OnnxTensor> tensor = node.tensor("value");
    if (tensor.isPresent()) {
      return tensor.get();
    }
    return switch (node.attributes().values().stream()
        .findFirst()
        .orElse(new OnnxAttribute.Other())) {
      case OnnxAttribute.Whole(long value) ->
          new OnnxTensor(List.of(), new OnnxTensor.Wholes(new long[] {value}));
      case OnnxAttribute.Real(float value) ->
          new OnnxTensor(List.of(), new OnnxTensor.Reals(new float[] {value}));
      case OnnxAttribute.Wholes(long[] values) -> OnnxTensor.of(values);
      case OnnxAttribute.Reals(float[] values) ->
          new OnnxTensor(List.of(values.length), new OnnxTensor.Reals(values));
      case OnnxAttribute.Text _, OnnxAttribute.Constant _, OnnxAttribute.Other _ ->
          throw node.refuse("this kind of constant is not supported; expected numbers");
    };
  }

  private static OnnxTensor cast(OnnxNode node, OnnxTensor in) {
    boolean toReal =
        switch (Math.toIntExact(Math.clamp(node.whole("to", 0), -1L, 100L))) {
          case 1, 10, 11 -> true;
          case 6, 7 -> false;
          default ->
              throw node.refuse(
                  "cast to ONNX's type "
                      + node.whole("to", 0)
                      + " is not supported; supported: float, int32, int64");
        };
    return switch (in.data()) {
      case OnnxTensor.Reals(float[] values) when !toReal -> {
        requireSmall(node, values.length);
        long[] cut = new long[values.length];
        for (int i = 0; i < cut.length; i++) {
          cut[i] = (long) values[i];
        }
        yield new OnnxTensor(in.dimensions(), new OnnxTensor.Wholes(cut));
      }
      case OnnxTensor.Wholes(long[] values) when toReal -> {
        requireSmall(node, values.length);
        float[] reals = new float[values.length];
        for (int i = 0; i < reals.length; i++) {
          reals[i] = values[i];
        }
        yield new OnnxTensor(in.dimensions(), new OnnxTensor.Reals(reals));
      }
      case OnnxTensor.Reals _, OnnxTensor.Wholes _ -> in;
    };
  }

  private static OnnxTensor reshape(OnnxNode node, OnnxTensor in, long[] target) {
    List<Integer> dimensions = Shapes.reshape(node, in.dimensions(), target);
    return in.withDimensions(dimensions);
  }

  private OnnxTensor unsqueeze(OnnxNode node, OnnxTensor in) {
    long[] axes = node.wholes("axes").orElseGet(() -> wholes(node, 1));
    if (axes.length + in.dimensions().size() > MOST_AXES) {
      throw node.refuse(
          "adds %d axes; expected at most %d in all".formatted(axes.length, MOST_AXES));
    }
    List<Integer> dimensions = new ArrayList<>(in.dimensions());
    long[] sorted = axes.clone();
    int rank = dimensions.size() + axes.length;
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = sorted[i] < 0 ? sorted[i] + rank : sorted[i];
    }
    Arrays.sort(sorted);
    for (long axis : sorted) {
      if (axis < 0 || axis > dimensions.size()) {
        throw node.refuse(
            "axis %d does not fit a constant of %d axes".formatted(axis, in.dimensions().size()));
      }
      dimensions.add((int) axis, 1);
    }
    return in.withDimensions(dimensions);
  }

  private static OnnxTensor squeeze(OnnxTensor in) {
    return in.withDimensions(in.dimensions().stream().filter(dim -> dim != 1).toList());
  }

  private static OnnxTensor concat(OnnxNode node, List<OnnxTensor> in) {
    if (in.stream().anyMatch(tensor -> tensor.dimensions().size() > 1)) {
      throw node.refuse(
          "constants of several axes cannot be joined here; supported: lists of numbers");
    }
    List<long[]> parts = new ArrayList<>();
    int count = 0;
    for (OnnxTensor tensor : in) {
      long[] part = wholes(node, tensor);
      count += part.length;
      requireSmall(node, count);
      parts.add(part);
    }
    return OnnxTensor.of(parts.stream().flatMapToLong(Arrays::stream).toArray());
  }

  private OnnxTensor slice(OnnxNode node, OnnxTensor in) {
    long[] values = wholes(node, in);
    long[] starts = node.wholes("starts").orElseGet(() -> wholes(node, 1));
    long[] ends = node.wholes("ends").orElseGet(() -> wholes(node, 2));
    long[] steps = node.input(4).isPresent() ? wholes(node, 4) : new long[] {1};
    boolean piece = starts.length == 1 && ends.length == 1 && Arrays.equals(steps, new long[] {1});
    if (in.dimensions().size() != 1 || !piece) {
      throw node.refuse("only a piece of a list of numbers can be cut out, with step 1");
    }
    int from = clamp(starts[0], values.length);
    int to = Math.max(from, clamp(ends[0], values.length));
    return OnnxTensor.of(Arrays.copyOfRange(values, from, to));
  }

  private static int clamp(long index, int length) {
    return Math.clamp(index < 0 ? index + length : index, 0, length);
  }

  private OnnxTensor gather(OnnxNode node, OnnxTensor in) {
    long[] values = wholes(node, in);
    OnnxTensor where = values(node, 1);
    long[] indices = wholes(node, where);
    long[] picked =
        Arrays.stream(indices)
            .map(index -> {
              long at = index < 0 ? index + values.length : index;
              if (at < 0 || at >= values.length) {
                throw node.refuse(
                    "index %d of a list of %d numbers".formatted(index, values.length));
              }
              return values[(int) at];
            })
            .toArray();
    return new OnnxTensor(where.dimensions(), new OnnxTensor.Wholes(picked));
  }

  private static OnnxTensor combine(
      OnnxNode node, List<OnnxTensor> in, LongBinaryOperator operator) {
    OnnxTensor a = in.getFirst();
    OnnxTensor b = in.getLast();
    if (in.size() != 2
        || !(a.data() instanceof OnnxTensor.Wholes(long[] left))
        || !(b.data() instanceof OnnxTensor.Wholes(long[] right))
        || (left.length != right.length && left.length != 1 && right.length != 1)) {
      throw node.refuse(
          "arithmetic on these constants is not supported; supported: whole numbers of one shape");
    }
    int count = Math.max(left.length, right.length);
    requireSmall(node, count);
    try {
      long[] result =
          IntStream.range(0, count)
              .mapToLong(i ->
                  operator.applyAsLong(
                      left[left.length == 1 ? 0 : i], right[right.length == 1 ? 0 : i]))
              .toArray();
      return new OnnxTensor(
          left.length >= right.length ? a.dimensions() : b.dimensions(),
          new OnnxTensor.Wholes(result));
    } catch (ArithmeticException e) {
      throw node.refuse("the numbers of a shape overflow");
    }
  }

  private OnnxTensor values(OnnxNode node, int place) {
    return node.input(place)
        .flatMap(this::value)
        .orElseThrow(() -> node.refuse("input %d must be a constant".formatted(place)));
  }

  /** The whole numbers of a constant input. */
  long[] wholes(OnnxNode node, int place) {
    return wholes(node, values(node, place));
  }

  private static long[] wholes(OnnxNode node, OnnxTensor tensor) {
    requireSmall(node, tensor.size());
    return switch (tensor.data()) {
      case OnnxTensor.Wholes(long[] values) -> values;
      case OnnxTensor.Reals _ ->
          throw node.refuse("real numbers where a shape or axes are expected");
    };
  }

  private static void requireSmall(OnnxNode node, int count) {
    if (count > MOST_COMPUTED) {
      throw node.refuse(
          "arithmetic on a constant of %d numbers; expected the few of a shape".formatted(count));
    }
  }
}
