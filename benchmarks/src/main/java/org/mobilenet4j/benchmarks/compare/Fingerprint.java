package org.mobilenet4j.benchmarks.compare;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.mobilenet4j.inference.BatchNormFolding;
import org.mobilenet4j.kernels.KernelChoice;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.vision.image.Images;

/**
 * What decides how the files of the networks come out, as one word: the code with its tables, seeds
 * and writers. It takes in more than that, for making the networks anew costs little, and figures
 * of an old network under a new commit's name cost much.
 */
final class Fingerprint {
  /** One class of each module that has a hand in it. */
  private static final List<Class<?>> MAKERS =
      List.of(
          NetworkFolder.class,
          BatchNormFolding.class,
          KernelChoice.class,
          ModelFile.class,
          Architecture.class,
          Images.class);

  private Fingerprint() {}

  /**
   * @param script what makes TorchScript
   * @return the same for the same code, wherever it lies
   */
  static String ofMakers(Path script) throws IOException {
    List<Path> roots = new ArrayList<>(List.of(script));
    for (Class<?> maker : MAKERS) {
      try {
        roots.add(Path.of(maker.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new IllegalStateException("The code of %s lies nowhere.".formatted(maker), e);
      }
    }
    return of(roots);
  }

  /**
   * @param roots files, which count by their contents, and folders, in which names count too
   */
  static String of(List<Path> roots) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256.", e);
    }
    for (Path root : roots) {
      for (Path file : files(root)) {
        String name = root.relativize(file).toString();
        digest.update("%s %d ".formatted(name, Files.size(file)).getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
