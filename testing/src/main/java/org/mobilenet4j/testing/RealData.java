package org.mobilenet4j.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Real weights, photos and papers' figures that lie beside a checkout, never inside it.
 *
 * <p>Tests on them are added when the folder is there. A plain clone runs without: such tests are
 * then not registered, so that nothing is skipped.
 */
public final class RealData {
  private RealData() {}

  /**
   * @return the folder with weights, photos and goldens, if there is one
   */
  public static Optional<Path> data() {
    return shared().map(folder -> folder.resolve("data"));
  }

  /**
   * @return the folder with the papers' figures, if there is one
   */
  public static Optional<Path> papers() {
    return shared().map(folder -> folder.resolve("papers")).filter(Files::isDirectory);
  }

  private static Optional<Path> shared() {
    @Nullable String told = System.getProperty("mobilenet4j.shared");
    if (told != null) {
      return Optional.of(Path.of(told)).filter(RealData::holdsWeights);
    }
    @Nullable Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      Path shared = folder.resolve("shared");
      if (holdsWeights(shared)) {
        return Optional.of(shared);
      }
      folder = folder.getParent();
    }
    return Optional.empty();
  }

  private static boolean holdsWeights(Path folder) {
    return Files.isDirectory(folder.resolve("data").resolve("weights"));
  }
}
