package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.mobilenet4j.training.data.DataOptions;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.DataSource;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.vision.Classifier;
import org.mobilenet4j.vision.image.ImageFormatException;
import org.mobilenet4j.vision.image.Pixels;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/** Photos whose classes are known, in a tar or zip. */
final class ArchivedPhotos {
  /** A share for choosing must be drawn where none is given; all of it is joined again. */
  private static final double SOME = 0.1;

  private ArchivedPhotos() {}

  static boolean isArchive(Path source) {
    return DataSource.isArchive(source);
  }

  /** Classifies the test pictures where the archive has such, else all. */
  static EvaluatedPhotos evaluate(
      Classifier classifier, Path source, ClassNames names, Console console) {
    DataSplits splits = DataSource.open(source, DataOptions.standard(1).withShares(SOME, 0));
    splits.findings().remarks().forEach(console::remark);
    List<DataSet> sets =
        splits.test().map(List::of).orElse(List.of(splits.train(), splits.validation()));
    int[] classes =
        splits.train().labels().stream()
            .mapToInt(label -> names.index(label, source.toString()))
            .toArray();
    List<ScoredPicture> pictures = new ArrayList<>();
    List<EvaluatedPhotos.Unreadable> unreadable = new ArrayList<>();
    Map<String, Supplier<Pixels>> places = new HashMap<>();
    try (Progress progress =
        Progress.of("Evaluating", sets.stream().mapToLong(DataSet::size).sum(), console)) {
      for (DataSet set : sets) {
        for (int i = 0; i < set.size(); i++) {
          int index = i;
          String name = set.name(i);
          places.put(name, () -> set.picture(index));
          try {
            pictures.add(classifier.classify(set.picture(i)).scored(name, classes[set.label(i)]));
          } catch (ImageFormatException e) {
            unreadable.add(new EvaluatedPhotos.Unreadable(name, String.valueOf(e.getMessage())));
          }
          progress.done(pictures.size() + unreadable.size());
        }
      }
    }
    int others = splits.test().isEmpty() ? 0 : splits.train().size() + splits.validation().size();
    return new EvaluatedPhotos(
        pictures,
        unreadable,
        others,
        false,
        name -> places.getOrDefault(name, () -> missing(name)).get());
  }

  private static Pixels missing(String name) {
    throw new IllegalArgumentException("There is no picture '" + name + "'.");
  }
}
