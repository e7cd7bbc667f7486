package org.mobilenet4j.network.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.mobilenet4j.network.ArchitectureException;

/** The architectures whose tables come with the library. */
public final class Zoo {
  private static final List<String> NAMES =
      List.of(
          "mobilenet-v1",
          "mobilenet-v1-shallow",
          "conv-mobilenet",
          "mobilenet-v2",
          "mobilenet-v3-large",
          "mobilenet-v3-small",
          "mobilenet-v3-large-minimalistic",
          "mobilenet-v3-small-minimalistic",
          "mnasnet-a1",
          "alexnet",
          "alexnet-ungrouped",
          "squeezenet-1.0",
          "squeezenet-1.1",
          "vgg-16",
          "googlenet",
          "resnet-18",
          "resnet-50");

  private static final List<String> VARIANTS =
      List.of(
          "mobilenet-v2-small-pictures",
          "mobilenet-v2-small-pictures-wide",
          "mobilenet-v3-small-1280",
          "alexnet-one-tower",
          "squeezenet-1.0-caffe",
          "googlenet-torchvision",
          "resnet-50-stride-in-1x1");

  private Zoo() {}

  /**
   * @return the networks of the papers, MobileNets first
   */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * @return relatives of {@link #names()}: another printing of a table, a library's reading of it,
   *     or one of ours for small pictures
   */
  public static List<String> variants() {
    return VARIANTS;
  }

  static String table(String name) {
    List<String> all = Stream.concat(NAMES.stream(), VARIANTS.stream()).toList();
    if (!all.contains(name)) {
      throw new ArchitectureException(
          "There is no architecture '%s'; %s"
              .formatted(
                  name.length() > 64 ? name.substring(0, 64) + "…" : name,
                  NearestName.of(name, all)
                      .map("did you mean '%s'? The zoo lists all of them."::formatted)
                      .orElse("the zoo lists all of them.")));
    }
    try (InputStream in = Zoo.class.getResourceAsStream(name + ".table")) {
      if (in == null) {
        throw new IllegalStateException("The table of %s is missing.".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
