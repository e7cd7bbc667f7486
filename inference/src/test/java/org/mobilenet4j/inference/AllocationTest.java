package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.file.SeededInput;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;

/** A warm session allocates nothing: servers run it millions of times. */
class AllocationTest {
  private static final int RUNS = 100;

  // Until the JVM has compiled all that a run calls, vectors are objects.
  private static final int MOST_ATTEMPTS = 100;

  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet-v1", "mobilenet-v2", "mobilenet-v3-small", "squeezenet-1.1"})
  void a_warm_session_allocates_nothing(String name) {
    Architecture architecture =
        Architecture.named(name).with(ArchitectureOption.RESOLUTION, "64x64");
    Model model = SeededWeights.of(architecture.build(), 3);
    Plan plan = Plan.of(model, new VectorKernels(), PlanLayout.BLOCKED);
    float[] image = SeededInput.of(4, model.network().input());
    float[] output = new float[plan.outputFloats()];

    long least = Long.MAX_VALUE;
    try (Session session = plan.newSession(1)) {
      session.warmUp();
      for (int attempt = 0; attempt < MOST_ATTEMPTS && least > 0; attempt++) {
        least = Math.min(least, allocatedBytes(session, image, output));
      }
    }

    assertThat(least).as("bytes that %d runs allocate", RUNS).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet-v2", "mobilenet-v3-small"})
  void no_member_of_a_gang_allocates(String name) {
    Architecture architecture =
        Architecture.named(name).with(ArchitectureOption.RESOLUTION, "64x64");
    Model model = SeededWeights.of(architecture.build(), 3);
    Plan plan = Plan.of(model, new VectorKernels(), PlanLayout.BLOCKED);
    float[] image = SeededInput.of(4, model.network().input());
    float[] output = new float[plan.outputFloats()];
    Set<Long> before = threadIds();

    long least = Long.MAX_VALUE;
    long[] members;
    try (Session session = plan.newSession(2)) {
      session.warmUp();
      session.run(image, output);
      members =
          LongStream.concat(
                  LongStream.of(Thread.currentThread().threadId()),
                  threadIds().stream().filter(id -> !before.contains(id)).mapToLong(id -> id))
              .toArray();
      for (int attempt = 0; attempt < MOST_ATTEMPTS && least > 0; attempt++) {
        least = Math.min(least, allocatedBytes(session, image, output, members));
      }
    }

    assertThat(members).as("threads of a session of two").hasSize(2);
    assertThat(least).as("bytes that %d runs allocate in all threads", RUNS).isZero();
  }

  /** The session's threads are those that were not there before: no test runs beside this one. */
  private static Set<Long> threadIds() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("mobilenet4j"))
        .map(Thread::threadId)
        .collect(Collectors.toSet());
  }

  private static long allocatedBytes(
      Session session, float[] image, float[] output, long[] members) {
    long before = allocatedBytes(members);
    for (int run = 0; run < RUNS; run++) {
      session.run(image, output);
    }
    return allocatedBytes(members) - before;
  }

  /** One by one: asked for all at once, the bean makes an array of the answers. */
  private static long allocatedBytes(long[] members) {
    long sum = 0;
    for (long member : members) {
      sum += THREADS.getThreadAllocatedBytes(member);
    }
    return sum;
  }

  private static long allocatedBytes(Session session, float[] image, float[] output) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int run = 0; run < RUNS; run++) {
      session.run(image, output);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
