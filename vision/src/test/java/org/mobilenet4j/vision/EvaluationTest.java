package org.mobilenet4j.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluationTest {
  @TempDir private Path folder;

  @Test
  void photos_are_counted_by_the_rank_of_their_class_and_unreadable_ones_are_named()
      throws IOException {
    Path photo = photo("a.png");
    Path broken = Files.writeString(folder.resolve("b.png"), "no picture");
    Path missing = folder.resolve("c.png");
    List<Integer> progress = new ArrayList<>();

    try (Classifier classifier =
        Classifier.of(TestModels.classifier(), PhotoOptions.standard().withThreads(1))) {
      List<Integer> order =
          classifier.classify(photo).top(5).stream().map(Prediction::index).toList();
      Evaluation evaluation =
          Evaluation.of(
              classifier,
              List.of(
                  new LabelledPhoto(photo, order.get(0)),
                  new LabelledPhoto(broken, 0),
                  new LabelledPhoto(photo, order.get(3)),
                  new LabelledPhoto(missing, 1),
                  new LabelledPhoto(photo, order.get(1))),
              progress::add);

      assertThat(evaluation.outcomes())
          .extracting(Evaluation.Outcome::rank)
          .containsExactly(1, 4, 2);
      assertThat(evaluation.outcomes())
          .extracting(Evaluation.Outcome::predicted)
          .containsOnly(order.getFirst());
      assertThat(evaluation.top1()).isEqualTo(1 / 3.0);
      assertThat(evaluation.top5()).isEqualTo(1.0);
      assertThat(evaluation.unreadable())
          .extracting(Evaluation.Unreadable::reason)
          .satisfiesExactly(
              reason -> assertThat(reason).startsWith(broken + ": not a picture"),
              reason -> assertThat(reason).isEqualTo(missing + ": there is no such file."));
      assertThat(progress).containsExactly(1, 2, 3, 4, 5);
    }
  }

  @Test
  void of_no_photos_there_is_no_accuracy() {
    Evaluation nothing = new Evaluation(List.of(), List.of());

    assertThat(nothing.top1()).isNaN();
    assertThat(nothing.top5()).isNaN();
  }

  @Test
  void a_class_that_the_network_does_not_have_is_refused_before_any_photo_is_read() {
    List<LabelledPhoto> photos = List.of(new LabelledPhoto(folder.resolve("missing.png"), 5));

    try (Classifier classifier =
        Classifier.of(TestModels.classifier(), PhotoOptions.standard().withThreads(1))) {
      assertThatThrownBy(() -> Evaluation.of(classifier, photos, _ -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              folder.resolve("missing.png")
                  + " is of class 5, but the classifier has 5 classes; expected an index from 0 to 4.");
    }
  }

  private Path photo(String name) throws IOException {
    Path file = folder.resolve(name);
    try (var stream = EvaluationTest.class.getResourceAsStream("/golden/images/rgb.png")) {
      if (stream == null) {
        throw new IllegalStateException("The golden picture is missing.");
      }
      Files.copy(stream, file);
    }
    return file;
  }
}
