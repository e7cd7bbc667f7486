package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.training.AugmentationPolicies;
import org.mobilenet4j.training.data.Batch;
import org.mobilenet4j.training.data.BatchOptions;
import org.mobilenet4j.training.data.Batches;
import org.mobilenet4j.training.data.ContactSheet;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.data.augmentation.AugmentationPolicy;
import org.mobilenet4j.training.recipe.AugmentationSetting;
import org.mobilenet4j.training.recipe.Recipe;
import org.mobilenet4j.vision.Preprocessor;
import org.mobilenet4j.vision.image.Pixels;
import org.mobilenet4j.vision.image.Png;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows pictures as a network in training sees them. */
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    description = "Writes a contact sheet of pictures as a network in training sees them.",
    footer = {
      "",
      "Examples:",
      "  mobilenet4j preview",
      "  mobilenet4j preview --data photos/ --recipe small-data --count 48 --output sheet.png"
    })
final class PreviewCommand implements Callable<Integer> {
  private static final int MOST_PICTURES = 400;
  private static final int COLUMNS = 8;

  private final Console console;

  @Mixin private final DataChoice dataChoice = new DataChoice();

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "Whose augmentation; by default that which 'train' would take.")
  private @Nullable String recipe;

  @Option(
      names = "--augment",
      paramLabel = "LIST",
      description =
          "What is done to the pictures, such as 'pad-and-crop 4, flip, erasing 0.2'; or none.")
  private @Nullable String augmentations;

  @Option(
      names = "--resolution",
      paramLabel = "R",
      description = "Height x width of the input; by default what 'train' would take.")
  private @Nullable String resolution;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many pictures; 32 by default.",
      defaultValue = "32")
  private int count = 32;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of order, splits and augmentation; 1 by default.",
      defaultValue = "1")
  private long seed = 1;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The PNG to write; sheet.png by default.",
      defaultValue = "sheet.png")
  private Path output = Path.of("sheet.png");

  @Option(names = "--overwrite", description = "Replace the sheet if it is there.")
  private boolean overwrite;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "table, which is the default, or json.",
      defaultValue = "table")
  private OutputFormat format = OutputFormat.TABLE;

  PreviewCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (count < 1 || count > MOST_PICTURES) {
      throw new InputException(
          "Option --count is %d; expected a number from 1 to %d.".formatted(count, MOST_PICTURES));
    }
    DistinctFiles files = new DistinctFiles();
    dataChoice.photos(Path.of("")).ifPresent(files::reads);
    files.writes("the sheet (--output)", output);
    OutputFile.requireFree(output, overwrite);
    requirePng();
    RecipeChoice recipeChoice = RecipeChoice.typed(recipe, augmentations);
    // What is wrong with the words is said before any picture is read.
    recipeChoice.check();
    Optional<Extent> typed = Optional.ofNullable(resolution).map(ArchitectureOption::extent);
    typed.ifPresent(PreviewCommand::requireRoom);
    typed.or(dataChoice::generatedExtent).ifPresent(recipeChoice::requireRoom);
    DataSplits data = dataChoice.openUnseen(Path.of(""), seed);
    int side = dataChoice.side(data);
    Recipe chosen = recipeChoice.forNewNetwork(dataChoice.generated(), side);
    Extent extent = typed.orElse(Extent.square(SizeRule.resolution(side)));
    AugmentationPolicies.requireRoom(chosen.augmentations(), extent);
    Preprocessor preprocessor =
        Preprocessor.of(
            StartingPoint.preprocessing(chosen), new Shape(extent.height(), extent.width(), 3));
    List<Pixels> pictures = pictures(data.train(), preprocessor, chosen);
    OutputFile.write(output, Png.encode(ContactSheet.of(pictures, COLUMNS)), overwrite);
    OutputFile.removeLeftovers(output);
    Findings.sentences(data).forEach(console::remark);
    print(pictures.size(), extent, chosen.augmentations());
    return 0;
  }

  /** What is no PNG by its name would be one all the same. */
  private void requirePng() {
    if (!output.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new InputException(
          "%s does not end in .png, but a sheet is written as a PNG; give --output such a name."
              .formatted(output));
    }
  }

  private static void requireRoom(Extent extent) {
    if (Math.min(extent.height(), extent.width()) < SizeRule.SMALLEST
        || extent.area() > SizeRule.MOST_PIXELS) {
      throw new InputException(
          "A resolution of %s cannot be shown; expected from %d pixels a side to %,d in all."
              .formatted(extent, SizeRule.SMALLEST, SizeRule.MOST_PIXELS));
    }
  }

  /** The first pictures of the first epoch, in batches as training has them if that matters. */
  private List<Pixels> pictures(DataSet set, Preprocessor preprocessor, Recipe chosen) {
    AugmentationPolicy policy = AugmentationPolicies.of(chosen.augmentations());
    int wanted = policy.mixes() ? chosen.batchSize() : count;
    BatchOptions options = BatchOptions.of(Math.min(wanted, set.size()), seed);
    List<Pixels> pictures = new ArrayList<>();
    try (Batches batches = Batches.training(set, preprocessor, policy, options, 0, 0)) {
      Optional<Batch> batch = batches.next();
      while (batch.isPresent()) {
        pictures.addAll(ContactSheet.pictures(batch.get(), preprocessor));
        batch = pictures.size() < count ? batches.next() : Optional.empty();
      }
      batches.unreadable().forEach(each -> console.remark(each.reason()));
    }
    if (pictures.isEmpty()) {
      throw new InputException("No picture of %s can be read.".formatted(dataChoice.name()));
    }
    return pictures.subList(0, Math.min(count, pictures.size()));
  }

  private void print(int pictures, Extent extent, List<AugmentationSetting> settings) {
    List<String> done = settings.stream().map(AugmentationSetting::text).toList();
    switch (format) {
      case TABLE ->
          console
              .out()
              .printf(
                  "%s: %d pictures of %s as the network sees them, after %s%n",
                  output,
                  pictures,
                  dataChoice.name(),
                  done.isEmpty() ? "no augmentation" : String.join(", ", done));
      case JSON -> {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("sheet", output);
        document.put("images", pictures);
        document.put("resolution", extent);
        document.put("augmentations", done);
        Json.print(console.out(), document);
      }
    }
  }
}
