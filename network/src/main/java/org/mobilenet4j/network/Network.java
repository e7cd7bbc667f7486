package org.mobilenet4j.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network as an immutable graph of named operations in topological order.
 *
 * <p>The input is called {@link #INPUT}; the last node is the output. Shapes are inferred and
 * checked when the network is made, so a network that exists can be run.
 */
public final class Network {
  /** The name by which a node reads the network's input. */
  public static final String INPUT = "input";

  /** Sixty-four terabytes of floats: beyond any machine, and sums of many tensors still count. */
  private static final long MOST_ELEMENTS = 1L << 44;

  private final Shape input;
  private final List<Node> nodes;
  private final Map<String, Node> byName;
  private final Map<String, Shape> shapes;

  private Network(
      Shape input, List<Node> nodes, Map<String, Node> byName, Map<String, Shape> shapes) {
    this.input = input;
    this.nodes = nodes;
    this.byName = byName;
    this.shapes = shapes;
  }

  /**
   * Makes a network and checks it.
   *
   * @param input the shape of one image
   * @param nodes the operations; each reads only {@link #INPUT} and nodes before it; the last is
   *     the output
   * @return the network
   * @throws NetworkException if a name is used twice, an input is unknown, or shapes do not fit
   */
  public static Network of(Shape input, List<Node> nodes) {
    Builder builder = new Builder(input);
    nodes.forEach(builder::add);
    return builder.build();
  }

  /** A network that grows node by node, for readers that need the shapes so far. */
  public static final class Builder {
    private final Shape input;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Node> byName = new LinkedHashMap<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    /**
     * @param input the shape of one image
     * @throws NetworkException if it holds more numbers than any machine
     */
    public Builder(Shape input) {
      requireSize("The input", input);
      this.input = input;
      shapes.put(INPUT, input);
    }

    /**
     * @param node the next operation; reads only {@link #INPUT} and nodes before it
     * @return the shape of its result
     * @throws NetworkException if its name is used already, an input is unknown, or shapes do not
     *     fit
     */
    public Shape add(Node node) {
      List<Shape> in = new ArrayList<>(node.inputs().size());
      for (String name : node.inputs()) {
        Shape shape = shapes.get(name);
        if (shape == null) {
          throw new NetworkException(
              "Node '%s' reads '%s', which no node before it makes; expected nodes in the order in which they run."
                  .formatted(node.name(), name));
        }
        in.add(shape);
      }
      Shape shape = ShapeInference.infer(node, in);
      requireSize("The result of node '%s'".formatted(node.name()), shape);
      if (shapes.put(node.name(), shape) != null) {
        throw new NetworkException(
            "Two nodes are called '%s'; expected names that are unique.".formatted(node.name()));
      }
      nodes.add(node);
      byName.put(node.name(), node);
      return shape;
    }

    private static void requireSize(String what, Shape shape) {
      if (shape.channels() > MOST_ELEMENTS / shape.pixels()) {
        throw new NetworkException(
            "%s would have the shape %s; expected at most %d numbers, so take a smaller input."
                .formatted(what, shape, MOST_ELEMENTS));
      }
    }

    /**
     * @return the network; the builder may go on
     * @throws NetworkException if there is no node yet
     */
    public Network build() {
      if (nodes.isEmpty()) {
        throw new NetworkException("A network without any node; expected at least one.");
      }
      return new Network(
          input, List.copyOf(nodes), new LinkedHashMap<>(byName), new LinkedHashMap<>(shapes));
    }
  }

  /**
   * @return the shape of one image
   */
  public Shape input() {
    return input;
  }

  /**
   * @return the operations in the order in which they run
   */
  public List<Node> nodes() {
    return nodes;
  }

  /**
   * @return the last node, whose result is the network's
   */
  public Node output() {
    return nodes.getLast();
  }

  /**
   * @return the shape of the network's result for one image
   */
  public Shape outputShape() {
    return shape(output().name());
  }

  /**
   * @param name a node's name
   * @return the node, if there is one of that name
   */
  public Optional<Node> node(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * @param name a node's name, or {@link #INPUT}
   * @return the shape of its result
   * @throws IllegalArgumentException if there is no such node
   */
  public Shape shape(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("There is no node called '%s'.".formatted(name));
    }
    return shape;
  }

  /**
   * @param node a node of this network
   * @return the shape of its first input
   */
  public Shape inputShape(Node node) {
    return shape(node.inputs().getFirst());
  }

  /**
   * The same network for pictures of another size.
   *
   * @param height rows of the input
   * @param width columns of the input
   * @return a network with the same nodes
   * @throws NetworkException if the network cannot take that size, for instance because a dense
   *     layer would see another number of inputs
   */
  public Network withInputSize(int height, int width) {
    Network resized = of(new Shape(height, width, input.channels()), nodes);
    for (Node node : nodes) {
      if (!resized.parameters(node).equals(parameters(node))) {
        throw new NetworkException(
            "Node '%s' needs an input of %s and would be given %s at %d×%d pixels; this network only takes %s."
                .formatted(
                    node.name(),
                    inputShape(node),
                    resized.inputShape(node),
                    height,
                    width,
                    input.extent()));
      }
    }
    return resized;
  }

  /**
   * The tensors that a node needs, in a fixed order.
   *
   * @param node a node of this network
   * @return role and shape of each; empty for an operation that learns nothing
   */
  public List<Parameter> parameters(Node node) {
    Shape in = inputShape(node);
    return switch (node.op()) {
      case Op.Convolution op ->
          weights(
              List.of(
                  op.kernel().height(),
                  op.kernel().width(),
                  in.channels() / op.groups(),
                  op.outChannels()),
              op.bias());
      case Op.Dense(int units, Bias bias) ->
          weights(List.of(Math.toIntExact(in.elements()), units), bias);
      case Op.BatchNorm _ ->
          List.of(
              vector(ParameterRole.GAMMA, in.channels()),
              vector(ParameterRole.BETA, in.channels()),
              vector(ParameterRole.MEAN, in.channels()),
              vector(ParameterRole.VARIANCE, in.channels()));
      case Op.Activation _,
          Op.Pool _,
          Op.GlobalAveragePool _,
          Op.Add _,
          Op.Concat _,
          Op.Scale _,
          Op.LocalResponseNormalization _,
          Op.Resize _,
          Op.Dropout _ ->
          List.of();
    };
  }

  private static List<Parameter> weights(List<Integer> dimensions, Bias bias) {
    Parameter weight = new Parameter(ParameterRole.WEIGHT, dimensions);
    return switch (bias) {
      case NONE -> List.of(weight);
      case ADDED -> List.of(weight, vector(ParameterRole.BIAS, dimensions.getLast()));
    };
  }

  private static Parameter vector(ParameterRole role, int channels) {
    return new Parameter(role, List.of(channels));
  }
}
