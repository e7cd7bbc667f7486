package org.mobilenet4j.model.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.model.tensors.TensorFile;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.network.ParameterRole;

/**
 * Under which names a source keeps the tensors of a network, read from a text file of rows "our
 * node, their module".
 *
 * <p>In our column, {@code {i}} stands for a number. In theirs, braces hold a variable, possibly
 * with a factor before it and a number added: {@code {2i-1}}. The files say what each variable
 * means.
 *
 * @param source the file's name without its ending
 * @param architectures the networks it knows
 * @param stages how the source divides blocks into stages; no sizes if it does not
 * @param rows in the order in which they are tried
 */
record NameTable(String source, List<String> architectures, Stages stages, List<Row> rows) {
  private static final Pattern TERM =
      Pattern.compile("\\{(\\d*)(i|part|blocks|stage|index)([+-]\\d+)?}");

  /**
   * @param first the number of the first block
   * @param sizes how many blocks each stage has
   */
  record Stages(int first, List<Integer> sizes) {
    static final Stages NONE = new Stages(0, List.of());
  }

  /**
   * @param ours matches our node's name; group 1, if there is one, is the number
   * @param theirs their module's name with variables in braces
   */
  record Row(Pattern ours, String theirs) {}

  /**
   * @param network a network of one of the architectures
   * @return the source's tensor for each parameter of the network, in the network's order
   * @throws ModelFormatException if a node has no row
   */
  Map<Weights.Key, String> tensors(Network network) {
    BlockParts parts = BlockParts.of(network);
    Map<Weights.Key, String> names = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      List<Parameter> parameters = network.parameters(node);
      if (!parameters.isEmpty()) {
        String module = module(node, parts);
        for (Parameter parameter : parameters) {
          names.put(
              new Weights.Key(node.name(), parameter.role()),
              module + "." + suffix(parameter.role()));
        }
      }
    }
    return names;
  }

  /**
   * @param network a network of one of the architectures
   * @return the counters that a source may keep beside its batch normalisations
   */
  List<String> counters(Network network) {
    BlockParts parts = BlockParts.of(network);
    List<String> counters = new ArrayList<>();
    for (Node node : network.nodes()) {
      if (node.op() instanceof Op.BatchNorm) {
        counters.add(module(node, parts) + ".num_batches_tracked");
      }
    }
    return counters;
  }

  /** How many of a network's tensors a file has under these names. */
  long known(TensorFile file, Network network) {
    return tensors(network).values().stream().filter(file.entries()::containsKey).count();
  }

  /** The source's name of the weights of the last layer that learns something. */
  String classifier(Network network) {
    String last = "";
    for (Map.Entry<Weights.Key, String> entry : tensors(network).entrySet()) {
      last = entry.getKey().role() == ParameterRole.WEIGHT ? entry.getValue() : last;
    }
    return last;
  }

  private static String suffix(ParameterRole role) {
    return switch (role) {
      case WEIGHT, GAMMA -> "weight";
      case BIAS, BETA -> "bias";
      case MEAN -> "running_mean";
      case VARIANCE -> "running_var";
    };
  }

  private String module(Node node, BlockParts parts) {
    for (Row row : rows) {
      Matcher matcher = row.ours().matcher(node.name());
      if (matcher.matches()) {
        int number = matcher.groupCount() == 0 ? -1 : Integer.parseInt(matcher.group(1));
        return expand(row.theirs(), node, number, parts);
      }
    }
    throw new ModelFormatException(
        "The names '%s' have none for node '%s'; the network has another structure than the one they were made for."
            .formatted(source, node.name()));
  }

  private String expand(String theirs, Node node, int number, BlockParts parts) {
    return TERM.matcher(theirs)
        .replaceAll(term -> {
          int factor = term.group(1).isEmpty() ? 1 : Integer.parseInt(term.group(1));
          int offset = term.group(3) == null ? 0 : Integer.parseInt(term.group(3));
          return Integer.toString(factor * variable(term.group(2), node, number, parts) + offset);
        });
  }

  private int variable(String variable, Node node, int number, BlockParts parts) {
    return switch (variable) {
      case "i" -> number;
      case "part" -> parts.position(node);
      case "blocks" -> parts.blocks();
      case "stage" -> place(node, number)[0];
      case "index" -> place(node, number)[1];
      default -> throw new IllegalStateException("no variable " + variable);
    };
  }

  private int[] place(Node node, int number) {
    int left = number - stages.first();
    for (int stage = 0; stage < stages.sizes().size(); stage++) {
      if (left < stages.sizes().get(stage)) {
        return new int[] {stage, left};
      }
      left -= stages.sizes().get(stage);
    }
    throw new ModelFormatException(
        "The names '%s' know %d blocks, but the network has the node '%s'; it has another structure than the one they were made for."
            .formatted(
                source, stages.sizes().stream().mapToInt(Integer::intValue).sum(), node.name()));
  }
}
