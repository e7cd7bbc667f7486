package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.training.AugmentationPolicies;
import org.mobilenet4j.training.data.Batch;
import org.mobilenet4j.training.data.BatchOptions;
import org.mobilenet4j.training.data.Batches;
import org.mobilenet4j.training.data.ContactSheet;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.recipe.AugmentationSetting;
import org.mobilenet4j.training.recipe.Recipes;
import org.mobilenet4j.vision.Preprocessor;
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
    OutputFile.requireFree(output, overwrite);
    Optional<List<AugmentationSetting>> told =
        Optional.ofNullable(augmentations).map(AugmentationSetting::parse);
    Optional<List<AugmentationSetting>> ofRecipe =
        Optional.ofNullable(recipe).map(name -> Recipes.named(name).augmentations());
    Optional<Extent> size = Optional.ofNullable(resolution).map(ArchitectureOption::extent);
    DataSplits data = dataChoice.openUnseen(Path.of(""), seed);
    int side = DataChoice.side(data);
    List<AugmentationSetting> settings =
        told.or(() -> ofRecipe)
            .orElseGet(() -> Recipes.named(SizeRule.recipe(side)).augmentations());
    Extent extent = size.orElse(Extent.square(SizeRule.resolution(side)));
    requireRoom(extent);
    Preprocessor preprocessor =
        Preprocessor.of(Preprocessing.torchvision(), new Shape(extent.height(), extent.width(), 3));
    Batch batch = batch(data, preprocessor, settings);
    ContactSheet.write(
        ContactSheet.of(ContactSheet.pictures(batch, preprocessor), COLUMNS), output);
    print(batch, extent, settings);
    return 0;
  }

  private static void requireRoom(Extent extent) {
    if (Math.min(extent.height(), extent.width()) < SizeRule.SMALLEST
        || extent.area() > SizeRule.MOST_PIXELS) {
      throw new InputException(
          "A resolution of %s cannot be shown; expected from %d pixels a side to %,d in all."
              .formatted(extent, SizeRule.SMALLEST, SizeRule.MOST_PIXELS));
    }
  }

  private Batch batch(
      DataSplits data, Preprocessor preprocessor, List<AugmentationSetting> settings) {
    BatchOptions options = BatchOptions.of(Math.min(count, data.train().size()), seed);
    try (Batches batches =
        Batches.training(
            data.train(), preprocessor, AugmentationPolicies.of(settings), options, 0, 0)) {
      Batch batch =
          batches
              .next()
              .orElseThrow(() ->
                  new InputException("No picture of %s can be read.".formatted(dataChoice.name())));
      batches.unreadable().forEach(each -> console.remark(each.reason()));
      return batch;
    }
  }

  private void print(Batch batch, Extent extent, List<AugmentationSetting> settings) {
    List<String> done = settings.stream().map(AugmentationSetting::text).toList();
    switch (format) {
      case TABLE ->
          console
              .out()
              .printf(
                  "%s: %d pictures of %s as the network sees them, after %s%n",
                  output,
                  batch.size(),
                  dataChoice.name(),
                  done.isEmpty() ? "no augmentation" : String.join(", ", done));
      case JSON -> {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("sheet", output);
        document.put("images", batch.size());
        document.put("resolution", extent);
        document.put("augmentations", done);
        Json.print(console.out(), document);
      }
    }
  }
}
