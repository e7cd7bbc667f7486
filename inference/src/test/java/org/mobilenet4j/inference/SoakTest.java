package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.mobilenet4j.kernels.Gang;
import org.mobilenet4j.kernels.blocked.TrainingReport;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.file.SeededInput;
import org.mobilenet4j.network.architecture.Architecture;

/**
 * Many threads on one plan, as in a server whose machine has far fewer cores; {@code
 * -Dmobilenet4j.soakSeconds=120} goes on for longer.
 */
class SoakTest {
  private static final int SECONDS = Integer.getInteger("mobilenet4j.soakSeconds", 3);
  private static final int CALLERS = 24;
  private static final int IMAGES = 5;
  private static final int RUNS_OF_A_SESSION = 40;

  // What the JVM itself keeps of code that it compiled meanwhile.
  private static final long MOST_GROWTH = 4L << 20;

  private final Model model = SeededWeights.of(Architecture.named("mobilenet-v3-small").build(), 3);
  private final Plan plan = Plan.of(model);
  private final List<float[]> images =
      IntStream.range(0, IMAGES)
          .mapToObj(seed -> SeededInput.of(seed, model.network().input()))
          .toList();
  private final List<float[]> answers = answers();
  private final AtomicLong runs = new AtomicLong();

  private List<float[]> answers() {
    try (Session session = plan.newSession(1)) {
      session.warmUp(); // all callers use the fast kernels
      return images.stream().map(session::run).toList();
    }
  }

  /**
   * Opens sessions of one thread or two, runs each some times, and holds every answer to the bit.
   */
  private int hammer(int caller, long end) {
    float[] output = new float[plan.outputFloats()];
    int wrong = 0;
    while (System.nanoTime() < end) {
      try (Session session = new Session(plan, Gang.ofExactly(1 + caller % 2))) {
        for (int run = 0; run < RUNS_OF_A_SESSION && System.nanoTime() < end; run++) {
          int image = (caller + run) % IMAGES;
          Arrays.fill(output, Float.NaN);
          session.run(images.get(image), output);
          wrong += Arrays.equals(output, answers.get(image)) ? 0 : 1;
          runs.incrementAndGet();
        }
      }
    }
    return wrong;
  }

  private int hammer(double seconds) throws Exception {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    int wrong = 0;
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        int number = caller;
        tasks.add(() -> hammer(number, end));
      }
      for (Future<Integer> each : callers.invokeAll(tasks)) {
        wrong += each.get();
      }
    }
    return wrong;
  }

  /** Bytes alive on the heap and of classes, when nobody runs. */
  private static long alive() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      long used =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> !pool.getName().startsWith("CodeHeap"))
              .map(MemoryPoolMXBean::getUsage)
              .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
              .sum();
      least = Math.min(least, used);
    }
    return least;
  }

  @Test
  void no_answer_is_wrong_and_nothing_stays_behind(TestReporter reporter) throws Exception {
    int wrong = hammer(SECONDS / 3.0);
    long before = alive();

    wrong += hammer(2 * SECONDS / 3.0);
    long growth = alive() - before;

    reporter.publishEntry(
        "%,d runs by %d callers in %d s, %,d bytes more"
            .formatted(runs.get(), CALLERS, SECONDS, growth));
    // Nothing, where another plan has trained the same kernels.
    assertThat(plan.training().stream()).allMatch(TrainingReport::succeeded);
    assertThat(wrong).as("of %d answers", runs.get()).isZero();
    assertThat(growth).isLessThan(MOST_GROWTH);
    assertThat(runs.get()).isGreaterThan(CALLERS);
  }
}
