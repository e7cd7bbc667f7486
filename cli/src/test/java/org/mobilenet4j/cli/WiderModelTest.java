package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.network.architecture.Architecture;

/** {@code train --from MODEL --width W}. */
class WiderModelTest {
  @TempDir private Path folder;

  @Test
  void a_model_of_ours_grows_and_is_refused_what_would_not_grow() throws IOException {
    Path data = DrawnFolders.folders(folder.resolve("photos"), 6);
    Path narrow = folder.resolve("narrow.safetensors");
    Ran.command(DrawnFolders.train(data, narrow)).succeeded();
    Path wide = folder.resolve("wide.safetensors");

    Ran ran = grown(data, narrow, "0.75", wide).succeeded();

    Model model = ModelFile.read(wide).model();
    Model old = ModelFile.read(narrow).model();
    String name = old.provenance().facts().getOrDefault("architecture", "");
    String before = old.provenance().facts().getOrDefault("option.width", "");
    int side = old.network().input().height();
    Network expected = Architecture.named(name).width(0.75).resolution(side).classes(3).build();
    assertThat(shapes(model.network())).isEqualTo(shapes(expected));
    assertThat(model.provenance().facts())
        .containsEntry("widened-from", before)
        .containsEntry("option.width", "0.75");
    assertThat(ran.out()).contains("probe");

    Path none = folder.resolve("none.safetensors");
    grown(data, wide, "0.25", none)
        .refused("has the width 0.75, which can only be made larger; --width is 0.25");
    grown(data, narrow, "wide", none).refused("width");
    Path foreign = SmallFiles.model(folder.resolve("foreign.safetensors"));
    grown(data, foreign, "2", none).refused("does not say of which architecture it is");
    assertThat(none).doesNotExist();
  }

  private static List<Shape> shapes(Network network) {
    return network.nodes().stream().map(node -> network.shape(node.name())).toList();
  }

  private static Ran grown(Path data, Path from, String width, Path output) throws IOException {
    return Ran.command(
        "train",
        "--data",
        data,
        "--from",
        from,
        "--width",
        width,
        "--batch-norm",
        "train",
        "--epochs",
        1,
        "--batch",
        8,
        "--output",
        output);
  }
}
