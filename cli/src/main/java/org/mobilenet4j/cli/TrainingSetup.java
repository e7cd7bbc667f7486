package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.cost.Cost;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.optimization.ClassWeights;
import org.mobilenet4j.training.recipe.Recipe;

/**
 * All that a run needs, checked and ready to begin.
 *
 * @param start with what it begins
 * @param data pictures
 * @param dataName what to call them
 * @param recipe how to train
 * @param classWeights how much each class counts
 * @param teacher from which the network learns beside the data
 * @param seed of everything random
 * @param threads that compute
 * @param output where the model shall be
 * @param report where the report shall be
 * @param checkpoint where the state of the run is kept
 * @param storage how the model keeps its weights
 * @param overwrite what may be replaced that this run has not written
 * @param remarks what was done otherwise than told, and why
 */
record TrainingSetup(
    StartingPoint start,
    DataSplits data,
    String dataName,
    Recipe recipe,
    ClassWeights classWeights,
    Optional<TeacherChoice.Named> teacher,
    long seed,
    int threads,
    Path output,
    Path report,
    Path checkpoint,
    Storage storage,
    Overwrite overwrite,
    List<String> remarks) {
  TrainingSetup {
    remarks = List.copyOf(remarks);
  }

  /** The teacher, if there is one, and what it costs. */
  Optional<String> teacherText() {
    return teacher.map(named -> {
      Network network = named.teacher().model().network();
      return "%s; it reads %s, %s multiply-adds, %s parameters"
          .formatted(
              named.text(),
              network.input(),
              TextTable.count(Cost.of(network).multiplyAdds()),
              TextTable.count(Cost.of(network).parameters()));
    });
  }

  /** The pictures on which the result is judged: the best that there are for it. */
  DataSet judging() {
    return data.test().orElse(data.validation());
  }

  /** What those are called. */
  String judgingName() {
    return data.test().isPresent() ? "test" : "validation";
  }
}
