package org.mobilenet4j.model.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.tensors.TensorFile;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.architecture.Architecture;

/** The name tables that lie beside this class under {@code names/}, and how such a file is read. */
final class NameTables {
  private static final List<String> FILES =
      List.of(
          "torchvision-mobilenet-v2",
          "torchvision-mobilenet-v3",
          "torchvision-style-mobilenet-v1",
          "torchvision-squeezenet-1.0",
          "torchvision-squeezenet-1.1",
          "timm-mobilenet-v1",
          "timm-mobilenet-v2",
          "timm-mobilenet-v3-large",
          "timm-mobilenet-v3-small");

  private static final Pattern STAGES = Pattern.compile("stages +\\w+ from (\\d+): ([\\d ]+)");

  private NameTables() {}

  /**
   * @param architecture the name of a network of the zoo
   * @return the tables that know it, in the order in which they are tried
   */
  static List<NameTable> of(String architecture) {
    return all().stream().filter(table -> table.architectures().contains(architecture)).toList();
  }

  /**
   * Finds out whose names a file uses.
   *
   * @param file weights
   * @param architecture the network that they belong to
   * @return the table under which most of the network's tensors are there
   * @throws ModelFormatException if there is none for the architecture, or the file has other names
   */
  static NameTable choose(TensorFile file, Architecture architecture) {
    List<NameTable> tables = of(architecture.name());
    if (tables.isEmpty()) {
      throw new ModelFormatException(
          "Weights of '%s' cannot be imported, for want of a name table; there is one for %s."
              .formatted(
                  architecture.name(),
                  all().stream()
                      .flatMap(table -> table.architectures().stream())
                      .distinct()
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    Network network = architecture.build();
    NameTable best =
        Collections.max(tables, Comparator.comparingLong(table -> table.known(file, network)));
    if (best.known(file, network) == 0) {
      throw new ModelFormatException(
          "%s holds no tensor of '%s' under a name that we know; expected names like %s."
              .formatted(
                  file.path(),
                  architecture.name(),
                  tables.stream()
                      .map(table ->
                          "'"
                              + table.tensors(network).values().iterator().next()
                              + "' ("
                              + table.source()
                              + ")")
                      .collect(Collectors.joining(" or "))));
    }
    return best;
  }

  /**
   * @return every table
   */
  static List<NameTable> all() {
    return FILES.stream().map(NameTables::read).toList();
  }

  private static NameTable read(String source) {
    try (InputStream in = NameTables.class.getResourceAsStream("names/" + source + ".names")) {
      if (in == null) {
        throw new IllegalStateException("The name table '%s' is missing.".formatted(source));
      }
      return parse(source, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param source what to call the table
   * @param text comments, the line {@code architectures}, the line {@code stages} if the source has
   *     stages, the line {@code ours theirs}, and a row a node
   * @return the table
   */
  static NameTable parse(String source, String text) {
    List<String> architectures = List.of();
    NameTable.Stages stages = NameTable.Stages.NONE;
    List<NameTable.Row> rows = new ArrayList<>();
    for (String line : text.lines().filter(NameTables::says).toList()) {
      String[] words = line.strip().split(" +", -1);
      Matcher stagesLine = STAGES.matcher(line);
      if (words[0].equals("architectures")) {
        architectures = List.of(words).subList(1, words.length);
      } else if (stagesLine.matches()) {
        stages =
            new NameTable.Stages(
                Integer.parseInt(stagesLine.group(1)),
                Arrays.stream(stagesLine.group(2).split(" ", -1)).map(Integer::valueOf).toList());
      } else if (words.length == 2) {
        rows.add(new NameTable.Row(pattern(words[0]), words[1]));
      } else {
        throw new IllegalStateException(
            "The name table '%s' has the row '%s'; expected two words.".formatted(source, line));
      }
    }
    return new NameTable(source, architectures, stages, List.copyOf(rows));
  }

  private static boolean says(String line) {
    return !line.isBlank() && !line.startsWith("#") && !line.matches("ours +theirs");
  }

  private static Pattern pattern(String ours) {
    String quoted = Pattern.quote(ours);
    return Pattern.compile(quoted.replace("{i}", "\\E(\\d{1,6})\\Q"));
  }
}
