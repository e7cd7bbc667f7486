import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Fails the build when jars together weigh more than they may: {@code SizeBudget BYTES JAR
 * CLASSPATH}, where folders of the class path are not counted, because the jar is what is in them.
 */
final class SizeBudget {
  private SizeBudget() {}

  public static void main(String[] args) throws IOException {
    long budget = Long.parseLong(args[0]);
    List<Path> jars = new ArrayList<>(List.of(Path.of(args[1])));
    for (String entry : args[2].split(File.pathSeparator)) {
      if (Files.isRegularFile(Path.of(entry))) {
        jars.add(Path.of(entry));
      }
    }
    long bytes = 0;
    StringBuilder list = new StringBuilder();
    for (Path jar : jars) {
      bytes += Files.size(jar);
      list.append("  %,9d  %s%n".formatted(Files.size(jar), jar.getFileName()));
    }
    if (bytes > budget) {
      System.err.printf(
          "The libraries weigh %,d bytes, more than the %,d that we promise:%n%s",
          bytes, budget, list);
      System.exit(1);
    }
    System.out.printf("The libraries weigh %,d of %,d bytes.%n", bytes, budget);
  }
}
