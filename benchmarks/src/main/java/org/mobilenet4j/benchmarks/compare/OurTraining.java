package org.mobilenet4j.benchmarks.compare;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.mobilenet4j.kernels.gradient.GradientKernelChoice;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.training.gradient.Learned;
import org.mobilenet4j.training.gradient.Statistics;
import org.mobilenet4j.training.gradient.StepCost;
import org.mobilenet4j.training.gradient.TrainableNetwork;
import org.mobilenet4j.training.gradient.TrainingOptions;
import org.mobilenet4j.training.optimization.ClassWeights;
import org.mobilenet4j.training.optimization.DecayRole;
import org.mobilenet4j.training.optimization.GradientClipping;
import org.mobilenet4j.training.optimization.GradientNorms;
import org.mobilenet4j.training.optimization.LearnedTensor;
import org.mobilenet4j.training.optimization.Loss;
import org.mobilenet4j.training.optimization.Optimizer;
import org.mobilenet4j.training.optimization.OptimizerState;
import org.mobilenet4j.training.optimization.WeightDecay;

/** The steps of this library, as {@code Trainer} does them, in this process. */
final class OurTraining implements TrainingSide {
  static final String NAME = "mobilenet4j";

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long WARM_UP_NANOS = 60_000_000_000L;
  private static final double TORCH_BATCH_NORM_MOMENTUM = 0.1;

  private final long residentBefore;
  private final long heldBefore;
  private final TrainingCase what;
  private final float[] pictures;
  private final float[] targets;
  private final TrainableNetwork network;
  private final OptimizerState optimizer;
  private final Loss loss = new Loss.CrossEntropy(0, ClassWeights.equal());
  private final GradientClipping clipping = new GradientClipping.None();
  private final WeightDecay decay = WeightDecay.uniform(TrainingCase.WEIGHT_DECAY);
  private final float[] gradient;
  private long steps;
  private long processor;

  OurTraining(TrainingCase what, int threads) {
    this.what = what;
    this.residentBefore = status("VmRSS");
    this.heldBefore = held();
    this.pictures = what.pictures();
    this.targets = what.targets();
    Network built = what.build();
    GradientKernelChoice choice = GradientKernelChoice.best();
    TrainingOptions options =
        new TrainingOptions(
            what.batch(),
            TORCH_BATCH_NORM_MOMENTUM,
            OptionalDouble.of(TrainingCase.EPSILON),
            OptionalDouble.of(0),
            0,
            Set.of(),
            Set.of());
    this.network = TrainableNetwork.of(built, choice.kernels(), options, threads);
    network.load(what.first(built));
    if (!choice.warmedUp(WARM_UP_NANOS).equals(choice)) {
      throw new IllegalStateException("This JVM compiles the vector kernels wrongly.");
    }
    this.optimizer =
        new Optimizer.Sgd(TrainingCase.MOMENTUM, Optimizer.Momentum.HEAVY_BALL)
            .start(tensors(built, network.learned()));
    this.gradient = new float[targets.length];
    this.processor = SYSTEM.getProcessCpuTime();
  }

  private static List<LearnedTensor> tensors(Network network, List<Learned> learned) {
    List<LearnedTensor> tensors = new ArrayList<>();
    for (Learned each : learned) {
      Node node = network.node(each.key().node()).orElseThrow();
      DecayRole role =
          DecayRole.of(network, node, new Parameter(each.key().role(), each.dimensions()));
      tensors.add(new LearnedTensor(each.key().toString(), role, each.values(), each.gradient()));
    }
    return tensors;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Writes its first weights and its batch for the others. */
  void write(Path file) throws IOException {
    what.write(file, network.learned());
  }

  private double step(double rate) {
    float[] logits = network.forward(pictures, Statistics.BATCH_AND_UPDATE, steps++);
    double value =
        loss.valueAndGradient(logits, targets, what.batch(), BenchmarkNetwork.CLASSES, gradient);
    network.backward(gradient);
    GradientNorms norms = clipping.clip(optimizer.tensors(), network.gang());
    if (norms.firstNotFinite().isPresent()) {
      throw new IllegalStateException("A gradient of step %d is not finite.".formatted(steps));
    }
    optimizer.step(rate, decay, network.gang());
    network.refill();
    return value;
  }

  @Override
  public double[] losses(int count, double rate) {
    double[] losses = new double[count];
    for (int i = 0; i < count; i++) {
      losses[i] = step(rate);
    }
    processor = SYSTEM.getProcessCpuTime();
    return losses;
  }

  @Override
  public Turn turn(int count, double rate) {
    long idle = SYSTEM.getProcessCpuTime() - processor;
    double last = step(rate);
    long processorBegun = SYSTEM.getProcessCpuTime();
    long begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      last = step(rate);
    }
    long wall = System.nanoTime() - begun;
    processor = SYSTEM.getProcessCpuTime();
    if (!Double.isFinite(last)) {
      throw new IllegalStateException("The loss of step %d is %s.".formatted(steps, last));
    }
    return new Turn(wall, processor - processorBegun, idle);
  }

  /** Where the time of a step goes, but for loss and update. */
  List<StepKind> profile(int repeats) {
    List<List<StepCost>> profiles = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      profiles.add(network.profile(pictures, gradient, System::nanoTime));
    }
    return StepKind.of(profiles);
  }

  /** Activations, their gradients and scratch, as stated before the first step. */
  long statedActivations() {
    return network.activationBytes();
  }

  /** Weights with gradients and copies, momentum, and the batch, as stated. */
  long statedRest() {
    return network.weightBytes()
        + optimizer.bytes()
        + (long) Float.BYTES * (pictures.length + targets.length + gradient.length);
  }

  /** What the collector finds alive, above what it found before the network was made. */
  long heldGrowth() {
    return held() - heldBefore;
  }

  /**
   * Bytes of all arrays of floats that can be reached. The heap's own figure counts what the
   * collector leaves empty behind large arrays, too.
   */
  static long held() {
    try {
      String histogram =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()});
      return histogram
          .lines()
          .map(line -> line.strip().split(" +", -1))
          .filter(words -> words.length > 3 && words[3].equals("[F"))
          .mapToLong(words -> Long.parseLong(words[2]))
          .sum();
    } catch (JMException e) {
      throw new IllegalStateException("This JVM does not count its objects.", e);
    }
  }

  @Override
  public Resident resident() {
    return new Resident(residentBefore, status("VmHWM"));
  }

  /** A line of the process's status, in bytes; 0 where there is none. */
  static long status(String key) {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(key + ":"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // not Linux
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
