package org.mobilenet4j.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobilenet4j.vision.image.DecodeOptions;

/**
 * Pictures to judge a finished model by. Nothing is asked of them that only training needs: one
 * class will do, and one picture.
 *
 * @param pictures those that count: the test pictures where the source has such, else all; their
 *     labels are the names of their own classes, sorted
 * @param others how many more there are that do not count, since they are for training
 * @param remarks a sentence each about what else lay there and was left out
 */
public record EvaluationPictures(DataSet pictures, int others, List<String> remarks) {
  public EvaluationPictures {
    remarks = List.copyOf(remarks);
  }

  static EvaluationPictures of(Assignments found, DecodeOptions decoding) {
    List<Assignment> test =
        found.pictures().stream()
            .filter(one -> one.split().equals(Optional.of(Split.TEST)))
            .toList();
    List<Assignment> counted = test.isEmpty() ? found.pictures() : test;
    List<String> remarks = new ArrayList<>(found.remarks());
    Remarks.withoutPhoto(found.emptyClasses()).ifPresent(remarks::add);
    return new EvaluationPictures(
        StoredPictures.of(counted, decoding), found.pictures().size() - counted.size(), remarks);
  }
}
