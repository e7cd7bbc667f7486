package org.mobilenet4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.training.data.DataOptions;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.DataSource;
import org.mobilenet4j.training.data.EvaluationPictures;
import org.mobilenet4j.vision.Classifier;
import org.mobilenet4j.vision.image.DecodeOptions;
import org.mobilenet4j.vision.image.ImageFormatException;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/** Photos whose classes are known by the folders they lie in, on disk or in an archive. */
final class PhotosInFolders {
  private PhotosInFolders() {}

  /** Whether it is a folder or an archive. */
  static boolean areIn(Path source) {
    return Files.isDirectory(source) || DataSource.isArchive(source);
  }

  /** Classifies the test pictures where there are such, else all. */
  static EvaluatedPhotos evaluate(
      Classifier classifier,
      Path source,
      DecodeOptions decoding,
      ClassNames names,
      Console console) {
    EvaluationPictures found = DataSource.openToEvaluate(source, options(source, decoding));
    DataSet set = found.pictures();
    int[] classes =
        set.labels().stream().mapToInt(label -> names.index(label, source.toString())).toArray();
    ScalarRemark.print(console); // when nothing can be refused any more
    found.remarks().forEach(console::remark);
    List<ScoredPicture> pictures = new ArrayList<>();
    List<EvaluatedPhotos.Unreadable> unreadable = new ArrayList<>();
    try (Progress progress = Progress.of("Evaluating", set.size(), console)) {
      for (int i = 0; i < set.size(); i++) {
        String name = set.name(i);
        try {
          pictures.add(
              classifier.classify(name, set.picture(i)).scored(name, classes[set.label(i)]));
        } catch (ImageFormatException e) {
          unreadable.add(new EvaluatedPhotos.Unreadable(name, String.valueOf(e.getMessage())));
        }
        progress.done(pictures.size() + unreadable.size());
      }
    }
    return new EvaluatedPhotos(
        pictures,
        unreadable,
        found.others(),
        Files.isDirectory(source),
        found.remarks(),
        TrainingReport.pixels(set));
  }

  /** An archive takes its share of the memory beside the picture that is decoded. */
  private static DataOptions options(Path source, DecodeOptions decoding) {
    DataOptions options = DataOptions.standard(1);
    return options.withDecoding(
        Files.isDirectory(source)
            ? decoding
            : decoding.withMaxBytes(options.decoding().maxBytes()));
  }
}
