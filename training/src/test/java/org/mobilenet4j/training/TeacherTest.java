package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.Session;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.training.data.Batch;
import org.mobilenet4j.training.data.BatchOptions;
import org.mobilenet4j.training.data.Batches;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.optimization.Loss;
import org.mobilenet4j.training.recipe.AugmentationSetting;
import org.mobilenet4j.training.recipe.Recipe;
import org.mobilenet4j.training.recipe.Recipes;
import org.mobilenet4j.vision.Preprocessor;

/** A small network that learns from another one. */
class TeacherTest {
  private static final int BATCH = 8;
  private static final Recipe RECIPE =
      Recipes.named("small-pictures")
          .withEpochs(2)
          .withBatchSize(BATCH)
          .withLearningRate(0.05)
          .withAugmentations(AugmentationSetting.parse("flip, mixup 0.4, cutmix 0.5"));
  private static final DataSplits RIGHT =
      DataSplits.of(new ColouredPictures(48, 0), new ColouredPictures(24, 0), Optional.empty());
  private static final Preprocessing STUDENTS = Preprocessing.torchvision();

  @TempDir private Path folder;

  private static Network network(int side, int channels, int classes) {
    Extent kernel = Extent.square(3);
    Op convolution =
        new Op.Convolution(
            8, kernel, Extent.square(2), Extent.ONE, 1, Padding.half(kernel), Bias.NONE);
    return Network.of(
        new Shape(side, side, channels),
        List.of(
            new Node("conv", convolution, List.of(Network.INPUT)),
            new Node("bn", new Op.BatchNorm(1e-3f), List.of("conv")),
            new Node("relu", new Op.Activation(new ActivationFunction.Relu()), List.of("bn")),
            new Node("pool", new Op.GlobalAveragePool(), List.of("relu")),
            new Node("fc", new Op.Dense(classes, Bias.ADDED), List.of("pool"))));
  }

  private static Model model(
      int side, int channels, List<String> labels, Preprocessing preprocessing, long seed) {
    Network network = network(side, channels, labels.size());
    return new Model(
        network,
        WeightInitialization.of(network, seed),
        Optional.of(preprocessing),
        labels,
        new Provenance(Map.of()));
  }

  private static Model drawn(long seed) {
    return model(24, 3, ColouredPictures.NAMES, STUDENTS, seed);
  }

  private static TrainingTask task(Recipe recipe, DataSplits data) {
    Network network = network(24, 3, 4);
    return TrainingTask.of(network, WeightInitialization.of(network, 5), recipe, data, STUDENTS, 7);
  }

  private static TrainingTask taught(Teacher teacher) {
    return task(RECIPE, RIGHT).withTeacher(teacher);
  }

  private static Trainer trainer(
      TrainingTask task, int threads, Optional<Path> checkpoint, TrainingListener listener) {
    return new Trainer(task, new ScalarGradientKernels(), threads, checkpoint, listener);
  }

  private static TrainingResult run(TrainingTask task, int threads) {
    try (Trainer trainer = trainer(task, threads, Optional.empty(), TrainingListener.SILENT)) {
      return trainer.run();
    }
  }

  private static float[] said(Model model, float[] input) {
    try (Session session = Plan.of(model).newSession(1)) {
      return session.run(input);
    }
  }

  private static float[] answers(Model teacher, float[] pictures, int side) {
    try (TeacherAnswers answers =
        new TeacherAnswers(
            teacher, STUDENTS, new Shape(side, side, 3), ColouredPictures.NAMES, 2)) {
      return answers.logits(pictures);
    }
  }

  @Test
  void the_loss_is_that_of_distillation_from_what_the_teacher_says_of_the_mixed_pictures() {
    Model teacher = drawn(3);
    TrainingTask task = taught(new Teacher(teacher, 3, 0.7));
    Batch batch;
    try (Batches batches =
        Batches.training(
            RIGHT.train(),
            Preprocessor.of(STUDENTS, new Shape(24, 24, 3)),
            AugmentationPolicies.of(RECIPE.augmentations()),
            BatchOptions.of(BATCH, 7),
            0,
            0)) {
      batch = batches.next().orElseThrow();
    }
    float[] logits = new float[BATCH * 4];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (i * 7 % 11 - 5) * 0.3f;
    }
    float[] gradient = new float[logits.length];
    float[] expected = new float[logits.length];

    double value;
    try (Objective objective = Objective.of(task, 1)) {
      value = objective.valueAndGradient(batch, batch.targets(), logits, BATCH, gradient);
    }

    double smoothing = RECIPE.regularization().labelSmoothing();
    double byHand =
        new Loss.Distillation(3, 0.7, new Loss.CrossEntropy(smoothing))
            .valueAndGradient(
                logits, batch.targets(), said(teacher, batch.input()), BATCH, 4, expected);
    boolean mixed = false;
    for (float target : batch.targets()) {
      mixed |= target > 0 && target < 1;
    }
    assertThat(mixed).isTrue();
    assertThat(value).isEqualTo(byHand);
    assertThat(gradient).isEqualTo(expected);
  }

  @Test
  void a_teacher_gets_its_own_numbers_for_a_pixel_and_answers_in_the_order_of_the_data() {
    List<String> turned = ColouredPictures.NAMES.reversed();
    Model teacher = model(24, 3, turned, Preprocessing.caffe(), 3);
    Shape input = new Shape(24, 24, 3);
    float[] students = Preprocessor.of(STUDENTS, input).apply(RIGHT.train().picture(5));
    float[] own = Preprocessor.of(Preprocessing.caffe(), input).apply(RIGHT.train().picture(5));

    float[] answers = answers(teacher, students, 24);

    float[] direct = said(teacher, own);
    for (int c = 0; c < 4; c++) {
      // Numbers up to 255 that were rounded on their way, 255 · 2⁻²², in 27 products with weights
      // of
      // about 0.2, and their sums in 8 with weights of about 0.01: 3e-5.
      assertThat(answers[c]).isCloseTo(direct[3 - c], within(1e-4f));
    }
    assertThat(answers[0]).isNotCloseTo(answers[3], within(0.01f));
  }

  @Test
  void a_teacher_of_smaller_pictures_sees_them_scaled() {
    Model teacher = drawn(3);
    float[] large = new float[48 * 48 * 3];
    float[] small = new float[24 * 24 * 3];
    for (int i = 0; i < large.length; i++) {
      large[i] = (i * 31 % 17 - 8) * 0.1f;
      // At half the size a pixel is the mean of four.
      int y = i / (48 * 3);
      int x = i / 3 % 48;
      small[(y / 2 * 24 + x / 2) * 3 + i % 3] += large[i] / 4;
    }

    float[] answers = answers(teacher, large, 48);

    float[] direct = said(teacher, small);
    for (int c = 0; c < 4; c++) {
      assertThat(answers[c]).isCloseTo(direct[c], within(1e-5f));
    }
  }

  @Test
  void a_student_with_wrong_labels_learns_from_its_teacher_what_is_right() {
    Model teacher =
        new FineTuning(
                FineTuningTask.of(drawn(3), Recipes.named("fine-tune"), RIGHT, 1)
                    .withFreezing(new Freezing.Backbone()),
                new ScalarGradientKernels(),
                1,
                Optional.empty(),
                TrainingListener.SILENT)
            .run()
            .model();
    DataSplits wrong =
        DataSplits.of(new ColouredPictures(48, 1), new ColouredPictures(24, 0), Optional.empty());
    TrainingTask alone =
        task(RECIPE.withEpochs(10).withAugmentations(AugmentationSetting.parse("flip")), wrong);

    double untaught = last(run(alone, 1));
    double taught = last(run(alone.withTeacher(new Teacher(teacher, 2, 1)), 1));

    assertThat(untaught).isLessThanOrEqualTo(0.25);
    assertThat(taught).isGreaterThanOrEqualTo(0.9);
  }

  private static double last(TrainingResult result) {
    return result.epochs().getLast().validationAccuracy();
  }

  @Test
  void the_weights_do_not_depend_on_the_number_of_threads_but_on_the_teacher() {
    Map<Weights.Key, Tensor> one =
        run(taught(new Teacher(drawn(3), 2, 0.9)), 1).weights().tensors();

    assertThat(run(taught(new Teacher(drawn(3), 2, 0.9)), 3).weights().tensors()).isEqualTo(one);
    assertThat(run(taught(new Teacher(drawn(4), 2, 0.9)), 1).weights().tensors()).isNotEqualTo(one);
  }

  @ParameterizedTest(name = "stopped after {0} steps of 12")
  @ValueSource(ints = {1, 6, 9})
  void a_run_that_is_stopped_and_resumed_ends_as_one_left_alone(int steps) {
    Teacher teacher = new Teacher(drawn(3), 2, 0.9);
    Path checkpoint = folder.resolve("run.checkpoint");
    stopAfter(steps, taught(teacher), checkpoint);

    Weights resumed;
    try (Trainer trainer =
        trainer(taught(teacher), 2, Optional.of(checkpoint), TrainingListener.SILENT)) {
      trainer.resume();
      resumed = trainer.run().weights();
    }

    assertThat(resumed.tensors()).isEqualTo(run(taught(teacher), 1).weights().tensors());
  }

  @Test
  void a_run_goes_on_with_the_teacher_it_began_with_and_no_other() {
    Path checkpoint = folder.resolve("run.checkpoint");
    Path untaught = folder.resolve("untaught.checkpoint");
    Teacher teacher = new Teacher(drawn(3), 2, 0.9);
    stopAfter(2, taught(teacher), checkpoint);
    stopAfter(2, task(RECIPE, RIGHT), untaught);

    refuseToResume(taught(new Teacher(drawn(4), 2, 0.9)), checkpoint);
    refuseToResume(taught(new Teacher(drawn(3), 3, 0.9)), checkpoint);
    refuseToResume(taught(new Teacher(drawn(3), 2, 0.8)), checkpoint);
    refuseToResume(task(RECIPE, RIGHT), checkpoint);
    refuseToResume(taught(teacher), untaught);
  }

  private static void refuseToResume(TrainingTask task, Path checkpoint) {
    try (Trainer trainer = trainer(task, 1, Optional.of(checkpoint), TrainingListener.SILENT)) {
      assertThatExceptionOfType(TrainingException.class)
          .isThrownBy(trainer::resume)
          .withMessage(
              checkpoint
                  + " is the checkpoint of a run with another teacher, or with another weight or temperature of it; resume it with the teacher it was started with.");
    }
  }

  private static void stopAfter(int steps, TrainingTask task, Path checkpoint) {
    List<Trainer> running = new ArrayList<>();
    TrainingListener stopping =
        new TrainingListener() {
          private int done;

          @Override
          public void stepDone(StepProgress progress) {
            done++;
            if (done == steps) {
              running.forEach(Trainer::stop);
            }
          }
        };
    try (Trainer trainer = trainer(task, 1, Optional.of(checkpoint), stopping)) {
      running.add(trainer);
      assertThat(trainer.run().finished()).isFalse();
    }
  }

  @Test
  void a_fine_tuned_network_learns_from_a_teacher_too() {
    FineTuningTask task =
        FineTuningTask.of(
            drawn(6), Recipes.named("fine-tune").withEpochs(1).withBatchSize(8), RIGHT, 1);

    assertThat(trained(task.withTeacher(new Teacher(drawn(3), 2, 0.9))))
        .isEqualTo(trained(task.withTeacher(new Teacher(drawn(3), 2, 0.9))))
        .isNotEqualTo(trained(task));
  }

  private static Map<Weights.Key, Tensor> trained(FineTuningTask task) {
    return new FineTuning(
            task, new ScalarGradientKernels(), 1, Optional.empty(), TrainingListener.SILENT)
        .run()
        .training()
        .orElseThrow()
        .weights()
        .tensors();
  }

  @Test
  void a_teacher_that_does_not_fit_is_refused_in_one_sentence() {
    Preprocessing grey =
        new Preprocessing(
            Preprocessing.Resampling.BILINEAR,
            new Preprocessing.Crop.None(),
            Preprocessing.ChannelOrder.GREY,
            1,
            List.of(0.0),
            List.of(1.0));
    Model drawn = drawn(3);
    Model silent =
        new Model(
            drawn.network(), drawn.weights(), Optional.empty(), drawn.labels(), drawn.provenance());
    Model nameless =
        new Model(
            drawn.network(), drawn.weights(), drawn.preprocessing(), List.of(), drawn.provenance());

    refuse(
        () -> taught(new Teacher(model(24, 3, List.of("red", "blue"), STUDENTS, 1), 2, 0.5)),
        "The teacher knows 2 classes and the pictures have 4; take a teacher that was trained on these classes.");
    refuse(
        () ->
            taught(
                new Teacher(
                    model(24, 3, List.of("red", "green", "blue", "white"), STUDENTS, 1), 2, 0.5)),
        "The teacher does not know the class 'black' of the pictures, but [red, green, blue, white]; take a teacher that was trained on these classes.");
    refuse(
        () -> taught(new Teacher(model(24, 1, ColouredPictures.NAMES, grey, 1), 2, 0.5)),
        "The teacher reads 24x24x1 and its student 24x24x3; expected as many channels.");
    refuse(
        () -> taught(new Teacher(model(24, 1, ColouredPictures.NAMES, STUDENTS, 1), 2, 0.5)),
        "The teacher reads 24x24x1, but its preprocessing makes 3 channels; import it again with another --preprocessing.");
    refuse(
        () -> taught(new Teacher(silent, 2, 0.5)),
        "The teacher does not say how photos are prepared; import it again with --preprocessing tf, torchvision, caffe or unit.");
    refuse(
        () -> taught(new Teacher(nameless, 2, 0.5)),
        "The teacher does not name its classes, so they cannot be held against those of the pictures; import it again with --labels.");
    refuse(
        () -> taught(new Teacher(drawn, 0, 0.5)),
        "A teacher at temperature 0.0; expected a number above 0.");
    refuse(
        () -> taught(new Teacher(drawn, 2, 1.5)),
        "A teacher with weight 1.5; expected a number from 0 to 1.");
  }

  @Test
  void a_teacher_that_says_what_is_no_number_is_named_and_not_its_student() {
    Model drawn = drawn(3);
    drawn.weights().get("fc", ParameterRole.BIAS).values()[2] = Float.NaN;

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> run(taught(new Teacher(drawn, 2, 0.5)), 1))
        .withMessageMatching(
            "The teacher answers '[a-z]+[0-9]+' with NaN; expected a number; put the teacher to its self-test with 'inspect'\\.");
  }

  private static void refuse(ThrowingCallable call, String sentence) {
    assertThatExceptionOfType(TrainingException.class).isThrownBy(call).withMessage(sentence);
  }
}
