package org.mobilenet4j.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.vision.image.Pixels;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/** Reports of runs that never were. */
final class SampleReports {
  static final List<String> THINGS =
      List.of(
          "aeroplane",
          "automobile",
          "bird",
          "cat",
          "deer",
          "dog",
          "frog",
          "horse",
          "ship",
          "truck");

  private SampleReports() {}

  /** Everything that a page can show. */
  static RunReport training() {
    ClassificationMetrics metrics = metrics(THINGS, 2_000);
    List<PicturedMistake> mistakes =
        metrics.worstMistakes(12).stream()
            .map(each -> new PicturedMistake(each, pixels(32, 32, each.label())))
            .toList();
    return RunReport.titled("MobileNetV2 0.5 on things")
        .metrics(metrics, "test pictures")
        .epochs(epochs(20))
        .facts(List.of(new NamedValue("Seed", "42")))
        .mistakes(mistakes)
        .recipe(
            List.of(
                new NamedValue("optimiser", "SGD, Nesterov momentum 0.9"),
                new NamedValue("learning rate", "cosine from 0.1, 2 epochs of warm-up"),
                new NamedValue("weight decay", "4e-5; depthwise filters, BatchNorm, biases: none"),
                new NamedValue("augmentation", "pad 4 and crop, flip"),
                new NamedValue("batch", "128 pictures")))
        .cost(Architecture.named("mobilenet-v2").classes(10).build())
        .findings(List.of("2 pictures could not be read.", "3 pictures are in two splits."))
        .warnings(List.of("The class “cat” has a third of the pictures of the others."))
        .next(
            List.of(
                new NextCommand(
                    "Say what is in a photo:",
                    "mobilenet4j classify photo.jpg --model things.safetensors")))
        .build();
  }

  /** What an evaluation knows. */
  static RunReport evaluation() {
    return RunReport.titled("things.safetensors on photos")
        .metrics(metrics(THINGS, 500), "photos")
        .build();
  }

  static ClassificationMetrics metrics(List<String> labels, int pictures) {
    Random random = new Random(5);
    List<ScoredPicture> scored = new ArrayList<>();
    for (int i = 0; i < pictures; i++) {
      float[] logits = new float[labels.size()];
      for (int c = 0; c < logits.length; c++) {
        logits[c] = (float) random.nextGaussian();
      }
      int label = random.nextInt(labels.size());
      logits[label] += 2 + 5 * random.nextFloat();
      // Neighbours are confused more often than others.
      logits[(label + 2) % labels.size()] += 2 * random.nextFloat();
      scored.add(ScoredPicture.ofLogits("test/%05d.png".formatted(i), label, logits));
    }
    return ClassificationMetrics.of(labels, scored);
  }

  /** Without a network's answers, which would take longer than the page. */
  static ClassificationMetrics many(int classes, int pictures) {
    Random random = new Random(8);
    List<ScoredPicture> scored = new ArrayList<>();
    for (int i = 0; i < pictures; i++) {
      int label = random.nextInt(classes);
      boolean right = random.nextInt(4) > 0;
      int predicted = right ? label : (label + 1 + random.nextInt(classes - 1)) % classes;
      double confidence = right ? 1 - random.nextDouble() / 2 : random.nextDouble();
      scored.add(
          new ScoredPicture(
              "test/%05d.png".formatted(i),
              label,
              classes,
              predicted,
              right ? 1 : 2,
              confidence,
              1));
    }
    return ClassificationMetrics.of(numbered(classes), scored);
  }

  static List<EpochFigures> epochs(int number) {
    Random random = new Random(6);
    return IntStream.rangeClosed(1, number)
        .mapToObj(epoch -> {
          double left = Math.exp(-epoch / 6.0);
          double noise = random.nextGaussian() * 0.012;
          return new EpochFigures(
              epoch,
              0.05 * (1 + Math.cos(Math.PI * epoch / number)),
              0.3 + 2 * left,
              0.91 - 0.7 * left,
              0.45 + 1.7 * left - 3 * noise,
              0.89 - 0.6 * left + noise,
              OptionalDouble.of(0.9 - 0.85 * Math.exp(-epoch / 4.0)),
              1_234,
              40.5);
        })
        .toList();
  }

  /** A disc on a slope of colours. */
  static Pixels pixels(int height, int width, int seed) {
    byte[] rgb = new byte[height * width * 3];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double radius = Math.hypot(y - height / 2.0, x - width / 2.0) / Math.min(height, width);
        boolean inside = radius < 0.2 + 0.02 * seed;
        rgb[i++] = (byte) (inside ? 250 - 20 * seed : 80 + 100 * y / height);
        rgb[i++] = (byte) (inside ? 40 + 20 * seed : 120 + 60 * x / width);
        rgb[i++] = (byte) (inside ? 90 : 140);
      }
    }
    return Pixels.of(new Extent(height, width), rgb);
  }

  private static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(i -> "class number " + i).toList();
  }
}
