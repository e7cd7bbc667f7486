import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes what {@code mobilenet4j train} printed into the page of a published model, between its
 * marks: {@code RunPage LOG PAGE COMMAND}, where COMMAND is what was typed, as others would type
 * it.
 */
final class RunPage {
  private static final String BEGIN = "<!-- run: begin";
  private static final String END = "<!-- run: end";

  private static final Pattern EPOCH =
      Pattern.compile(
          "epoch (\\d+)/(\\d+)  loss ([\\d.]+)  accuracy ([\\d.]+%)  validation loss ([\\d.]+)"
              + "  accuracy ([\\d.]+%)(?:  averaged ([\\d.]+%))?  (\\d+) images/s  ([\\d.]+) s");
  private static final Pattern CLASS =
      Pattern.compile("(\\S.*?)\\s{2,}([\\d.]+%|-)\\s+([\\d.]+%|-)\\s+([\\d.]+%|-)\\s+(\\d+)");
  private static final Pattern RESULT = Pattern.compile("[\\d.]+% of [\\d,]+ \\w+ pictures are .*");
  private static final Pattern NOTE = Pattern.compile("Note: .*");
  private static final Pattern MODEL =
      Pattern.compile("model   .*?, (the .*), after \\d+ s(?: in all)?");

  private RunPage() {}

  public static void main(String[] args) throws IOException {
    List<String> log = Files.readAllLines(Path.of(args[0]));
    Path page = Path.of(args[1]);
    String text = Files.readString(page);
    int begin = text.indexOf('\n', text.indexOf(BEGIN)) + 1;
    int end = text.indexOf(END);
    if (begin < 1 || end < begin) {
      throw new IOException(page + " lacks the marks '" + BEGIN + "' and '" + END + "'.");
    }
    Files.writeString(page, text.substring(0, begin) + section(log, args[2]) + text.substring(end));
  }

  private static String section(List<String> log, String command) throws IOException {
    StringBuilder out = new StringBuilder();
    out.append("\n```console\n$ ").append(command).append('\n');
    prologue(log).forEach(line -> out.append(line).append('\n'));
    out.append("```\n\n");
    // A run that was killed and resumed prints an epoch once more.
    Map<Integer, Matcher> epochs = new TreeMap<>();
    all(log, EPOCH).forEach(epoch -> epochs.put(Integer.parseInt(epoch.group(1)), epoch));
    List<Matcher> results = all(log, RESULT);
    List<Matcher> models = all(log, MODEL);
    if (results.isEmpty() || models.isEmpty() || epochs.isEmpty()) {
      throw new IOException("The log does not hold a whole run.");
    }
    out.append("| epoch | loss | accuracy | validation loss | accuracy | averaged weights |")
        .append(" images/s | seconds |\n|---|---|---|---|---|---|---|---|\n");
    for (Matcher epoch : epochs.values()) {
      out.append(
          "| %s | %s | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  epoch.group(1),
                  epoch.group(3),
                  epoch.group(4),
                  epoch.group(5),
                  epoch.group(6),
                  epoch.group(7) == null ? "-" : epoch.group(7),
                  epoch.group(8),
                  epoch.group(9)));
    }
    for (Matcher note : all(log, NOTE)) {
      out.append('\n').append(note.group()).append('\n');
    }
    out.append("\n## The result\n\n").append(results.getLast().group()).append(".\n");
    out.append("The model is %s.\n\n".formatted(models.getLast().group(1)));
    out.append("| class | precision | recall | F1 | pictures |\n|---|---|---|---|---|\n");
    List<String> after =
        log.subList(log.lastIndexOf(epochs.get(epochs.size()).group()), log.size());
    for (Matcher each : all(after, CLASS)) {
      out.append(
          "| %s | %s | %s | %s | %s |\n"
              .formatted(
                  each.group(1), each.group(2), each.group(3), each.group(4), each.group(5)));
    }
    return out.append('\n').toString();
  }

  /** What the run says before its first epoch, without what the JVM says. */
  private static List<String> prologue(List<String> log) {
    List<String> lines = new ArrayList<>();
    for (String line : log) {
      if (EPOCH.matcher(line).matches()) {
        break;
      }
      if (!line.startsWith("WARNING: ") && !line.startsWith("mobilenet4j: ")) {
        lines.add(line.stripTrailing());
      }
    }
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  private static List<Matcher> all(List<String> lines, Pattern pattern) {
    return lines.stream()
        .map(line -> pattern.matcher(line.strip()))
        .filter(Matcher::matches)
        .toList();
  }
}
