package org.mobilenet4j.training.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mobilenet4j.network.architecture.NearestName;

/**
 * The recipes that come with the library: those of the papers and of the libraries that published
 * weights, transcribed setting by setting, and three of our own.
 */
public final class Recipes {
  private static final List<String> PUBLISHED =
      List.of(
          "v1-paper",
          "inception-v3-paper",
          "v1-slim",
          "v2-paper",
          "v2-slim",
          "v3-paper",
          "mnasnet-paper",
          "v2-torchvision-v1",
          "v3-torchvision-v1",
          "torchvision-v2-weights",
          "v3-timm");
  private static final List<String> OWN = List.of("small-data", "fine-tune", "small-pictures");

  private Recipes() {}

  /**
   * @return the recipes of papers and libraries
   */
  public static List<String> published() {
    return PUBLISHED;
  }

  /**
   * @return our own: {@code small-data} for a few thousand photos, {@code fine-tune} from published
   *     weights, {@code small-pictures} for pictures of about 32 pixels
   */
  public static List<String> own() {
    return OWN;
  }

  /**
   * @param name of a recipe
   * @return the recipe
   * @throws RecipeException if there is none of that name; the message has the nearest
   */
  public static Recipe named(String name) {
    List<String> all = java.util.stream.Stream.concat(PUBLISHED.stream(), OWN.stream()).toList();
    if (!all.contains(name)) {
      throw new RecipeException(
          "There is no recipe '%s'; %s"
              .formatted(
                  name.length() > 64 ? name.substring(0, 64) + "…" : name,
                  NearestName.of(name, all)
                      .map("did you mean '%s'?"::formatted)
                      .orElse("there are " + String.join(", ", all) + ".")));
    }
    try (InputStream in = Recipes.class.getResourceAsStream(name + ".recipe")) {
      if (in == null) {
        throw new IllegalStateException("The recipe %s is missing.".formatted(name));
      }
      return RecipeText.read(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
