package org.mobilenet4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.training.FineTuningTask;
import org.mobilenet4j.training.Freezing;
import org.mobilenet4j.training.data.ClassCount;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.optimization.ClassWeights;
import org.mobilenet4j.training.recipe.Recipe;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * All that decides over a training, as it is typed, but how it is shown: it becomes a {@link
 * TrainingSetup}.
 */
final class TrainingChoice {
  @Mixin private final DataChoice dataChoice = new DataChoice();

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      description =
          "A name of the zoo or a table file; mobilenet-v2-small-pictures for pictures up to 64"
              + " pixels, else mobilenet-v3-small.")
  private @Nullable String architecture;

  @Mixin private final ArchitectureChoice architectureChoice = new ArchitectureChoice();

  @Mixin private final TuningChoice tuningChoice = new TuningChoice();

  @Mixin private final TeacherChoice teacherChoice = new TeacherChoice();

  @Mixin private final RecipeChoice recipeChoice = new RecipeChoice();

  @Option(
      names = "--class-weights",
      description = "Let every class count the same, however few pictures it has.")
  private boolean classWeights;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of weights, order, splits and augmentation; 1 by default.",
      defaultValue = "1")
  private long seed = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that compute; all cores that the machine grants by default. They do not change the"
              + " result.")
  private @Nullable Integer threads;

  @Option(
      names = "--output",
      paramLabel = "MODEL",
      description = "The model file to write; model.safetensors by default.",
      defaultValue = "model.safetensors")
  private Path output = Path.of("model.safetensors");

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "The report to write; by default MODEL.html.")
  private @Nullable Path report;

  @Option(
      names = "--overwrite",
      description = "Replace model, report and checkpoint if they are there.")
  private boolean overwrite;

  @Option(names = "--half", description = "Keep the model's weights in half precision.")
  private boolean half;

  /** Takes another number of threads, if there is one. */
  void takeThreads(@Nullable Integer others) {
    threads = others == null ? threads : others;
  }

  /** Reads the words, and then the pictures. */
  TrainingSetup setup(Invocation invocation) {
    ThreadChoice computing = threads == null ? ThreadChoice.all() : ThreadChoice.of(threads);
    Path base = invocation.folder();
    Path model = base.resolve(output);
    Path page = report == null ? beside(model, ".html") : base.resolve(report);
    Path checkpoint = invocation.checkpoint().orElse(beside(model, ".checkpoint"));
    if (invocation.checkpoint().isEmpty()) {
      requireNoneBefore(checkpoint);
      requireDistinct(base, model, page, checkpoint);
      requireFree(model, page, checkpoint);
    } else {
      List.of(model, page, checkpoint).forEach(OutputFile::requirePlace);
    }
    refuseOptionsOfTheData();
    Optional<Model> known = known(base);
    Optional<TeacherChoice.Named> teacher = teacher(base);
    refuseOptionsOfNoUse();
    // What is wrong with the words is said before all pictures are read.
    recipeChoice.check();
    input(known).ifPresent(recipeChoice::requireRoom);
    DataSplits data = dataChoice.open(base, seed, computing.threads());
    int side = dataChoice.side(data);
    List<String> remarks = new ArrayList<>();
    computing.remark().ifPresent(remarks::add);
    known
        .flatMap(before ->
            LearntBefore.remark(tuningChoice.name(), before, dataChoice.name(), data, seed))
        .ifPresent(remarks::add);
    Recipe recipe = recipe(side, data, remarks);
    ClassWeights weights =
        classWeights
            ? ClassWeights.balanced(
                data.findings().classes().stream().mapToInt(ClassCount::train).toArray())
            : ClassWeights.equal();
    StartingPoint start =
        known
            .map(file -> tuned(file, data, recipe, weights, teacher))
            .orElseGet(() -> StartingPoint.nothing(architecture(base, side, data, recipe), recipe));
    if (start instanceof StartingPoint.Nothing nothing) {
      requireRoom(nothing.network());
    }
    TrainingSetup setup =
        new TrainingSetup(
            start,
            data,
            dataChoice.name(),
            recipe,
            weights,
            teacher,
            seed,
            computing.threads(),
            model,
            page,
            checkpoint,
            half ? Storage.F16 : Storage.F32,
            overwrite ? Overwrite.REPLACE : Overwrite.REFUSE,
            remarks);
    OwnFiles.require(setup);
    return setup;
  }

  /** Height and width of the network's input, as far as they do not depend on the pictures. */
  private Optional<Extent> input(Optional<Model> known) {
    return architectureChoice
        .extent()
        .or(() -> known.map(model -> model.network().input().extent()))
        .or(() -> dataChoice.generatedExtent());
  }

  /** The model to begin with, read before all the pictures are. */
  private Optional<Model> known(Path base) {
    Optional<Model> known = tuningChoice.read(base);
    if (known.isEmpty()) {
      return known;
    }
    boolean others =
        architectureChoice.given().stream()
            .anyMatch(option ->
                option != ArchitectureOption.RESOLUTION && option != ArchitectureOption.WIDTH);
    if (architecture != null || others) {
      throw new InputException(
          "The model of --from brings its own network, of which only --resolution and --width can be changed; leave out the other options of the network.");
    }
    architectureChoice.extent().ifPresent(TrainingChoice::requireRoom);
    Optional<String> width = architectureChoice.width();
    return known.map(model -> width.map(wider -> WiderModel.of(model, wider, seed)).orElse(model));
  }

  private StartingPoint tuned(
      Model model,
      DataSplits data,
      Recipe recipe,
      ClassWeights weights,
      Optional<TeacherChoice.Named> teacher) {
    return StartingPoint.model(
        new FineTuningTask(
            model,
            recipe,
            data,
            architectureChoice.extent(),
            tuningChoice.freezing(),
            tuningChoice.batchNorm(),
            weights,
            seed,
            teacher.map(TeacherChoice.Named::teacher)),
        tuningChoice.name());
  }

  /** The model to learn from, if there is one; read before all the pictures are, too. */
  private Optional<TeacherChoice.Named> teacher(Path base) {
    Optional<TeacherChoice.Named> teacher = teacherChoice.read(base);
    if (teacher.isPresent() && tuningChoice.freezing() instanceof Freezing.Backbone) {
      throw new InputException(
          "With --freeze backbone the new head learns from labels alone, so --teacher has no effect; leave one of them out.");
    }
    return teacher;
  }

  /** A new head alone is trained without a recipe. */
  private void refuseOptionsOfNoUse() {
    List<String> typed = recipeChoice.given();
    if (!typed.isEmpty() && tuningChoice.freezing() instanceof Freezing.Backbone) {
      String last = typed.getLast();
      String others = String.join(", ", typed.subList(0, typed.size() - 1));
      throw new InputException(
          "With --freeze backbone nothing of a recipe is used, so %s no effect; leave %s out, or --freeze."
              .formatted(
                  typed.size() == 1 ? last + " has" : "%s and %s have".formatted(others, last),
                  typed.size() == 1 ? "it" : "them"));
    }
  }

  private static Path beside(Path model, String ending) {
    return model.resolveSibling(model.getFileName() + ending);
  }

  /** What is read must stay to the end: a run that is killed reads it again when it goes on. */
  private void requireDistinct(Path base, Path model, Path page, Path checkpoint) {
    DistinctFiles files = new DistinctFiles();
    dataChoice.photos(base).ifPresent(files::reads);
    tuningChoice
        .file(base)
        .ifPresent(file -> files.reads("the model to begin with (--from)", file));
    teacherChoice.file(base).ifPresent(file -> files.reads("the teacher (--teacher)", file));
    if (architecture != null && ArchitectureChoice.isFile(architecture)) {
      files.reads(
          "the table of the network (--architecture)", base.resolve(FileName.of(architecture)));
    }
    files.writes("the model to write (--output)", model);
    files.writes("the report (--report)", page);
    files.writes("the checkpoint of the run", checkpoint);
  }

  private void requireFree(Path model, Path page, Path checkpoint) {
    List.of(model, page, checkpoint).forEach(file -> OutputFile.requireFree(file, overwrite));
  }

  /** First of all: who was stopped wants to go on, as a rule. */
  private void requireNoneBefore(Path checkpoint) {
    if (!overwrite && Files.isRegularFile(checkpoint)) {
      throw new InputException(
          "%s is the checkpoint of a run that was stopped, or of one that is still under way; if it was stopped, go on with 'mobilenet4j resume %s', or give --overwrite to begin anew."
              .formatted(checkpoint, ShellWord.of(checkpoint)));
    }
  }

  private void refuseOptionsOfTheData() {
    if (architectureChoice.given().contains(ArchitectureOption.CLASSES)
        || architectureChoice.given().contains(ArchitectureOption.HEAD)) {
      throw new InputException(
          "The data say how many classes the network has; leave out --classes and --without-classifier.");
    }
  }

  private Recipe recipe(int side, DataSplits data, List<String> remarks) {
    Recipe recipe =
        tuningChoice.given()
            ? recipeChoice.of("fine-tune")
            : recipeChoice.forNewNetwork(dataChoice.generated(), side);
    int pictures = data.train().size();
    boolean batches = !(tuningChoice.freezing() instanceof Freezing.Backbone);
    if (batches && recipe.batchSize() > pictures) {
      remarks.add(
          "Batches of %d are more than the %d pictures to learn from; batches of %d are taken, and the learning rate is scaled to them."
              .formatted(recipe.batchSize(), pictures, pictures));
      recipe = recipe.withBatchSize(pictures);
    }
    return recipe;
  }

  private Architecture architecture(Path base, int side, DataSplits data, Recipe recipe) {
    String name = architecture == null ? SizeRule.architecture(side) : architecture;
    Architecture made = architectureChoice.of(name, base);
    if (dataChoice.generated()
        && architecture == null
        && !architectureChoice.given().contains(ArchitectureOption.WIDTH)) {
      made = made.with(ArchitectureOption.WIDTH, DefaultRun.WIDTH);
    }
    if (!architectureChoice.given().contains(ArchitectureOption.RESOLUTION)) {
      made = made.with(ArchitectureOption.RESOLUTION, Integer.toString(SizeRule.resolution(side)));
    }
    return StartingPoint.withEpsilon(
        made.with(ArchitectureOption.CLASSES, Integer.toString(data.train().labels().size())),
        recipe,
        architectureChoice.given());
  }

  private static void requireRoom(Network network) {
    if (network.input().channels() != 3) {
      throw new InputException(
          "Photos have 3 channels, but the network reads %s; leave out --input-channels."
              .formatted(network.input()));
    }
    requireRoom(network.input().extent());
  }

  private static void requireRoom(Extent input) {
    if (Math.min(input.height(), input.width()) < SizeRule.SMALLEST) {
      throw new InputException(
          "A resolution of %s leaves nothing to see; expected at least %d pixels a side, with --resolution."
              .formatted(input, SizeRule.SMALLEST));
    }
  }
}
