import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks that every Java source is formatted by google-java-format, or formats it.
 *
 * <p>Arguments: {@code check} or {@code apply}, then the root of the project.
 */
final class FormatSources {
  public static void main(String[] args) throws IOException {
    if (args[0].equals("skip")) {
      return;
    }
    boolean apply = args[0].equals("apply");
    Path root = Path.of(args[1]);
    List<Path> unformatted = new ArrayList<>();
    for (Path source : sources(root)) {
      String before = Files.readString(source);
      String after = format(source, before);
      if (!after.equals(before)) {
        unformatted.add(root.relativize(source));
        if (apply) {
          Files.writeString(source, after);
        }
      }
    }
    if (!unformatted.isEmpty() && !apply) {
      System.err.println("Not formatted as google-java-format would:");
      unformatted.forEach(source -> System.err.println("  " + source));
      System.err.println("Run: ./mvnw -pl build-tools validate -Dformat=apply");
      System.exit(1);
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !root.relativize(file).toString().matches("(.*/)?(target|\\.[^/]*)/.*"))
          .sorted()
          .toList();
    }
  }

  private static String format(Path source, String text) {
    try {
      JavaFormatterOptions options = JavaFormatterOptions.defaultOptions();
      String ordered =
          ImportOrderer.reorderImports(
              RemoveUnusedImports.removeUnusedImports(text), options.style());
      return new Formatter(options).formatSource(ordered);
    } catch (FormatterException e) {
      throw new IllegalStateException(source + " is no Java source: " + e.getMessage(), e);
    }
  }
}
